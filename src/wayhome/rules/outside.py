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
Key = tuple[Period, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was counted, and the most that any area which makes it up has of it."""

    counted: Counted
    of_one: Largest = disclosure.NONE


def table(cells: Mapping[Key, Cell], *, values: Sequence[str], adds_up: bool) -> dict[Key, Counted]:
    """The cells as they are shown outside.

    `values` are all there may be; `adds_up` says whether their counts make the whole, and those of
    the quarters the year.
    """
    shown = {
        key: disclosure.outside(cell.counted, of_one=cell.of_one) for key, cell in cells.items()
    }
    if adds_up:
        for group, whole in _sums(cells, values):
            if not _is_safe([_of(cells, key) for key in group], whole=whole):
                shown |= dict.fromkeys(group, HIDDEN)
    return shown


def _sums(
    cells: Mapping[Key, Cell], values: Sequence[str]
) -> Iterable[tuple[list[Key], Counted | None]]:
    """Each group of cells that make a sum, and the sum where it is a cell itself."""
    for period in {period for period, _ in cells}:
        yield [(period, value) for value in values], None
    for year, value in [key for key in cells if not key[0].is_quarter]:
        quarters = [(Period(year.year, number), value) for number in QUARTERS]
        yield quarters, cells[year, value].counted


def _is_safe(parts: Sequence[Counted], *, whole: Counted | None) -> bool:
    for name in ("number", "whole", "complete"):
        counts = [getattr(part, name) or 0 for part in parts]
        total = sum(counts) if whole is None else getattr(whole, name) or 0
        if not disclosure.is_safe(counts, total=total):
            return False
    return True


def _of(cells: Mapping[Key, Cell], key: Key) -> Counted:
    return cells[key].counted if key in cells else NOTHING
