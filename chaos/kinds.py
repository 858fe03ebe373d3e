"""Every kind of clock there is, as the rules answer and as the almanac does, in seconds since 1970.

What the numbers of a protocol are is written here once more: a number that is changed in the rules
alone is found.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from chaos import almanac
from chaos.almanac import DAY, HOUR, MINUTE
from wayhome.rules import (
    bank_holidays,
    clocks,
    emergency,
    facts,
    ladders,
    london,
    looks,
    notifications,
    protection,
    protocol,
)
from wayhome.rules.vocabulary import AgencyKind, DutyKind, Level, Standing

ZONES = (
    UTC,
    london.LONDON,
    ZoneInfo("America/New_York"),
    timezone(timedelta(hours=5, minutes=45)),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FOUR = (Level.VERY_LOW, Level.LOW, Level.MEDIUM, Level.HIGH)
NEVER = -1  # a time on the wall that never was
DUTIES: Mapping[DutyKind, tuple[int, ...]] = {
    DutyKind.ASSESS_POLICE: (240, 240, 120, 60),
    DutyKind.ASSESS_CHILDRENS_SERVICES: (240, 240, 120, 60),
    DutyKind.AGREE_LEVEL: (240,) * 4,
    DutyKind.REASSESS: (120,) * 4,
    DutyKind.ANSWER_CHALLENGE: (60,) * 4,
    DutyKind.ACCEPT_HANDOVER: (30,) * 4,
    DutyKind.STRATEGY_DISCUSSION: (24 * 60,) * 4,
    DutyKind.TELL_FAMILY: (60,) * 4,
    DutyKind.PREVENTION_INTERVIEW: (24 * 60,) * 4,
    DutyKind.OFFER_INTERVIEW: (72 * 60,) * 4,
    DutyKind.SECOND_OFFER: (72 * 60,) * 4,
    DutyKind.HOLD_INTERVIEW: (7 * 24 * 60,) * 4,
    DutyKind.RELEASE_FINDINGS: (24 * 60,) * 4,
    DutyKind.SUPPORT_PLAN: (7 * 24 * 60,) * 4,
    DutyKind.CLOSE_POLICE_RECORD: (48 * 60,) * 4,
    DutyKind.FINALISE_EPISODE: (14 * 24 * 60,) * 4,
    DutyKind.STOPPED_MESSAGE: (60,) * 4,
}
REVIEWS = (720, 720, 360, 180)
ACKNOWLEDGED = (60, 60, 30, 5)
POLICE_LADDER = (15, 60, 120, 300)
COUNCIL_LADDER = (30, 150, 330, 810)
CLIMBS = (120, 120, 60, 10)  # a notice, by its urgency, from one rung to the next
CHALLENGE_LADDER = (0, 0, 60, 120, 300, 480)
LATE_REVIEW = (0, 24 * 60, 48 * 60)
PAGED_AGAIN = (15, 60, 240)
AGREED = protocol.DEFAULT


@dataclass(frozen=True, slots=True)
class Start:
    """A second in which something begins, as it may be given, and what else was thrown."""

    second: int
    zone: int
    level: int
    later: int
    turn: int

    @property
    def moment(self) -> datetime:
        """The second in the zone it is given in."""
        return in_zone(self.second, self.zone)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of clock: its answer by the rules and by the almanac."""

    name: str
    by_rules: Callable[[Start], int]
    by_almanac: Callable[[Start], int]


def in_zone(second: int, zone: int) -> datetime:
    """A second as a moment of one of the zones."""
    return (EPOCH + timedelta(seconds=second)).astimezone(ZONES[zone % len(ZONES)])


def seconds(moment: datetime) -> int:
    """A moment as a whole second since 1970. Raises ValueError for a part of one."""
    gone_by = moment.astimezone(UTC) - EPOCH
    if gone_by.microseconds:
        raise ValueError(moment)
    return gone_by.days * DAY + gone_by.seconds


def counted(day: date) -> int:
    """A date as a day since 1970."""
    return (day - EPOCH.date()).days


def _after(minutes: int) -> Callable[[Start], int]:
    return lambda start: start.second + minutes * MINUTE


def _duty(start: Start) -> tuple[DutyKind, int]:
    every = list(DUTIES)
    kind = every[start.turn % len(every)]
    return kind, DUTIES[kind][start.level]


def _duty_by_rules(start: Start) -> int:
    kind, _ = _duty(start)
    return seconds(
        clocks.after(start.moment, clocks.duty_allowed(AGREED, kind, level=FOUR[start.level]))
    )


def _review_by_rules(start: Start) -> int:
    now = in_zone(start.second + start.later, start.zone + 1)
    return seconds(
        clocks.review_due(AGREED, level=FOUR[start.level], reported_at=start.moment, now=now)
    )


def _review_by_almanac(start: Start) -> int:
    every = REVIEWS[start.level] * MINUTE
    return almanac.next_mark(start.second, every=every, now=start.second + start.later)


def _ladders(start: Start) -> tuple[tuple[protocol.Rung, ...], tuple[int, ...]]:
    of_posts = ((AgencyKind.POLICE, POLICE_LADDER), (AgencyKind.LOCAL_AUTHORITY, COUNCIL_LADDER))
    urgency, climbs = FOUR[start.level], CLIMBS[start.level]
    every = (
        *((ladders.ladder_of(AGREED, kind), minutes) for kind, minutes in of_posts),
        *(
            (
                ladders.notice_ladder(AGREED, kind, urgency=urgency),
                tuple(climbs * number for number in range(len(minutes))),
            )
            for kind, minutes in of_posts
        ),
        (AGREED.challenge_ladder, CHALLENGE_LADDER),
        (looks.LATE_LADDERS[AgencyKind.LOCAL_AUTHORITY], LATE_REVIEW),
    )
    return every[start.turn % len(every)]


def _rung_by_rules(start: Start) -> int:
    climbed, minutes = _ladders(start)
    reached = ladders.rungs(climbed, waiting_since=start.moment)
    return seconds(reached[start.later % len(minutes)].at)


def _rung_by_almanac(start: Start) -> int:
    _, minutes = _ladders(start)
    return start.second + minutes[start.later % len(minutes)] * MINUTE


def _standing_by_rules(start: Start) -> int:
    """The last second at which an offer of an interview is in time, by asking on both sides."""
    due = in_zone(start.second + 72 * HOUR, start.zone + 2)
    duty = facts.Duty(
        kind=DutyKind.OFFER_INTERVIEW,
        started_at=start.moment,
        due_at=clocks.interview_offer_due(start.moment),
        recorded_at=start.moment,
    )
    late = in_zone(start.second + 72 * HOUR + 1, start.zone + 3)
    is_right = (
        clocks.standing(duty, now=due) is Standing.RUNNING
        and clocks.standing(duty, now=late) is Standing.MISSED
    )
    return start.second + 72 * HOUR if is_right else NEVER


def _paged_by_rules(start: Start) -> int:
    """The second at which a page is owed again, found by asking at it and before it."""
    pages = start.turn % len(PAGED_AGAIN) + 1
    second = start.second + PAGED_AGAIN[pages - 1] * MINUTE
    asked = [
        protection.is_paged_again(start.moment, pages=pages, now=in_zone(at, start.zone))
        for at in (second - 1, second)
    ]
    return second if asked == [False, True] else NEVER


def _read_by_rules(start: Start) -> int:
    """When a time on the wall was, where somebody wrote down the second as London's."""
    wall = (EPOCH + timedelta(seconds=start.second)).replace(tzinfo=None)
    return NEVER if london.is_skipped(wall) else seconds(london.moment_of(wall))


def _read_by_almanac(start: Start) -> int:
    found = almanac.first_showing(start.second)
    return NEVER if found is None else found


KINDS: tuple[Kind, ...] = (
    Kind(
        "offer of a return home interview, 72 hours",
        lambda start: seconds(clocks.interview_offer_due(start.moment)),
        _after(72 * 60),
    ),
    Kind("the last second of that offer", _standing_by_rules, _after(72 * 60)),
    Kind(
        "other forces, 48 hours",
        lambda start: seconds(clocks.after(start.moment, clocks.OTHER_FORCES_TOLD_AFTER)),
        _after(48 * 60),
    ),
    Kind(
        "national unit, 72 hours",
        lambda start: seconds(clocks.after(start.moment, clocks.NATIONAL_UNIT_TOLD_AFTER)),
        _after(72 * 60),
    ),
    Kind(
        "each duty of a protocol",
        _duty_by_rules,
        lambda start: start.second + _duty(start)[1] * MINUTE,
    ),
    Kind("reviews, from the report", _review_by_rules, _review_by_almanac),
    Kind(
        "a notice, until it climbs",
        lambda start: seconds(
            notifications.acknowledge_by(AGREED, level=FOUR[start.level], queued_at=start.moment)
        ),
        lambda start: start.second + ACKNOWLEDGED[start.level] * MINUTE,
    ),
    Kind("each rung of a ladder", _rung_by_rules, _rung_by_almanac),
    Kind(
        "told again",
        lambda start: seconds(
            ladders.told_again_at(AGREED, level=FOUR[start.level], told_at=start.moment)
        ),
        lambda start: start.second + REVIEWS[start.level] * MINUTE,
    ),
    Kind(
        "review of a look, 72 hours",
        lambda start: seconds(looks.due_at(start.moment)),
        _after(72 * 60),
    ),
    Kind(
        "review of an emergency look, 72 hours",
        lambda start: seconds(emergency.review_due(emergency.Look(start.moment, opened=True))),
        _after(72 * 60),
    ),
    Kind(
        "word of a sealed child, paged again",
        _paged_by_rules,
        lambda start: start.second + PAGED_AGAIN[start.turn % len(PAGED_AGAIN)] * MINUTE,
    ),
    Kind(
        "time gone by",
        lambda start: int(
            clocks.elapsed(start.moment, until=in_zone(start.second + start.later, start.zone + 1))
            / SECOND
        ),
        lambda start: start.later,
    ),
    Kind(
        "the day in London",
        lambda start: counted(london.day_of(start.moment)),
        lambda start: almanac.local_day(start.second),
    ),
    Kind("a time written down in London", _read_by_rules, _read_by_almanac),
    Kind(
        "whether the office is shut",
        lambda start: int(notifications.is_out_of_hours(AGREED, start.moment)),
        lambda start: int(almanac.is_shut(start.second)),
    ),
    Kind(
        "the next working morning",
        lambda start: seconds(
            notifications.office_opens_after(AGREED, london.day_of(start.moment))
        ),
        lambda start: almanac.opens_after(almanac.local_day(start.second)),
    ),
    Kind(
        "bank holidays",
        lambda start: int(bank_holidays.is_bank_holiday(london.day_of(start.moment))),
        lambda start: int(
            (day := almanac.local_day(start.second)) in almanac.holidays(almanac.year_of(day))
        ),
    ),
)


# What a hurried hand would write. Each is wrong on some days, and must be found to be.


def _on_the_wall(start: Start) -> int:
    """72 hours later by the clock on the wall."""
    wall = in_zone(start.second, ZONES.index(london.LONDON))
    return seconds(wall + timedelta(hours=72))


def _weekdays_alone(start: Start) -> int:
    """The next weekday's nine o'clock, holiday or not."""
    day = almanac.local_day(start.second) + 1
    while almanac.weekday(day) >= almanac.SATURDAY:
        day += 1
    return almanac.first_showing(day * DAY + almanac.OPENS * HOUR) or NEVER


def _day_in_utc(start: Start) -> int:
    return start.second // DAY


PLANTED: tuple[Kind, ...] = (
    Kind("planted: 72 hours on the wall", _on_the_wall, _after(72 * 60)),
    Kind(
        "planted: no bank holidays",
        _weekdays_alone,
        lambda start: almanac.opens_after(almanac.local_day(start.second)),
    ),
    Kind(
        "planted: the day in UTC",
        _day_in_utc,
        lambda start: almanac.local_day(start.second),
    ),
)


def thrown(dice: random.Random, *, turn: int) -> Start:
    """A start between 2020 and 2040: half of them anywhere, half within four days of an edge."""
    first, last = almanac.day_number(2020, 1, 1), almanac.day_number(2041, 1, 1)
    second = dice.randrange(first * DAY, last * DAY)
    if turn % 2:
        year = dice.randrange(2020, 2041)
        edge = dice.choice(_edges(year))
        second = edge + dice.randrange(-4 * DAY, DAY)
    second = min(max(second, first * DAY), last * DAY - 1)
    return Start(
        second=second,
        zone=dice.randrange(len(ZONES)),
        level=dice.randrange(len(FOUR)),
        later=dice.randrange(0, 15 * DAY),
        turn=turn,
    )


def _edges(year: int) -> tuple[int, ...]:
    """The seconds of a year about which a calendar goes wrong."""
    return (
        *almanac.summer(year),
        almanac.day_number(year, 3, 1) * DAY,
        almanac.day_number(year, 12, 25) * DAY,
        *(day * DAY for day in sorted(almanac.holidays(year))),
    )
