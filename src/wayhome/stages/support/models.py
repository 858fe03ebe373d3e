"""Support that was agreed: actions with owners and dates, and 'you said, we did'."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Fact, paired
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.episodes.models import Episode
from wayhome.rules.redaction import Section

_OWN = "The agency that has to do it."


class Plan(Fact):
    """A support plan, or the recorded reason why none is needed."""

    HANDLING = handling.Fields(
        episode="episode needed summary not_needed_because",
        publishable="needed",
        read_in=(Section.SUPPORT,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="support_plans")
    needed = models.BooleanField(default=True)
    summary = models.TextField(blank=True)
    not_needed_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(needed=True) | ~Q(not_needed_because=""),
                name="no_support_has_reason",
            ),
        )


class PlanAction(Fact):
    """One thing somebody will do, with a named owner and a date."""

    HANDLING = handling.Fields(
        episode="plan what due_date done_at outcome stood_down_at stood_down_reason",
        staff="owner_name agency owner_post done_by stood_down_by",
        publishable="agency owner_post due_date done_at stood_down_at",
        read_in=(Section.SUPPORT,),
        also=_OWN,
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner_name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(blank=True)
    stood_down_at = models.DateTimeField(null=True)
    stood_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    stood_down_reason = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            paired("done"),
            paired("stood_down"),
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=True) | ~Q(stood_down_reason=""),
                name="action_stood_down_has_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_date", "id"),
                name="action_to_do_by_day",
                condition=Q(done_at__isnull=True, stood_down_at__isnull=True),
            ),
            models.Index(
                fields=("owner_post", "due_date", "id"),
                name="action_to_do_by_post",
                condition=Q(done_at__isnull=True, stood_down_at__isnull=True),
            ),
        )


class Asked(Fact):
    """Something the child asked for, and what was done about it: you said, we did."""

    HANDLING = handling.Fields(
        episode="plan we_did done_at",
        voice="you_said",
        staff="done_by",
        publishable="done_at",
        read_in=(Section.SUPPORT,),
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="asked")
    you_said = models.TextField()
    we_did = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (paired("done"),)
