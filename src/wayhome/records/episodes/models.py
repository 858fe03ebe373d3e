"""Episodes: one time missing each, from the missing report to closure, and who has a part.

What an episode's row says of state, level, owner and times is worked out from the facts of
every stage and stored for lists. The database refuses an open episode without a type, a
level, an owner, an agreed step and a time of review, and two absences of one child at once.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from wayhome.platform import handling
from wayhome.platform.models import Coded, Fact, Record, one_of, paired
from wayhome.records.agencies.models import Agency, Post, Protocol
from wayhome.records.children.models import Child
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, EpisodeState, EpisodeType, Level


class _Absence(Func):
    """The stretch of time the child was away, open-ended while they still are."""

    function = "tstzrange"


class Episode(Record):
    """One time missing."""

    HANDLING = handling.Fields(
        episode="id reference child protocol police_reference label_as_recorded type state level "
        "starting_level reported_at recorded_at last_seen_at absent_from absent_until "
        "review_due_at next_due_at closed_at closing_summary",
        staff="owner_post owner_agency owner closed_by",
        publishable="id type state level starting_level label_as_recorded protocol owner_post "
        "owner_agency reported_at recorded_at absent_from absent_until review_due_at "
        "next_due_at closed_at closed_by",
        read_in=(Section.SUMMARY,),
        read_apart={
            "police_reference": (Section.REPORT,),
            "review_due_at": (Section.RESPONSE,),
            "next_due_at": (),
            "closing_summary": (Section.RESPONSE,),
        },
        also="When something is next due only sorts the lists.",
    )
    reference = models.CharField(max_length=13, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="episodes")
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="+")
    police_reference = models.CharField(max_length=60, blank=True)
    label_as_recorded = models.CharField(max_length=60, blank=True)
    type = Coded()
    state = Coded()
    level = Coded()
    starting_level = Coded()
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    absent_from = models.DateTimeField()
    absent_until = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closing_summary = models.TextField(blank=True)

    class Meta:
        constraints = (
            one_of("type", EpisodeType),
            one_of("state", EpisodeState),
            one_of("level", Level),
            one_of("starting_level", Level),
            paired("closed"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False)
                | Q(
                    owner_post__isnull=False,
                    owner_agency__isnull=False,
                    review_due_at__isnull=False,
                ),
                name="open_episode_has_owner_and_review",
            ),
            models.CheckConstraint(
                condition=Q(absent_until__isnull=True) | Q(absent_until__gte=F("absent_from")),
                name="episode_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="one_absence_of_a_child_at_a_time",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    (_Absence("absent_from", "absent_until"), RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (
            models.Index(
                fields=("owner_agency", "-reported_at", "-id"),
                name="episode_open_by_owner",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=("-reported_at", "-id"),
                name="episode_open_newest",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=("child", "-reported_at"), name="episode_by_child"),
        )


class Party(Fact):
    """An agency's part in an episode, until it ends. Ended means no longer seen.

    Finished means that it was asked to do something, and it is done. Guarded, which the database
    keeps by itself, that the second wall asks whether the child is hidden from who looks.
    """

    HANDLING = handling.Fields(
        episode="episode capacity ended_at finished_at guarded",
        place="agency",
        staff="ended_by",
        publishable="ended_at finished_at",
        read_in=(Section.SUMMARY,),
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    capacity = Coded()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    guarded = models.BooleanField(db_default=True, editable=False)

    class Meta:
        constraints = (
            one_of("capacity", Capacity),
            paired("ended"),
            models.UniqueConstraint(
                fields=("episode", "agency", "capacity"),
                condition=Q(ended_at__isnull=True),
                name="party_once_while_it_lasts",
            ),
        )
        indexes = (
            models.Index(
                fields=("agency", "episode"),
                name="party_by_agency",
                condition=Q(ended_at__isnull=True),
            ),
        )


class TypeGiven(Fact):
    """The type of the episode from one moment on, and why it was given."""

    HANDLING = handling.Fields(
        episode="episode type at reason",
        publishable="type at",
        read_in=(Section.SUMMARY,),
        read_apart={"reason": (Section.RESPONSE,)},
    )
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="types")
    type = Coded()
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (one_of("type", EpisodeType),)
