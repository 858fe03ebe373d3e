"""Bank holidays in England and Wales, by the Act and the proclamations that moved or added days.

Years from 1978, when the early May holiday began. A council's offices are shut on these days,
so its emergency duty team answers.
"""

from datetime import date, timedelta

from wayhome.rules import sources

SOURCE = sources.BANK_HOLIDAYS
SINCE_YEAR = 1978
MONDAY, SATURDAY = 0, 5

# A proclamation moved one day to another, or added a day.
MOVED: dict[date, date] = {
    date(1995, 5, 1): date(1995, 5, 8),
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
ADDED = frozenset(
    {
        date(1981, 7, 29),
        date(1999, 12, 31),
        date(2002, 6, 3),
        date(2011, 4, 29),
        date(2012, 6, 5),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    }
)


def is_bank_holiday(day: date) -> bool:
    """Whether banks and council offices are shut that day. False for any year before 1978."""
    return day.year >= SINCE_YEAR and day in bank_holidays(day.year)


def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of a year, with those in lieu of a weekend."""
    easter = easter_sunday(year)
    ordinary = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(year, month=5),
        _last_monday_before(date(year, 6, 1)),
        _last_monday_before(date(year, 9, 1)),
    }
    kept = {MOVED.get(day, day) for day in ordinary}
    added = {day for day in ADDED if day.year == year}
    return frozenset(kept | added | _new_year(year) | _christmas(year))


def easter_sunday(year: int) -> date:
    """Easter Sunday: the tables of the Calendar (New Style) Act 1750, worked as arithmetic."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - weekday
    month = 3 + (days + 40) // 44
    return date(year, month, days + 28 - 31 * (month // 4))


def _new_year(year: int) -> set[date]:
    return {_next_weekday(date(year, 1, 1), taken=set())}


def _christmas(year: int) -> set[date]:
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    weekdays = {day for day in (christmas, boxing) if day.weekday() < SATURDAY}
    for day in (christmas, boxing):
        if day not in weekdays:
            weekdays.add(_next_weekday(day, taken=weekdays))
    return weekdays


def _next_weekday(day: date, *, taken: set[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, *, month: int) -> date:
    return _last_monday_before(date(year, month, 8))


def _last_monday_before(day: date) -> date:
    before = day - timedelta(days=1)
    return before - timedelta(days=before.weekday() - MONDAY)
