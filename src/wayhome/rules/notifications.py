"""Which agency must be told what, and when; and whom of the family it is safe to tell.

A rule names a part in the episode and a post. Who holds the post, and how the notice reaches
them, is for others. Messages that leave carry no name, reason or place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wayhome.rules import bank_holidays, clocks, facts, london, protocol, sources
from wayhome.rules.vocabulary import Capacity, Level, NoticeReason, PostKind

LONDON = london.LONDON
SATURDAY = 5
FAMILY_SOURCE = sources.TELL_FAMILY
TELL_UNLESS_UNSAFE = "parents and carers are told unless it is unsafe"


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that is owed: to which part and post, why, and by what rule."""

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
    """Whether the council's emergency duty team is on, by the clock in London.

    All of a weekend or bank holiday; otherwise from the hour the office shuts, and until the
    hour it opens.
    """
    local = london.instant(moment).astimezone(LONDON)
    if local.weekday() >= SATURDAY or bank_holidays.is_bank_holiday(local.date()):
        return True
    return local.hour >= agreed.out_of_hours_from or local.hour < agreed.out_of_hours_until


def office_opens_after(agreed: protocol.Protocol, day: date) -> datetime:
    """The first moment after a day at which the council's office is open, within a fortnight.

    What was to be done by a day is asked after then, and not at midnight.
    """
    opens = time(agreed.out_of_hours_until)
    mornings = [
        london.moment_of(datetime.combine(day + timedelta(days=ahead), opens))
        for ahead in range(1, 15)
    ]
    return next((each for each in mornings if not is_out_of_hours(agreed, each)), mornings[-1])


_NATIONAL = (
    (Capacity.OTHER_FORCES, PostKind.NATIONAL_DESK),
    (Capacity.NATIONAL_UNIT, PostKind.NATIONAL_DESK),
)
_WHOEVER_CARES = (
    (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
    (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
    (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    (Capacity.HOST_AUTHORITY, PostKind.MISSING_COORDINATOR),
    (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
    (Capacity.SCHOOL, PostKind.SAFEGUARDING_LEAD),
    (Capacity.HEALTH, PostKind.SAFEGUARDING_NURSE),
)
_WHO: dict[NoticeReason, tuple[tuple[Capacity, PostKind], ...]] = {
    NoticeReason.NEW_EPISODE: _WHOEVER_CARES,
    NoticeReason.GIVEN_PART: _WHOEVER_CARES,
    NoticeReason.SECOND_REPORT: ((Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),),
    NoticeReason.TYPE_CHANGED: (
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
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
        (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    ),
    NoticeReason.STRATEGY_TRIGGER: ((Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER),),
    NoticeReason.LOCATED: (
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
        *_NATIONAL,
    ),
    NoticeReason.RETURNED: (
        (Capacity.HOME_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.HOST_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
        (Capacity.SCHOOL, PostKind.SAFEGUARDING_LEAD),
        (Capacity.HEALTH, PostKind.SAFEGUARDING_NURSE),
        *_NATIONAL,
    ),
    NoticeReason.ENDED_WITHOUT_RETURN: (
        (Capacity.HOME_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.HOST_AUTHORITY, PostKind.MISSING_COORDINATOR),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
        (Capacity.SCHOOL, PostKind.SAFEGUARDING_LEAD),
        (Capacity.HEALTH, PostKind.SAFEGUARDING_NURSE),
        *_NATIONAL,
    ),
    NoticeReason.END_WITHDRAWN: (
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.HOST_FORCE, PostKind.DUTY_SERGEANT),
        (Capacity.HOME_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
        *_NATIONAL,
    ),
    NoticeReason.INTERVIEW_REFERRED: (
        (Capacity.INTERVIEW_PROVIDER, PostKind.INTERVIEW_COORDINATOR),
    ),
    NoticeReason.BREAK_GLASS: (
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER),
    ),
    NoticeReason.BREAK_GLASS_LATE: (
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR),
        (Capacity.HOST_FORCE, PostKind.SUPERINTENDENT),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SERVICE_MANAGER),
    ),
    NoticeReason.FINDINGS_RELEASED: (
        (Capacity.HOST_FORCE, PostKind.MISSING_PERSON_COORDINATOR),
        (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM),
    ),
    NoticeReason.SUPPORT_AGREED: (
        (Capacity.HOST_FORCE, PostKind.MISSING_PERSON_COORDINATOR),
        (Capacity.PLACEMENT, PostKind.HOME_MANAGER),
    ),
    NoticeReason.MISSING_48_HOURS: ((Capacity.OTHER_FORCES, PostKind.NATIONAL_DESK),),
    NoticeReason.MISSING_72_HOURS: ((Capacity.NATIONAL_UNIT, PostKind.NATIONAL_DESK),),
}
_SOURCES: dict[Capacity, sources.Source] = {
    Capacity.HOME_FORCE: sources.PARTNERSHIP,
    Capacity.HOST_FORCE: sources.PARTNERSHIP,
    Capacity.PLACEMENT: sources.WHO_NEEDS_TO_KNOW,
    Capacity.SCHOOL: sources.WHO_NEEDS_TO_KNOW,
    Capacity.HEALTH: sources.WHO_NEEDS_TO_KNOW,
    Capacity.INTERVIEW_PROVIDER: sources.RETURN_INTERVIEW,
    Capacity.RESPONSIBLE_AUTHORITY: sources.RESPONSIBLE_AUTHORITY,
    Capacity.HOST_AUTHORITY: sources.RESPONSIBLE_AUTHORITY,
    Capacity.NATIONAL_UNIT: sources.NATIONAL_UNIT,
    Capacity.OTHER_FORCES: sources.OTHER_FORCES,
}


def owed(
    agreed: protocol.Protocol, reason: NoticeReason, *, account: facts.Account, now: datetime
) -> tuple[Owed, ...]:
    """Every notice this moment owes, to the agencies that have a part in the episode.

    The council's duty goes to its emergency duty team out of hours. National bodies have a part
    in every episode; of a find or a return, and of its having been a mistake, they are told when
    they had been told of the absence.
    Raises KeyError for a reason that is addressed to one post, such as a handover.
    """
    held = {party.capacity for party in account.parties} | _national_parts(
        reason, account=account, now=now
    )
    at_night = is_out_of_hours(agreed, now)
    return tuple(
        Owed(
            capacity,
            PostKind.EMERGENCY_DUTY_TEAM
            if at_night and post is PostKind.SOCIAL_WORK_TEAM
            else post,
            reason,
            _SOURCES[capacity],
        )
        for capacity, post in _WHO[reason]
        if capacity in held
    )


END_OF_ABSENCE = frozenset(
    {NoticeReason.LOCATED, NoticeReason.RETURNED, NoticeReason.ENDED_WITHOUT_RETURN}
)
# Of support that is asked of a post: its agency need have no part in the episode.
# So is an emergency look, to the supervisor of whoever looked.
TO_A_POST_ALONE = frozenset(
    {NoticeReason.SUPPORT_ASKED, NoticeReason.SUPPORT_OVERDUE, NoticeReason.BREAK_GLASS}
)


def _national_parts(
    reason: NoticeReason, *, account: facts.Account, now: datetime
) -> frozenset[Capacity]:
    if reason not in END_OF_ABSENCE | {NoticeReason.END_WITHDRAWN}:
        return frozenset({Capacity.OTHER_FORCES, Capacity.NATIONAL_UNIT})
    told = long_absences(account, now=now)
    return frozenset(capacity for mark in told for capacity, _ in _WHO[mark])


def acknowledge_by(agreed: protocol.Protocol, *, level: Level, queued_at: datetime) -> datetime:
    """When an unacknowledged notice starts to climb its ladder."""
    return clocks.after(queued_at, protocol.minutes(agreed.acknowledge_within_minutes[level]))


def long_absences(account: facts.Account, *, now: datetime) -> tuple[NoticeReason, ...]:
    """The national notices that the length of this absence owes by now.

    One that fell due before the child came back is still owed after: told late, not never.
    """
    marks = (
        (clocks.OTHER_FORCES_TOLD_AFTER, NoticeReason.MISSING_48_HOURS),
        (clocks.NATIONAL_UNIT_TOLD_AFTER, NoticeReason.MISSING_72_HOURS),
    )
    away = clocks.absent_for(account, now=now)
    return tuple(reason for mark, reason in marks if away >= mark)


def family_to_tell(contacts: Iterable[facts.Contact]) -> tuple[FamilyDecision, ...]:
    """For each parent or carer, whether to tell them, with the reason either way."""
    return tuple(
        FamilyDecision(
            contact, tell=False, reason=contact.unsafe_reason.strip() or "marked unsafe to tell"
        )
        if contact.unsafe_to_tell
        else FamilyDecision(contact, tell=True, reason=TELL_UNLESS_UNSAFE)
        for contact in contacts
    )
