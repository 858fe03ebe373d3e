"""What is wrong with a row, and with two rows together, under the national validator's numbers.

The numbers are those of the community validator of the SSDA903 missing file. A row is checked
alone first; then a file's rows of one child are laid side by side (574).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from wayhome.interfaces.imports import cells
from wayhome.journey import past
from wayhome.rules import london, moments

TYPE_WITHOUT_START = "564: a type is given but the start is blank"
START_WITHOUT_TYPE = "565: a start is given but the type is blank"
END_WITHOUT_TYPE = "566: an end is given but the type is blank"
END_BEFORE_START = "567: the end is before the start"
BEFORE_BIRTH = "586: the absence is before the child was born"
OUT_OF_ORDER = "{later} is before {earlier}"
OVERLAP = "574: the absence on line {line} covers some of the same time"
NO_END = "574: this absence has no end, though another of this child begins on line {line}"


def row(one: past.PastEpisode, *, now: datetime) -> None:
    """Refuse a row whose moments cannot all be true. Raises NotPossible."""
    born = one.child.date_of_birth
    if born is not None and london.day_of(one.began_at) < born:
        raise cells.NotPossible(BEFORE_BIRTH)
    problems = moments.check_report(
        last_seen_at=one.last_seen_at,
        reported_at=one.began_at,
        date_of_birth=born,
        age_stated=one.child.age_stated,
        now=now,
    )
    if one.ended_at is not None and not problems:
        problems = moments.check_not_future(_when(one, one.ended_at), now=now, field="end")
    if problems:
        raise cells.NotPossible(" ".join(problem.message for problem in problems))
    if one.ended_at is not None and one.ended_at < one.began_at:
        raise cells.NotPossible(END_BEFORE_START)


def _when(one: past.PastEpisode, moment: datetime) -> datetime:
    """Of a day known only by its date, its start: today has come, though it is not over."""
    return one.absent_until or moment if one.ended_by_day else moment


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment as one cell gives it; without a time of day it is only that day."""

    name: str
    at: datetime | None
    has_time: bool


def in_order(*marks: Mark) -> None:
    """Refuse moments that do not follow each other. Unknown ones are passed over."""
    known = [mark for mark in marks if mark.at is not None]
    for earlier, later in pairwise(known):
        if _comes_before(later, earlier):
            raise cells.NotPossible(OUT_OF_ORDER.format(earlier=earlier.name, later=later.name))


def _comes_before(one: Mark, other: Mark) -> bool:
    if one.at is None or other.at is None:
        return False
    if one.has_time and other.has_time:
        return one.at < other.at
    return london.day_of(one.at) < london.day_of(other.at)


@dataclass(frozen=True, slots=True)
class Span:
    """The time one row covers: enough to lay it beside the others of its child."""

    number: str
    key: str
    line: int
    began_at: datetime
    until: datetime | None


def span(one: past.PastEpisode) -> Span:
    """The time a row covers."""
    return Span(one.number, one.key, one.line, one.began_at, one.absent_until)


def overlaps(spans: Iterable[Span]) -> dict[int, str]:
    """The rows that cannot stand beside another of the same child, by line, with the reason."""
    by_child: dict[str, list[Span]] = {}
    for one in spans:
        by_child.setdefault(one.number, []).append(one)
    found: dict[int, str] = {}
    for mine in by_child.values():
        found |= _of_one_child(sorted(mine, key=lambda one: (one.began_at, one.line)))
    return found


def _of_one_child(in_turn: list[Span]) -> dict[int, str]:
    found: dict[int, str] = {}
    last: Span | None = None
    for one in in_turn:
        if last is None or last.key == one.key:
            last = last or one
        elif last.until is None:
            # The later absence shows that the earlier one ended; when is not known.
            found[last.line] = NO_END.format(line=one.line)
            last = one
        elif one.began_at < last.until:
            found[one.line] = OVERLAP.format(line=last.line)
        else:
            last = one
    return found
