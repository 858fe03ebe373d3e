"""The streams of the extract: for each kind of fact, which fields of which rows are taken.

A row of a stream is known from one moment on and never changes. What is written into a stored row
later (an answer, an acknowledgement, an end) is a stream of its own, known from then on; what
corrects or withdraws another row names it. So what was known at any moment are the rows known by
then, and a month that is over stays as it is.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from wayhome.insight.extracts import columns as c
from wayhome.insight.extracts.columns import Column
from wayhome.records.children.models import CareArrangement, ChildDetail
from wayhome.records.episodes.models import Episode, Party, TypeGiven
from wayhome.records.protection.models import Joined
from wayhome.rules import reasons
from wayhome.rules.vocabulary import (
    Capacity,
    DutyKind,
    EpisodeType,
    FoundBy,
    Level,
    OfferAnswer,
    ProviderType,
    ReturnedTo,
    Side,
)
from wayhome.stages.found.models import Located, PreventionInterview, Returned
from wayhome.stages.interviews.models import Interview, InterviewCovers, NotOffered, Offer
from wayhome.stages.response.models import Duty, Notice, Step
from wayhome.stages.risk.models import Assessment, JointAssessment

KNOWN = "known_us"
AREAS = (Capacity.RESPONSIBLE_AUTHORITY, Capacity.HOST_FORCE, Capacity.HOME_FORCE)
DUTIES = (DutyKind.REVIEW, DutyKind.ASSESS_POLICE, DutyKind.ASSESS_CHILDRENS_SERVICES)


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of fact: its rows, from when each is known, whose they are, and what is taken.

    `several` names a column whose field holds several codes: there is a row for each.
    """

    name: str
    rows: QuerySet[Any]
    known: Any
    of_child: tuple[str, ...]
    columns: tuple[Column, ...]
    several: str = ""
    order: tuple[str, ...] = ("id",)


_ID = Column("fact", "id", c.FACT)
_CORRECTS = Column("corrects", "corrects_id", c.FACT)
_EPISODE = Column("episode", "episode_id", c.EPISODE)
_AT = Column("at_us", "at", c.MOMENT)
_CHILD = Column("child", "child_id", c.CHILD)
_OF_EPISODE = ("episode__child_id",)
_RECORDED = F("recorded_at")
_IS_WITHDRAWN = Column("withdrawn", "withdrawn", c.FLAG)
_HARMS = c.code(reasons.Harm)


def _later(moment: str) -> Any:
    """Known from when it was written into the row, and not before the row was."""
    return Greatest(F("recorded_at"), F(moment))


STREAMS: tuple[Stream, ...] = (
    Stream(
        "episodes",
        Episode.objects.all(),
        _RECORDED,
        ("child_id",),
        (
            Column("episode", "id", c.EPISODE),
            _CHILD,
            Column("reported_us", "reported_at", c.MOMENT),
            Column("year", "reported_at", c.YEAR),
            Column("quarter", "reported_at", c.QUARTER),
            Column("starting_level", "starting_level", c.code(Level)),
        ),
    ),
    Stream(
        "types",
        TypeGiven.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (_EPISODE, Column("type", "type", c.code(EpisodeType))),
    ),
    Stream(
        "ages",
        ChildDetail.objects.filter(
            field__in=("date_of_birth", "age_stated"), child__episodes__isnull=False
        ),
        Greatest(F("recorded_at"), F("child__episodes__recorded_at")),
        ("child_id",),
        (
            Column("episode", "child__episodes__id", c.EPISODE),
            Column("age", "field value learned_at child__episodes__reported_at", c.AGE),
            Column("is_stated", "field", c.IS_STATED),
        ),
        order=("id", "child__episodes__id"),
    ),
    Stream(
        "sexes",
        ChildDetail.objects.filter(field="sex"),
        _RECORDED,
        ("child_id",),
        (_CHILD, Column("sex", "value", c.SEX)),
    ),
    Stream(
        "ethnicities",
        ChildDetail.objects.filter(field="ethnicity"),
        _RECORDED,
        ("child_id",),
        (_CHILD, Column("ethnicity", "value", c.ETHNICITY)),
    ),
    Stream(
        "care",
        CareArrangement.objects.annotate(
            away=Case(
                When(
                    ~Q(host_authority_id=F("responsible_authority_id")),
                    host_authority_id__isnull=False,
                    then=Value(True),  # noqa: FBT003  # Django's way to say it
                ),
                default=Value(False),  # noqa: FBT003
                output_field=BooleanField(),
            )
        ),
        _RECORDED,
        ("child_id",),
        (
            _CHILD,
            Column("since_us", "since", c.MOMENT),
            Column("looked_after", "is_looked_after", c.FLAG),
            Column("out_of_area", "away", c.FLAG),
        ),
    ),
    Stream(
        "parts",
        Party.objects.filter(capacity__in=AREAS),
        _RECORDED,
        _OF_EPISODE,
        (
            _ID,
            _EPISODE,
            Column("agency", "agency_id", c.AGENCY),
            Column("capacity", "capacity", c.code(AREAS)),
        ),
    ),
    Stream(
        "parts_ended",
        Party.objects.filter(capacity__in=AREAS, ended_at__isnull=False),
        _later("ended_at"),
        _OF_EPISODE,
        (_ID,),
    ),
    Stream(
        "assessments",
        Assessment.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (
            _EPISODE,
            Column("side", "side", c.code(Side)),
            Column("level", "level", c.code(Level)),
        ),
    ),
    Stream(
        "joint",
        JointAssessment.objects.filter(agreed_at__isnull=False),
        _later("agreed_at"),
        _OF_EPISODE,
        (
            _EPISODE,
            Column("level", "level", c.code(Level)),
            Column("proposed_us", "recorded_at", c.MOMENT),
        ),
    ),
    Stream(
        "located",
        Located.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (
            _ID,
            _CORRECTS,
            _EPISODE,
            _AT,
            Column("found_by", "found_by", c.code(FoundBy)),
            _IS_WITHDRAWN,
        ),
    ),
    Stream(
        "returned",
        Returned.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (
            _ID,
            _CORRECTS,
            _EPISODE,
            _AT,
            Column("went_to", "to", c.code(ReturnedTo)),
            _IS_WITHDRAWN,
        ),
    ),
    Stream(
        "seen",
        PreventionInterview.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (_ID, _CORRECTS, _EPISODE, _AT, _IS_WITHDRAWN),
    ),
    Stream(
        "seen_harms",
        PreventionInterview.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (_ID, Column("code", "harm", _HARMS)),
        several="code",
    ),
    Stream(
        "offers",
        Offer.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (_ID, _CORRECTS, _EPISODE, _AT),
    ),
    Stream(
        "answers",
        Offer.objects.filter(answered_at__isnull=False),
        _later("answered_at"),
        _OF_EPISODE,
        (
            _ID,
            Column("answered_us", "answered_at", c.MOMENT),
            Column("answer", "answer", c.code(OfferAnswer)),
        ),
    ),
    Stream(
        "not_offered",
        NotOffered.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (
            _ID,
            _CORRECTS,
            _EPISODE,
            Column("reason", "reason", c.code(reasons.NotOfferedReason)),
            _IS_WITHDRAWN,
        ),
    ),
    Stream(
        "interviews",
        Interview.objects.all(),
        _RECORDED,
        ("child_id",),
        (
            _ID,
            Column("held_us", "held_at", c.MOMENT),
            Column("provider_type", "provider_type", c.code(ProviderType)),
        ),
    ),
    Stream(
        "interview_harms",
        Interview.objects.all(),
        _RECORDED,
        ("child_id",),
        (_ID, Column("code", "harms", _HARMS)),
        several="code",
    ),
    Stream(
        "pushes",
        Interview.objects.all(),
        _RECORDED,
        ("child_id",),
        (_ID, Column("code", "push", c.code(reasons.Push))),
        several="code",
    ),
    Stream(
        "pulls",
        Interview.objects.all(),
        _RECORDED,
        ("child_id",),
        (_ID, Column("code", "pull", c.code(reasons.Pull))),
        several="code",
    ),
    Stream(
        "covers",
        InterviewCovers.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (Column("fact", "interview_id", c.FACT), _EPISODE),
    ),
    Stream(
        "duties",
        Duty.objects.filter(kind__in=DUTIES),
        _RECORDED,
        _OF_EPISODE,
        (
            _ID,
            _EPISODE,
            Column("kind", "kind", c.code(DUTIES)),
            Column("due_us", "due_at", c.MOMENT),
        ),
    ),
    Stream(
        "duties_met",
        Duty.objects.filter(kind__in=DUTIES, met_at__isnull=False).annotate(
            written_at=Coalesce(F("met_recorded_at"), F("met_at"))
        ),
        _later("written_at"),
        _OF_EPISODE,
        (_ID, Column("met_us", "met_at", c.MOMENT)),
    ),
    Stream(
        "duties_declined",
        Duty.objects.filter(kind__in=DUTIES, declined_at__isnull=False),
        _later("declined_at"),
        _OF_EPISODE,
        (_ID,),
    ),
    Stream(
        "steps",
        Step.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (_ID, _EPISODE, Column("due_us", "due_at", c.MOMENT)),
    ),
    Stream(
        "steps_taken",
        Step.objects.filter(taken_at__isnull=False),
        _later("taken_at"),
        _OF_EPISODE,
        (_ID, Column("begun_us", "taken_at", c.MOMENT)),
    ),
    Stream(
        "steps_done",
        Step.objects.filter(done_at__isnull=False),
        _later("done_at"),
        _OF_EPISODE,
        (_ID, Column("begun_us", "done_at", c.MOMENT)),
    ),
    Stream(
        "notices",
        Notice.objects.all(),
        _RECORDED,
        _OF_EPISODE,
        (
            _ID,
            _EPISODE,
            Column("told_us", "recorded_at", c.MOMENT),
            Column("due_us", "acknowledge_by", c.MOMENT),
        ),
    ),
    Stream(
        "notices_acknowledged",
        Notice.objects.filter(acknowledged_at__isnull=False),
        _later("acknowledged_at"),
        _OF_EPISODE,
        (_ID, Column("acknowledged_us", "acknowledged_at", c.MOMENT)),
    ),
    Stream(
        "joined",
        Joined.objects.all(),
        _RECORDED,
        ("one_id", "other_id"),
        (_ID, Column("one", "one_id", c.CHILD), Column("other", "other_id", c.CHILD)),
    ),
    Stream(
        "parted",
        Joined.objects.filter(parted_at__isnull=False),
        _later("parted_at"),
        ("one_id", "other_id"),
        (_ID,),
    ),
)
