"""The clock on the wall in London, and how it meets the moments that are stored.

Moments are stored in UTC and shown in London. Two nights a year the wall clock skips an hour
or tells one twice; here is what a time written down on such a night may mean. Days, ages and
office hours are reckoned by the day in London.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def instant(moment: datetime) -> datetime:
    """The same moment in UTC, where an hour is always an hour.

    Raises ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment must say its time zone")
    return moment.astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day it is in London at a moment. Raises ValueError for a moment without a zone."""
    return instant(moment).astimezone(LONDON).date()


def is_skipped(wall: datetime) -> bool:
    """Whether no clock in London ever shows this time: the hour lost in spring."""
    placed = wall.replace(tzinfo=LONDON)
    return placed.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != _bare(wall)


def is_repeated(wall: datetime) -> bool:
    """Whether clocks in London show this time twice: the hour gained in autumn."""
    earlier, later = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    return not is_skipped(wall) and earlier.utcoffset() != later.utcoffset()


def moment_of(wall: datetime) -> datetime:
    """The moment, in UTC, of a time written down in London.

    A time that came twice is read as the first: a child is then counted as missing for longer
    and every time limit falls sooner, never later. Raises ValueError for a time that never was.
    """
    if is_skipped(wall):
        raise ValueError("the clocks go forward: this time does not exist in London")
    return wall.replace(tzinfo=LONDON, fold=0).astimezone(UTC)


def _bare(wall: datetime) -> datetime:
    return wall.replace(tzinfo=None, fold=0)
