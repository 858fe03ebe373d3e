"""Reading one cell: a moment, a date, a word that fits. Each problem says which cell and why.

A moment without a zone is the clock on the wall in London. A date without a time is that day.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time

from wayhome.rules import london, moments

SHORT = 100
LONG = 10_000
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?")
LAST_MOMENT = time(23, 59, 59)
LINE_BREAKS = "\r\n\t"


class NotPossible(ValueError):
    """A cell that cannot be taken in; the message says which and what to do."""


def text(said: str, *, name: str, most: int = SHORT) -> str:
    """A cell's words, if they fit. Nothing in them is worked out. Raises NotPossible."""
    if len(said) > most:
        raise NotPossible(f"{name} is {len(said):,} characters long; at most {most:,} fit")
    if any(unicodedata.category(letter) == "Cc" and letter not in LINE_BREAKS for letter in said):
        raise NotPossible(f"{name} holds control characters: type it again")
    return said


def day(said: str, *, name: str) -> date | None:
    """A date, day first or ISO; None for a blank. Raises NotPossible."""
    found = _read(said, name=name)
    return found[0].date() if found else None


def moment(said: str, *, name: str) -> datetime | None:
    """A moment; of a date alone, the start of that day in London. Raises NotPossible."""
    found = _read(said, name=name)
    return _in_utc(found[0], name=name) if found else None


def last_moment(said: str, *, name: str) -> datetime | None:
    """A moment; of a date alone, the end of that day in London. Raises NotPossible."""
    found = _read(said, name=name)
    if not found:
        return None
    wall, has_time = found
    return _in_utc(wall if has_time else datetime.combine(wall, LAST_MOMENT), name=name)


def has_time(said: str) -> bool:
    """Whether a cell gives a time of day."""
    return ":" in said


def whole_number(said: str, *, name: str) -> int | None:
    """A whole number of at most three digits; None for a blank. Raises NotPossible."""
    if not said:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", said):
        raise NotPossible(f"{name} is “{said[:20]}”: give a whole number")
    return int(said)


def _read(said: str, *, name: str) -> tuple[datetime, bool] | None:
    if not said:
        return None
    british = _DAY_FIRST.fullmatch(said)
    try:
        if british:
            d, month, year, clock = british.groups()
            wall = datetime.combine(date(int(year), int(month), int(d)), _clock(clock))
        else:
            wall = datetime.fromisoformat(said)
    except ValueError:
        raise NotPossible(
            f"{name} is “{said[:30]}”: give a date as dd/mm/yyyy or yyyy-mm-dd, with hh:mm "
            "where the time is known"
        ) from None
    return wall, has_time(said)


def _clock(said: str | None) -> time:
    if said is None:
        return time.min
    hours, _, rest = said.partition(":")
    return time.fromisoformat(f"{int(hours):02}:{rest}")


def _in_utc(wall: datetime, *, name: str) -> datetime:
    if wall.year < moments.EARLIEST_YEAR:
        raise NotPossible(f"{name}: {moments.TOO_LONG_AGO}")
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    if moments.check_wall_clock(wall):
        raise NotPossible(f"{name}: {moments.SKIPPED}")
    return london.moment_of(wall)
