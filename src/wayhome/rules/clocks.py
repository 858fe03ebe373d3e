"""What must happen, and by when.

A clock starts at a moment somebody recorded and stops at another. Nothing counts down: how
much time is left is worked out from those moments whenever it is asked. Every moment is
timezone-aware and every duration is elapsed time, reckoned in UTC, so that an hour is an
hour on the nights the clocks change.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wayhome.rules import facts, protocol, sources
from wayhome.rules.vocabulary import DutyKind, Level, Standing

OFFER_ALLOWED = timedelta(hours=72)
OTHER_FORCES_TOLD_AFTER = timedelta(hours=48)
NATIONAL_UNIT_TOLD_AFTER = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class NationalClock:
    """A limit set by national guidance, which no protocol may change."""

    name: str
    starts: str
    allowed: timedelta
    source: sources.Source


NATIONAL: tuple[NationalClock, ...] = (
    NationalClock(
        "return home interview offered", "return", OFFER_ALLOWED, sources.RETURN_INTERVIEW
    ),
    NationalClock(
        "other police forces told",
        "missing report",
        OTHER_FORCES_TOLD_AFTER,
        sources.OTHER_FORCES,
    ),
    NationalClock(
        "national missing persons unit told",
        "missing report",
        NATIONAL_UNIT_TOLD_AFTER,
        sources.NATIONAL_UNIT,
    ),
)


def after(moment: datetime, allowed: timedelta) -> datetime:
    """The moment so much elapsed time later, in UTC whatever zone `moment` is given in.

    Raises ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment must say its time zone")
    return moment.astimezone(UTC) + allowed


def standing(duty: facts.Duty, *, now: datetime) -> Standing:
    """Whether a duty was met, was missed, or can still be met.

    A duty is met up to and including its last moment. One done after that is `met late`: the
    lateness stays a fact. One declined with a reason is `declined`, however late.
    """
    if duty.declined_at is not None:
        return Standing.DECLINED
    if duty.met_at is not None:
        return Standing.MET if duty.met_at <= duty.due_at else Standing.MET_LATE
    if now < duty.started_at:
        return Standing.NOT_STARTED
    return Standing.MISSED if now > duty.due_at else Standing.RUNNING


def is_open(duty: facts.Duty) -> bool:
    """Whether somebody still has to act."""
    return duty.met_at is None and duty.declined_at is None


def interview_offer_due(returned_at: datetime) -> datetime:
    """The last moment at which an offer is in time: 72 elapsed hours after the return."""
    return after(returned_at, OFFER_ALLOWED)


def review_due(
    agreed: protocol.Protocol, *, level: Level, reported_at: datetime, now: datetime
) -> datetime:
    """The next review: the first mark of the timetable after `now`.

    The timetable runs from the time of the report, in steps set by the level in force. A new
    level changes the width of the step but never restarts the clock.
    """
    every = protocol.minutes(agreed.review_every_minutes[level])
    elapsed = max(now - reported_at, timedelta(0))
    return after(reported_at, every * (elapsed // every + 1))


def duty_allowed(agreed: protocol.Protocol, kind: DutyKind, *, level: Level) -> timedelta:
    """How long this protocol, or national guidance, allows for a duty of this kind.

    Raises KeyError for a review, whose time comes from `review_due`.
    """
    if kind is DutyKind.OFFER_INTERVIEW:
        return OFFER_ALLOWED
    if kind in (DutyKind.ASSESS_POLICE, DutyKind.ASSESS_CHILDRENS_SERVICES):
        return protocol.minutes(agreed.assess_within_minutes[level])
    return protocol.minutes(
        {
            DutyKind.AGREE_LEVEL: agreed.agree_within_minutes,
            DutyKind.REASSESS: agreed.reassess_within_minutes,
            DutyKind.ACCEPT_HANDOVER: agreed.handover_within_minutes,
            DutyKind.STRATEGY_DISCUSSION: agreed.strategy_within_minutes,
            DutyKind.TELL_FAMILY: agreed.tell_family_within_minutes,
            DutyKind.PREVENTION_INTERVIEW: agreed.prevention_interview_within_minutes,
            DutyKind.SECOND_OFFER: agreed.second_offer_within_minutes,
            DutyKind.HOLD_INTERVIEW: agreed.hold_interview_within_minutes,
            DutyKind.RELEASE_FINDINGS: agreed.release_findings_within_minutes,
            DutyKind.SUPPORT_PLAN: agreed.support_plan_within_minutes,
            DutyKind.CLOSE_POLICE_RECORD: agreed.close_police_within_minutes,
            DutyKind.FINALISE_EPISODE: agreed.finalise_within_minutes,
        }[kind]
    )
