"""What must happen, and by when.

A clock starts at a moment somebody recorded and stops at another. Nothing counts down: how
much time is left is worked out from those moments whenever it is asked. Every moment is
timezone-aware and every duration is elapsed time, reckoned in UTC, so that an hour is an
hour on the nights the clocks change.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wayhome.rules import facts, london, protocol, sources
from wayhome.rules.vocabulary import DutyKind, Level, Standing

OFFER_ALLOWED = timedelta(hours=72)
STOPPED_MESSAGE_ALLOWED = timedelta(hours=1)
ALLOWED_EVERYWHERE = {
    DutyKind.OFFER_INTERVIEW: OFFER_ALLOWED,
    DutyKind.STOPPED_MESSAGE: STOPPED_MESSAGE_ALLOWED,
}
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
    return london.instant(moment) + allowed


def elapsed(start: datetime, *, until: datetime) -> timedelta:
    """How much time has gone by, counted in UTC; negative when `until` comes first.

    Raises ValueError for a moment without a zone.
    """
    return london.instant(until) - london.instant(start)


def standing(duty: facts.Duty, *, now: datetime) -> Standing:
    """Whether a duty was met, was missed, or can still be met.

    A duty is met up to and including its last moment. One done after that is `met late`: the
    lateness stays a fact. One declined with a reason is `declined`, however late.
    """
    if duty.declined_at is not None:
        return Standing.DECLINED
    if duty.met_at is not None:
        return Standing.MET_LATE if _is_after(duty.met_at, duty.due_at) else Standing.MET
    if _is_after(duty.started_at, now):
        return Standing.NOT_STARTED
    return Standing.MISSED if _is_after(now, duty.due_at) else Standing.RUNNING


def _is_after(one: datetime, other: datetime) -> bool:
    return elapsed(other, until=one) > timedelta(0)


def absent_for(account: facts.Account, *, now: datetime) -> timedelta:
    """How long the child has been away since the report, or was, once the child is back.

    Never negative: a child who was back before the report was made has not been away since.
    """
    end = account.returned.at if account.returned else now
    return max(
        min(elapsed(account.reported_at, until=end), elapsed(account.reported_at, until=now)),
        timedelta(0),
    )


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
    gone_by = max(elapsed(reported_at, until=now), timedelta(0))
    return after(reported_at, every * (gone_by // every + 1))


def duty_allowed(agreed: protocol.Protocol, kind: DutyKind, *, level: Level) -> timedelta:
    """How long this protocol, or national guidance, allows for a duty of this kind.

    A challenge allows the time until its ladder turns to the next rung that must be waited for.
    Raises KeyError for a review, whose time comes from `review_due`.
    """
    if kind in ALLOWED_EVERYWHERE:
        return ALLOWED_EVERYWHERE[kind]
    if kind in (DutyKind.ASSESS_POLICE, DutyKind.ASSESS_CHILDRENS_SERVICES):
        return protocol.minutes(agreed.assess_within_minutes[level])
    if kind is DutyKind.ANSWER_CHALLENGE:
        waits = (rung.after_minutes for rung in agreed.challenge_ladder if rung.after_minutes)
        return protocol.minutes(next(waits, agreed.agree_within_minutes))
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
