"""Which agency must be told what, and when; and whom of the family it is safe to tell.

A rule names a part in the episode and a post. Who holds the post, and how the notice reaches
them, is for others. Messages that leave carry no name, reason or place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wayhome.rules import clocks, facts, protocol, sources
from wayhome.rules.vocabulary import Capacity, Level, NoticeReason, PostKind

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that is owed: to which part and post, why, and how soon it needs an answer."""

    capacity: Capacity
    post: PostKind
    reason: NoticeReason
    source: sources.Source


@dataclass(frozen=True, slots=True)
class FamilyDecision:
    """Whether to tell one parent or carer, and why not."""

    contact: facts.Contact
    tell: bool
    reason: str


def is_out_of_hours(agreed: protocol.Protocol, moment: datetime) -> bool:
    """Whether the council's emergency duty team is on, by the clock in London."""
    local = moment.astimezone(LONDON)
    if local.weekday() >= SATURDAY:
        return True
    return local.hour >= agreed.out_of_hours_from or local.hour < agreed.out_of_hours_until


_WHO: dict[NoticeReason, tuple[tuple[Capacity, PostKind], ...]] = {
    NoticeReason.NEW_EPISODE: (
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.HOST_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
        (Capacity.SCHOOL, PostKind.SAFEGUARDING_LEAD),
        (Capacity.HEALTH, PostKind.SAFEGUARDING_NURSE),
    ),
    NoticeReason.SECOND_REPORT: ((Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),),
    NoticeReason.TYPE_CHANGED: (
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    ),
    NoticeReason.LEVEL_CHANGED: (
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER),
    ),
    NoticeReason.SIGHTING: (
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    ),
    NoticeReason.REASSESS: (
        (Capacity.HOME_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    ),
    NoticeReason.STRATEGY_TRIGGER: ((Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER),),
    NoticeReason.LOCATED: (
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
    ),
    NoticeReason.RETURNED: (
        (Capacity.HOME_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.HOST_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.SCHOOL, PostKind.SAFEGUARDING_LEAD),
        (Capacity.HEALTH, PostKind.SAFEGUARDING_NURSE),
    ),
    NoticeReason.INTERVIEW_REFERRED: (
        (Capacity.INTERVIEW_PROVIDER, PostKind.INTERVIEW_COORDINATOR),
    ),
    NoticeReason.FINDINGS_RELEASED: (
        (Capacity.HOME_FORCE, PostKind.MISSING_PERSON_COORDINATOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    ),
    NoticeReason.SUPPORT_AGREED: (
        (Capacity.HOME_FORCE, PostKind.MISSING_PERSON_COORDINATOR),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
    ),
    NoticeReason.MISSING_48_HOURS: ((Capacity.OTHER_FORCES, PostKind.NATIONAL_DESK),),
    NoticeReason.MISSING_72_HOURS: ((Capacity.NATIONAL_UNIT, PostKind.NATIONAL_DESK),),
}
_SOURCES: dict[Capacity, sources.Source] = {
    Capacity.RESPONSIBLE_AUTHORITY: sources.RESPONSIBLE_AUTHORITY,
    Capacity.HOST_AUTHORITY: sources.RESPONSIBLE_AUTHORITY,
    Capacity.NATIONAL_UNIT: sources.NATIONAL_UNIT,
    Capacity.OTHER_FORCES: sources.OTHER_FORCES,
}


def owed(
    agreed: protocol.Protocol, reason: NoticeReason, *, account: facts.Account, now: datetime
) -> tuple[Owed, ...]:
    """Every notice this moment owes, to the agencies that have a part in the episode.

    The council's duty goes to its emergency duty team out of hours.
    """
    held = {party.capacity for party in account.parties} | {
        Capacity.NATIONAL_UNIT,
        Capacity.OTHER_FORCES,
    }
    at_night = is_out_of_hours(agreed, now)
    return tuple(
        Owed(
            capacity,
            PostKind.EMERGENCY_DUTY_TEAM
            if at_night and post is PostKind.SOCIAL_WORK_TEAM
            else post,
            reason,
            _SOURCES.get(capacity, sources.HANDOVER),
        )
        for capacity, post in _WHO[reason]
        if capacity in held
    )


def acknowledge_by(agreed: protocol.Protocol, *, level: Level, queued_at: datetime) -> datetime:
    """When an unacknowledged notice starts to climb its ladder."""
    return clocks.after(queued_at, protocol.minutes(agreed.acknowledge_within_minutes[level]))


def long_absences(account: facts.Account, *, now: datetime) -> tuple[NoticeReason, ...]:
    """The national notices that the length of this absence owes by now."""
    marks: tuple[tuple[timedelta, NoticeReason], ...] = (
        (clocks.OTHER_FORCES_TOLD_AFTER, NoticeReason.MISSING_48_HOURS),
        (clocks.NATIONAL_UNIT_TOLD_AFTER, NoticeReason.MISSING_72_HOURS),
    )
    end = account.returned.at if account.returned else now
    return tuple(reason for mark, reason in marks if end >= clocks.after(account.reported_at, mark))


def family_to_tell(contacts: Iterable[facts.Contact]) -> tuple[FamilyDecision, ...]:
    """For each parent or carer, whether to tell them, with the reason either way."""
    return tuple(
        FamilyDecision(contact, False, contact.unsafe_reason or "marked unsafe to tell")
        if contact.unsafe_to_tell
        else FamilyDecision(contact, True, "parents and carers are told unless it is unsafe")
        for contact in contacts
    )
