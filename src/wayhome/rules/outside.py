"""A measure by one breakdown in one area, as it is shown outside: period by period, value by value.

Each cell is hidden or rounded by itself (`disclosure`). Then the sums are seen to: where the values
of a period, or the quarters of a year, leave a hidden number too few ways to be, none of those
values or quarters is shown, also not those that are nought.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wayhome.rules import disclosure
from wayhome.rules.breakdowns import Period
from wayhome.rules.disclosure import Counted, Largest

QUARTERS = (1, 2, 3, 4)
HIDDEN = Counted(None, None, None, None)
NOTHING = Counted(0, 0, 0, 0)
OF_CHILDREN = ("children",)
NUMBERS = ("number", "whole", "complete", *OF_CHILDREN)
Key = tuple[Period, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was counted, and the most that any area which makes it up has of it."""

    counted: Counted
    of_one: Largest = disclosure.NONE


def table(
    cells: Mapping[Key, Cell], *, values: Sequence[str], adds_up: bool, of_people: bool = False
) -> dict[Key, Counted]:
    """The cells as they are shown outside.

    `values` are all there may be; `adds_up` says whether their counts make the whole, as those of
    the quarters make the year. `of_people` says that each child is counted once: then a child of
    two quarters is one of the year.
    """
    shown = {
        key: disclosure.outside(cell.counted, of_one=cell.of_one) for key, cell in cells.items()
    }
    by_value = _by_value(cells, values) if adds_up else ()
    for group in by_value:
        parts = [_of(cells, key) for key in group]
        if not _is_safe(parts, [_sum(parts, name) for name in NUMBERS]):
            shown |= dict.fromkeys(group, HIDDEN)
    overlap = NUMBERS if of_people else OF_CHILDREN
    for group, year in _by_quarter(cells):
        parts = [_of(cells, key) for key in group]
        totals = [getattr(year, name) or 0 for name in NUMBERS]
        if not _is_safe(parts, totals, overlap=overlap):
            shown |= dict.fromkeys(group, HIDDEN)
    return shown


def _by_value(cells: Mapping[Key, Cell], values: Sequence[str]) -> Iterable[list[Key]]:
    """For each period, the cells of its values."""
    for period in {period for period, _ in cells}:
        yield [(period, value) for value in values]


def _by_quarter(cells: Mapping[Key, Cell]) -> Iterable[tuple[list[Key], Counted]]:
    """For each value of each year, the cells of its quarters, and what the year came to."""
    for year, value in [key for key in cells if not key[0].is_quarter]:
        quarters = [(Period(year.year, number), value) for number in QUARTERS]
        yield quarters, cells[year, value].counted


def _is_safe(
    parts: Sequence[Counted], totals: Sequence[int], *, overlap: Sequence[str] = ()
) -> bool:
    return all(
        disclosure.is_safe(
            [getattr(part, name) or 0 for part in parts], total=total, may_overlap=name in overlap
        )
        for name, total in zip(NUMBERS, totals, strict=True)
    )


def _sum(parts: Sequence[Counted], name: str) -> int:
    return sum(getattr(part, name) or 0 for part in parts)


def _of(cells: Mapping[Key, Cell], key: Key) -> Counted:
    return cells[key].counted if key in cells else NOTHING
