"""Which looks are reviewed, by whom, by when, and what was found."""

from django.conf import settings
from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Coded, Record, one_of, paired
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.children.models import Child
from wayhome.rules.vocabulary import PassedOn, ReviewOutcome, WhyReviewed


class Considered(Record):
    """How far in the ledger looks have been considered for review. There is one row."""

    HANDLING = handling.Fields(
        ledger="id position",
        publishable="id position",
        also="Nobody: the worker goes on from here.",
    )
    position = models.BigIntegerField()


class LookReview(Record):
    """One look that is reviewed by somebody of another agency.

    `assigned_to` has it now, and until `due_at`; each who had it before is kept in `Given`.
    """

    HANDLING = handling.Fields(
        ledger="id entry_id looked_at looker looker_agency child why recorded_at assigned_to "
        "due_at outcome explanation answered_at answered_by",
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
        )
        indexes = (
            models.Index(
                fields=("assigned_to", "due_at", "id"),
                name="look_waiting_by_reviewer",
                condition=models.Q(answered_at__isnull=True),
            ),
            models.Index(
                fields=("due_at", "id"),
                name="look_waiting_by_due",
                condition=models.Q(answered_at__isnull=True, assigned_to__isnull=False),
            ),
            models.Index(
                fields=("looker_agency", "-answered_at", "-id"),
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


class Given(Record):
    """That a look was given to somebody to review, until it was answered or passed to another.

    Which child it was, a reviewer learns for a reason of their own, not by that of one before.
    """

    HANDLING = handling.Fields(
        ledger="id review practitioner at due_at told_at opened_at opened_why passed_at "
        "passed_because",
        publishable="id at due_at told_at passed_at",
        also="The reviewer, while the look is theirs.",
    )
    review = models.ForeignKey(LookReview, on_delete=models.PROTECT, related_name="given")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_why = models.CharField(max_length=300, blank=True)
    passed_at = models.DateTimeField(null=True)
    passed_because = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            one_of("passed_because", ("", *PassedOn)),
            models.CheckConstraint(
                condition=models.Q(passed_at__isnull=True, passed_because="")
                | models.Q(passed_at__isnull=False) & ~models.Q(passed_because=""),
                name="look_passed_on_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True) | ~models.Q(opened_why=""),
                name="look_opened_says_why",
            ),
            models.UniqueConstraint(
                fields=("review",),
                condition=models.Q(passed_at__isnull=True),
                name="look_is_with_one",
            ),
        )
        indexes = (
            models.Index(
                fields=("at", "id"),
                name="look_given_untold",
                condition=models.Q(told_at__isnull=True),
            ),
        )


class ToldLate(Record):
    """That somebody above a reviewer was told that the review is late: one rung, once."""

    HANDLING = handling.Fields(
        ledger="id given rung at post",
        publishable="id rung at post",
        also="Nobody: the worker goes on from here.",
    )
    given = models.ForeignKey(Given, on_delete=models.PROTECT, related_name="told_late")
    rung = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("given", "rung"), name="look_told_late_once"),
        )
