"""Which duties each milestone of an episode starts, and which post each belongs to.

A duty belongs to a part in the episode and a post, so that it always reaches an agency that
is there; a person takes it by doing it.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from wayhome.rules import clocks, episode_state, facts, notifications, protocol, sources
from wayhome.rules.vocabulary import (
    AgencyKind,
    Capacity,
    DutyKind,
    Level,
    NoticeReason,
    PostKind,
    ReturnedTo,
    Side,
)


class Milestone(StrEnum):
    """A moment in an episode that starts duties."""

    REPORTED = "reported"
    LOCATED = "located"
    RETURNED = "returned"
    ENDED_WITHOUT_RETURN = "ended without a return"
    SEEN = "seen by police"
    ACCEPTED = "interview accepted"
    DECLINED = "interview declined"
    HELD = "interview held"
    SETTLED = "interview settled"


STARTED_BY: dict[Milestone, tuple[DutyKind, ...]] = {
    Milestone.REPORTED: (
        DutyKind.ASSESS_POLICE,
        DutyKind.ASSESS_CHILDRENS_SERVICES,
        DutyKind.AGREE_LEVEL,
    ),
    Milestone.LOCATED: (DutyKind.PREVENTION_INTERVIEW,),
    Milestone.RETURNED: (DutyKind.PREVENTION_INTERVIEW, DutyKind.OFFER_INTERVIEW),
    Milestone.ENDED_WITHOUT_RETURN: (DutyKind.CLOSE_POLICE_RECORD, DutyKind.FINALISE_EPISODE),
    Milestone.SEEN: (DutyKind.CLOSE_POLICE_RECORD,),
    Milestone.ACCEPTED: (DutyKind.HOLD_INTERVIEW,),
    Milestone.DECLINED: (DutyKind.SECOND_OFFER,),
    Milestone.HELD: (DutyKind.RELEASE_FINDINGS,),
    Milestone.SETTLED: (DutyKind.SUPPORT_PLAN, DutyKind.FINALISE_EPISODE),
}
_WHILE_AWAY = (
    DutyKind.ASSESS_POLICE,
    DutyKind.ASSESS_CHILDRENS_SERVICES,
    DutyKind.AGREE_LEVEL,
    DutyKind.REASSESS,
    DutyKind.ANSWER_CHALLENGE,
)
ENDED_BY: dict[Milestone, tuple[DutyKind, ...]] = {
    Milestone.RETURNED: _WHILE_AWAY,
    Milestone.ENDED_WITHOUT_RETURN: (*_WHILE_AWAY, DutyKind.PREVENTION_INTERVIEW),
}
OWNED_BY: dict[DutyKind, tuple[Capacity, PostKind]] = {
    DutyKind.REVIEW: (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
    DutyKind.ASSESS_POLICE: (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
    DutyKind.ASSESS_CHILDRENS_SERVICES: (
        Capacity.RESPONSIBLE_AUTHORITY,
        PostKind.SOCIAL_WORK_TEAM,
    ),
    DutyKind.AGREE_LEVEL: (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
    DutyKind.REASSESS: (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
    DutyKind.ANSWER_CHALLENGE: (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
    DutyKind.ACCEPT_HANDOVER: (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
    DutyKind.STRATEGY_DISCUSSION: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER),
    DutyKind.TELL_FAMILY: (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
    DutyKind.PREVENTION_INTERVIEW: (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
    DutyKind.OFFER_INTERVIEW: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
    DutyKind.SECOND_OFFER: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
    DutyKind.HOLD_INTERVIEW: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
    DutyKind.RELEASE_FINDINGS: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
    DutyKind.SUPPORT_PLAN: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    DutyKind.CLOSE_POLICE_RECORD: (Capacity.HOST_FORCE, PostKind.MISSING_PERSON_COORDINATOR),
    DutyKind.FINALISE_EPISODE: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
    DutyKind.STOPPED_MESSAGE: (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
}
ASSESSED_BY: dict[Side, tuple[Capacity, PostKind]] = {
    Side.POLICE: OWNED_BY[DutyKind.ASSESS_POLICE],
    Side.CHILDRENS_SERVICES: OWNED_BY[DutyKind.ASSESS_CHILDRENS_SERVICES],
}
SOURCE_OF: dict[DutyKind, sources.Source] = {
    DutyKind.REVIEW: sources.REVIEW_FROM_REPORT,
    DutyKind.ASSESS_POLICE: sources.JOINT_ASSESSMENT,
    DutyKind.ASSESS_CHILDRENS_SERVICES: sources.JOINT_ASSESSMENT,
    DutyKind.AGREE_LEVEL: sources.JOINT_ASSESSMENT,
    DutyKind.REASSESS: sources.RISK_PROVENANCE,
    DutyKind.ANSWER_CHALLENGE: sources.ESCALATION_LADDER,
    DutyKind.ACCEPT_HANDOVER: sources.HANDOVER,
    DutyKind.STRATEGY_DISCUSSION: sources.STRATEGY_TRIGGERS,
    DutyKind.TELL_FAMILY: sources.TELL_FAMILY,
    DutyKind.PREVENTION_INTERVIEW: sources.PREVENTION_INTERVIEW,
    DutyKind.OFFER_INTERVIEW: sources.RETURN_INTERVIEW,
    DutyKind.SECOND_OFFER: sources.SECOND_OFFER,
    DutyKind.HOLD_INTERVIEW: sources.RETURN_INTERVIEW,
    DutyKind.RELEASE_FINDINGS: sources.SHARED_FINDINGS,
    DutyKind.SUPPORT_PLAN: sources.SHARED_FINDINGS,
    DutyKind.CLOSE_POLICE_RECORD: sources.DEFINITION,
    DutyKind.FINALISE_EPISODE: sources.RESPONSIBLE_AUTHORITY,
    DutyKind.STOPPED_MESSAGE: sources.STOPPED_SEND,
}


# Whom support is asked of in each kind of agency: who is there by day, and knows the child.
GIVES_SUPPORT: dict[AgencyKind, PostKind] = {
    AgencyKind.POLICE: PostKind.MISSING_PERSON_COORDINATOR,
    AgencyKind.LOCAL_AUTHORITY: PostKind.SOCIAL_WORK_TEAM,
    AgencyKind.CARE_HOME: PostKind.HOME_MANAGER,
    AgencyKind.HEALTH: PostKind.SAFEGUARDING_NURSE,
    AgencyKind.SCHOOL: PostKind.SAFEGUARDING_LEAD,
    AgencyKind.INTERVIEW_PROVIDER: PostKind.INTERVIEW_COORDINATOR,
    AgencyKind.NATIONAL: PostKind.NATIONAL_DESK,
}
NOT_BACK = frozenset({ReturnedTo.TURNED_EIGHTEEN, ReturnedTo.DIED})


def end_of_absence(to: ReturnedTo) -> tuple[Milestone, NoticeReason]:
    """The milestone that ends the absence and what is told of it: a return, or an end without."""
    if to in NOT_BACK:
        return Milestone.ENDED_WITHOUT_RETURN, NoticeReason.ENDED_WITHOUT_RETURN
    return Milestone.RETURNED, NoticeReason.RETURNED


_DONE: dict[DutyKind, Callable[[facts.Account], bool]] = {
    DutyKind.PREVENTION_INTERVIEW: lambda account: account.seen_by_police is not None,
    DutyKind.SUPPORT_PLAN: episode_state.support_is_settled,
    DutyKind.CLOSE_POLICE_RECORD: lambda account: account.police_closed is not None,
    DutyKind.FINALISE_EPISODE: lambda account: account.finalised is not None,
}


def is_done_already(account: facts.Account, kind: DutyKind) -> bool:
    """Whether what a duty asks for was done before the duty would start.

    Support may be agreed before the interview is settled; then no plan is asked for again.
    """
    return kind in _DONE and _DONE[kind](account)


def owner_of(
    agreed: protocol.Protocol, kind: DutyKind, *, now: datetime
) -> tuple[Capacity, PostKind]:
    """Whose duty it is. Out of hours the council's emergency duty team stands in."""
    return _on_duty(agreed, OWNED_BY[kind], now=now)


def assessor_of(
    agreed: protocol.Protocol, side: Side, *, now: datetime
) -> tuple[Capacity, PostKind]:
    """Who assesses for a side. Out of hours the council's emergency duty team stands in."""
    return _on_duty(agreed, ASSESSED_BY[side], now=now)


def _on_duty(
    agreed: protocol.Protocol, owner: tuple[Capacity, PostKind], *, now: datetime
) -> tuple[Capacity, PostKind]:
    capacity, post = owner
    if post is PostKind.SOCIAL_WORK_TEAM and notifications.is_out_of_hours(agreed, now):
        return capacity, PostKind.EMERGENCY_DUTY_TEAM
    return capacity, post


def next_review(
    agreed: protocol.Protocol, *, account: facts.Account, level: Level, now: datetime
) -> datetime:
    """When the next review is due.

    While the child is away, the next mark of the timetable that runs from the report. After
    the return, so long after this moment as the protocol says.
    """
    if account.returned is not None:
        return clocks.after(now, protocol.minutes(agreed.review_after_return_minutes))
    return clocks.review_due(agreed, level=level, reported_at=account.reported_at, now=now)
