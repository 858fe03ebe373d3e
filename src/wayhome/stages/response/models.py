"""Steps, duties with clocks, notices and acknowledgements, handovers, reviews and telling."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of, paired
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.children.models import Contact
from wayhome.records.episodes.models import Episode
from wayhome.rules.reasons import CannotTake, WhyAsked
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import DutyKind, Level, NoticeReason

_OWN = "The agency that has to do it."


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )


class Step(Fact):
    """Something agreed to be done to find the child, by one post, by a time."""

    HANDLING = handling.Fields(
        episode="episode title detail due_at from_protocol taken_at done_at outcome stood_down_at "
        "stood_down_reason",
        staff="owner_post owner_agency taken_by done_by stood_down_by",
        publishable="owner_post owner_agency due_at taken_at done_at stood_down_at from_protocol",
        read_in=(Section.RESPONSE,),
        also=_OWN,
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="steps")
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    from_protocol = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True)
    taken_by = _who()
    done_at = models.DateTimeField(null=True)
    done_by = _who()
    outcome = models.TextField(blank=True)
    stood_down_at = models.DateTimeField(null=True)
    stood_down_by = _who()
    stood_down_reason = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            paired("taken"),
            paired("done"),
            paired("stood_down"),
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=True) | ~Q(stood_down_reason=""),
                name="step_stood_down_has_reason",
            ),
        )
        indexes = (
            models.Index(fields=("episode", "due_at"), name="step_by_episode"),
            models.Index(
                fields=("owner_post", "due_at", "id"),
                name="step_open_by_post",
                condition=Q(done_at__isnull=True),
            ),
        )


class Duty(Fact):
    """Something that must be done by a time. Its standing is worked out from its moments."""

    HANDLING = handling.Fields(
        episode="episode kind key started_at due_at met_at met_recorded_at declined_at "
        "declined_reason",
        third_party="contact reason",
        staff="owner_post owner_agency met_by declined_by",
        publishable="kind key owner_post owner_agency started_at due_at met_at met_recorded_at "
        "declined_at",
        read_in=(Section.RESPONSE,),
        also=_OWN,
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="duties")
    kind = Coded()
    key = models.CharField(max_length=100)
    reason = models.CharField(max_length=300)
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_recorded_at = models.DateTimeField(null=True)
    met_by = _who()
    declined_at = models.DateTimeField(null=True)
    declined_by = _who()
    declined_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            one_of("kind", DutyKind),
            paired("met"),
            paired("declined"),
            models.UniqueConstraint(fields=("episode", "kind", "key"), name="duty_once_per_key"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(declined_reason=""),
                name="duty_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=models.F("started_at")), name="duty_due_after_start"
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",),
                name="duty_open_by_due",
                condition=Q(met_at__isnull=True, declined_at__isnull=True),
            ),
            models.Index(fields=("episode", "due_at"), name="duty_by_episode"),
            models.Index(
                fields=("owner_post", "due_at", "id"),
                name="duty_open_by_post",
                condition=Q(met_at__isnull=True, declined_at__isnull=True),
            ),
            models.Index(
                fields=("owner_post", "due_at", "id"),
                name="duty_past_by_post",  # reviews of records of the past: see past.KEY
                condition=Q(
                    key__startswith="label:", met_at__isnull=True, declined_at__isnull=True
                ),
            ),
            models.Index(
                fields=("due_at", "id"),
                name="duty_interview_waiting",
                condition=Q(
                    kind__in=[
                        DutyKind.OFFER_INTERVIEW,
                        DutyKind.SECOND_OFFER,
                        DutyKind.HOLD_INTERVIEW,
                        DutyKind.RELEASE_FINDINGS,
                    ],
                    met_at__isnull=True,
                    declined_at__isnull=True,
                ),
            ),
        )


class Notice(Fact):
    """Something a post was told: queued, delivered, opened and acknowledged are four moments.

    One holder of the post may say that they cannot take it, and another have it all the same.
    """

    HANDLING = handling.Fields(
        episode="episode reason key urgency acknowledge_by delivered_at opened_at "
        "acknowledged_at declined_at declined_kind declined_reason",
        staff="post agency opened_by acknowledged_by declined_by",
        publishable="reason key urgency post agency acknowledge_by delivered_at opened_at "
        "acknowledged_at declined_at declined_kind",
        read_in=(Section.RESPONSE,),
        also="The post it was sent to.",
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="notices")
    reason = Coded()
    key = models.CharField(max_length=120)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    urgency = Coded()
    acknowledge_by = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = _who()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = _who()
    declined_at = models.DateTimeField(null=True)
    declined_by = _who()
    declined_kind = Coded(blank=True, db_default="")
    declined_reason = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            one_of("reason", NoticeReason),
            one_of("urgency", Level),
            one_of("declined_kind", ("", *CannotTake)),
            paired("opened"),
            paired("acknowledged"),
            paired("declined"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(declined_kind=""),
                name="notice_declined_has_kind",
            ),
            models.CheckConstraint(condition=Q(corrects__isnull=True), name="notice_corrects_none"),
            models.UniqueConstraint(fields=("episode", "post", "key"), name="notice_once_per_key"),
        )
        indexes = (
            models.Index(
                fields=("post", "-recorded_at"),
                name="notice_waiting_by_post",
                condition=Q(acknowledged_at__isnull=True),
            ),
            models.Index(
                fields=("acknowledge_by",),
                name="notice_waiting_by_time",
                condition=Q(acknowledged_at__isnull=True),
            ),
            models.Index(
                fields=("declined_at",),
                name="notice_declined",
                condition=Q(declined_at__isnull=False, acknowledged_at__isnull=True),
            ),
            models.Index(fields=("episode", "recorded_at"), name="notice_by_episode"),
            models.Index(fields=("post", "-recorded_at", "-id"), name="notice_newest_by_post"),
        )


class Escalation(Record):
    """A rung that was reached because a duty, a notice, a handover or a challenge waited.

    Its moment came at `due_at` by the clock; it was told at `at`, which is later where the worker
    was away. `why` says why its moment came then; empty for what was reached before that was kept.
    """

    HANDLING = handling.Fields(
        episode="id episode kind about rung due_at at why",
        staff="post",
        publishable="id kind rung due_at at why post",
        read_in=(Section.RESPONSE,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="escalations")
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    rung = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    why = Coded(blank=True, db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("about", "rung"), name="rung_reached_once"),
            one_of("why", ("", *WhyAsked)),
        )


class Ownership(Fact):
    """Who owns the episode from one moment on: a post in an agency, a person once they take it."""

    HANDLING = handling.Fields(
        episode="episode since how",
        staff="post agency owner",
        publishable="post agency since how",
        read_in=(
            Section.SUMMARY,
            Section.RESPONSE,
        ),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="ownerships")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = _who()
    since = models.DateTimeField()
    how = models.CharField(max_length=40)


class Handover(Fact):
    """An offer to hand an episode to another post. Until accepted, the giver still owns it."""

    HANDLING = handling.Fields(
        episode="episode why accepted_at declined_at declined_reason",
        staff="from_post to_post to_agency accepted_by declined_by",
        publishable="from_post to_post to_agency accepted_at declined_at",
        read_in=(Section.RESPONSE,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="handovers")
    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = _who()
    declined_at = models.DateTimeField(null=True)
    declined_by = _who()
    declined_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            paired("accepted"),
            paired("declined"),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True),
                name="handover_one_open_per_episode",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True) | ~Q(declined_reason=""),
                name="handover_declined_has_reason",
            ),
        )


class Review(Fact):
    """A review that was held: what was considered and decided."""

    HANDLING = handling.Fields(
        episode="episode duty held_at findings",
        publishable="held_at",
        read_in=(Section.RESPONSE,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="review")
    held_at = models.DateTimeField()
    findings = models.TextField()


class FamilyTold(Fact):
    """That a parent or carer was told, or was not, and why; and when that no longer stood."""

    HANDLING = handling.Fields(
        episode="episode at told taken_back_at",
        third_party="contact how reason taken_back_reason",
        staff="taken_back_by",
        publishable="at taken_back_at",
        read_in=(Section.FAMILY,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="family_told")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = models.BooleanField()
    how = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = _who()
    taken_back_reason = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            paired("taken_back"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_reason=""),
                name="taking_back_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(told=True) | ~Q(reason=""), name="not_telling_has_reason"
            ),
        )
