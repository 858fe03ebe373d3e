"""When a child goes missing, by weekday and hour: a picture, and the same as a table.

Weekdays and hours are London's.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHADES = 4
SQUARE, GAP, LEFT, TOP = 22, 3, 52, 24


@dataclass(frozen=True, slots=True)
class Square:
    """One hour of one weekday: where it is drawn, how dark, and its count."""

    x: int
    y: int
    shade: int
    count: int


@dataclass(frozen=True, slots=True)
class Day:
    """One weekday's row of the picture, and of the table in six-hour parts."""

    name: str
    short: str
    y: int
    squares: tuple[Square, ...]
    parts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The picture of a week."""

    summary: str
    days: tuple[Day, ...]
    hours: tuple[tuple[int, str], ...]
    parts: tuple[str, ...]
    width: int
    height: int
    square: int = SQUARE


def weekday_hours(counted: Mapping[tuple[int, int], int]) -> Grid:
    """The week of what was counted by weekday, Monday 0, and hour. No counts is an empty week."""
    counts = Counter(counted)
    most = max(counts.values(), default=1)
    return Grid(
        summary=_summary(counts),
        days=tuple(_day(weekday, counts, most) for weekday in range(7)),
        hours=tuple((LEFT + hour * (SQUARE + GAP), f"{hour:02d}") for hour in range(0, 24, 3)),
        parts=(_("00:00 to 05:59"), _("06:00 to 11:59"), _("12:00 to 17:59"), _("18:00 to 23:59")),
        width=LEFT + 24 * (SQUARE + GAP),
        height=TOP + 7 * (SQUARE + GAP),
    )


def _day(weekday: int, counts: Counter[tuple[int, int]], most: int) -> Day:
    y = TOP + weekday * (SQUARE + GAP)
    hours = [counts[weekday, hour] for hour in range(24)]
    squares = tuple(
        Square(LEFT + hour * (SQUARE + GAP), y, -(-count * SHADES // most), count)
        for hour, count in enumerate(hours)
    )
    parts = tuple(sum(hours[start : start + 6]) for start in range(0, 24, 6))
    name, short = capfirst(str(WEEKDAYS[weekday])), capfirst(str(WEEKDAYS_ABBR[weekday]))
    return Day(name, short, y, squares, parts, sum(hours))


def _summary(counts: Counter[tuple[int, int]]) -> str:
    if not counts:
        return _("No times are recorded yet.")
    total = counts.total()
    weekday, hour = min(counts, key=lambda when: (-counts[when], when))
    said = ngettext("%(count)s time in all.", "%(count)s times in all.", total) % {"count": total}
    most = _("Most often on %(weekday)s between %(start)s and %(end)s.") % {
        "weekday": WEEKDAYS[weekday],
        "start": f"{hour:02d}:00",
        "end": f"{(hour + 1) % 24:02d}:00",
    }
    return f"{said} {most}" if counts[weekday, hour] > 1 else said
