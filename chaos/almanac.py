"""The calendar of London worked out anew, in whole seconds since 1970, to hold the rules against.

It imports nothing of the service, no time zone and no calendar: the day is counted, the clocks
change on the last Sundays of March and October at one o'clock in UTC, and the bank holidays are
those that GOV.UK published; after the last year of that list, what the Act says, with Easter from
a table.
"""

from collections.abc import Iterator
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

MINUTE, HOUR, DAY = 60, 3_600, 86_400
FEBRUARY, MARCH, OCTOBER = 2, 3, 10
SATURDAY, SUNDAY = 5, 6  # Monday is 0
OPENS, SHUTS = 9, 17  # the hours of a council's office
LAST_PUBLISHED = 2028
# Easter Sundays, month and day, for the years that are not published yet.
EASTERS = {
    2029: (4, 1), 2030: (4, 21), 2031: (4, 13), 2032: (3, 28), 2033: (4, 17), 2034: (4, 9),
    2035: (3, 25), 2036: (4, 13), 2037: (4, 5), 2038: (4, 25), 2039: (4, 10), 2040: (4, 1),
    2041: (4, 21),
}  # fmt: skip
DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def day_number(year: int, month: int, day: int) -> int:
    """How many days after 1 January 1970 a date is."""
    before = year - 1
    leaps = before // 4 - before // 100 + before // 400 - 477  # those before 1970
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    in_year = DAYS_BEFORE[month - 1] + (is_leap and month > FEBRUARY)
    return (year - 1970) * 365 + leaps + in_year + day - 1


def weekday(day: int) -> int:
    """The day of the week of a counted day: 1 January 1970 was a Thursday."""
    return (day + 3) % 7


def year_of(day: int) -> int:
    """The year a counted day is in."""
    year = 1970 + day // 366
    while day_number(year + 1, 1, 1) <= day:
        year += 1
    return year


@cache
def summer(year: int) -> tuple[int, int]:
    """The seconds in which clocks in London go forward and back."""
    ends = (day_number(year, MARCH, 31), day_number(year, OCTOBER, 31))
    forward, back = (end - (weekday(end) - SUNDAY) % 7 for end in ends)
    return forward * DAY + HOUR, back * DAY + HOUR


def ahead(second: int) -> int:
    """By how many seconds clocks in London are ahead of UTC at a second."""
    forward, back = summer(year_of(second // DAY))
    return HOUR if forward <= second < back else 0


def on_the_wall(second: int) -> int:
    """What clocks in London show, counted as if it were UTC."""
    return second + ahead(second)


def first_showing(wall: int) -> int | None:
    """The first second at which clocks in London show this; None if they never do."""
    return next((each for each in (wall - HOUR, wall) if on_the_wall(each) == wall), None)


def local_day(second: int) -> int:
    """The counted day it is in London."""
    return on_the_wall(second) // DAY


def is_shut(second: int) -> bool:
    """Whether a council's office is: a weekend, a bank holiday, before nine or from five."""
    wall = on_the_wall(second)
    return not _is_working(wall // DAY) or not OPENS * HOUR <= wall % DAY < SHUTS * HOUR


def opens_after(day: int) -> int:
    """The second at which the office opens on the next working day after a counted day."""
    day += 1
    while not _is_working(day):
        day += 1
    found = first_showing(day * DAY + OPENS * HOUR)
    if found is None:
        raise ValueError("no clock is changed at nine in the morning")
    return found


def next_mark(start: int, *, every: int, now: int) -> int:
    """The first of the marks, so many seconds apart from the start on, that is after now."""
    mark = start + every
    if now > start:
        mark += (now - start) // every * every
    return mark


def holidays(year: int) -> frozenset[int]:
    """The counted days that are bank holidays in England and Wales."""
    return _published()[year] if year <= LAST_PUBLISHED else frozenset(_by_the_act(year))


def _is_working(day: int) -> bool:
    return weekday(day) < SATURDAY and day not in holidays(year_of(day))


@cache
def _published() -> dict[int, frozenset[int]]:
    listed = BankHolidays(use_cached_holidays=True)
    found: dict[int, set[int]] = {}
    for each in listed.get_holidays(division=BankHolidays.ENGLAND_AND_WALES):
        on = each["date"]
        found.setdefault(on.year, set()).add(day_number(on.year, on.month, on.day))
    return {year: frozenset(days) for year, days in found.items()}


@cache
def _by_the_act(year: int) -> frozenset[int]:
    easter = day_number(year, *EASTERS[year])
    new_year = next(_weekdays_from(day_number(year, 1, 1)))
    christmas = _weekdays_from(day_number(year, 12, 25))
    mondays = (
        _monday(day_number(year, 5, 1)),
        _monday(day_number(year, 5, 25)),
        _monday(day_number(year, 8, 25)),
    )
    return frozenset({easter - 2, easter + 1, new_year, *mondays, next(christmas), next(christmas)})


def _monday(day: int) -> int:
    """The first Monday on or after a day."""
    return day + (-weekday(day)) % 7


def _weekdays_from(day: int) -> Iterator[int]:
    while True:
        if weekday(day) < SATURDAY:
            yield day
        day += 1
