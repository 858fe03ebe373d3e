"""Which looks are reviewed, by whom, by when, and what was found."""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, one_of, paired
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.rules.vocabulary import ReviewOutcome, WhyReviewed


class Considered(Record):
    """How far in the ledger looks have been considered for review. There is one row."""

    HANDLING = handling.Fields(
        ledger="id position",
        publishable="id position",
        also="Nobody: the worker goes on from here.",
    )
    position = models.BigIntegerField()


class LookReview(Record):
    """One look that is reviewed by somebody of another agency."""

    HANDLING = handling.Fields(
        ledger="id entry_id looked_at looker looker_agency child why recorded_at assigned_to "
        "due_at opened_at opened_why outcome explanation answered_at answered_by",
        publishable="id why recorded_at due_at outcome answered_at",
        also="The reviewer it is assigned to. Where it was not explained, those who govern "
        "information in the looker's agency.",
    )
    entry_id = models.UUIDField(unique=True)
    looked_at = models.DateTimeField()
    looker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looker_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    why = Coded()
    recorded_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_why = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    explanation = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            one_of("why", WhyReviewed),
            one_of("outcome", ("", *ReviewOutcome)),
            paired("answered"),
            models.CheckConstraint(
                condition=models.Q(assigned_to__isnull=True)
                | ~models.Q(assigned_to=models.F("looker")),
                name="look_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True)
                | (~models.Q(outcome="") & ~models.Q(explanation="")),
                name="look_answered_says_what",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True) | ~models.Q(opened_why=""),
                name="look_opened_says_why",
            ),
        )
        indexes = (
            models.Index(fields=("assigned_to", "due_at", "id"), name="look_review_by_reviewer"),
            models.Index(
                fields=("looker_agency", "answered_at"),
                name="look_not_explained",
                condition=models.Q(outcome="not_explained"),
            ),
            models.Index(
                fields=("recorded_at",),
                name="look_unassigned",
                condition=models.Q(assigned_to__isnull=True),
            ),
            models.Index(fields=("looker", "child", "looked_at"), name="look_review_of_a_day"),
        )
