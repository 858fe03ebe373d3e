"""A measure by one breakdown in one area, as it is shown outside: period by period, value by value.

Each cell is hidden or rounded by itself (`disclosure`). Then the sums are seen to: where the values
of a period, or the quarters of a year, leave a hidden number too few ways to be, none of those
values or quarters is shown, also not those that are nought. And where each sum by itself leaves
enough, but all sums of a year together do not, none of its quarters is shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from wayhome.rules import disclosure, intervals
from wayhome.rules.breakdowns import Period
from wayhome.rules.disclosure import Counted, Largest

QUARTERS = (1, 2, 3, 4)
HIDDEN = Counted(None, None, None, None)
NOTHING = Counted(0, 0, 0, 0)
OF_CHILDREN = ("children",)
NUMBERS = ("number", "whole", "complete", *OF_CHILDREN)
Key = tuple[Period, str]
Group = list[Key]


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
    told: set[Key | Period] = set()  # whose values, or whose quarters, are shown
    for period, group in _by_value(cells, values) if adds_up else ():
        parts = [_of(cells, key) for key in group]
        if _is_safe(parts, [_sum(parts, name) for name in NUMBERS]):
            told.add(period)
        else:
            shown |= dict.fromkeys(group, HIDDEN)
    overlap = NUMBERS if of_people else OF_CHILDREN
    for key, group in _by_quarter(cells):
        parts = [_of(cells, key) for key in group]
        totals = [getattr(cells[key].counted, name) or 0 for name in NUMBERS]
        if _is_safe(parts, totals, overlap=overlap):
            told.add(key)
        else:
            shown |= dict.fromkeys(group, HIDDEN)
    for year in {Period(period.year) for period, _ in cells} if adds_up else ():
        if not all(_are_safe(cells, values, year, name, told, overlap) for name in NUMBERS):
            quarters = [_quarter(year, number) for number in QUARTERS]
            shown |= dict.fromkeys(product(quarters, values), HIDDEN)
    return shown


def _are_safe(
    cells: Mapping[Key, Cell],
    values: Sequence[str],
    year: Period,
    name: str,
    told: Collection[Key | Period],
    overlap: Sequence[str],
) -> bool:
    """Whether all sums of one year together leave each hidden number at least three counts.

    Everything is known of each cell and of the values together (`None`), which are a table of their
    own. A sum of which no part is shown says nothing.
    """
    quarters = [_quarter(year, number) for number in QUARTERS]
    sums = []
    count: dict[tuple[Period, str | None], int] = {}
    for period in (year, *quarters):
        parts = [_of(cells, (period, value)) for value in values]
        count |= {
            (period, value): getattr(part, name) or 0
            for value, part in zip(values, parts, strict=True)
        }
        count[period, None] = _sum(parts, name)
        if period in told:
            sums.append(intervals.Sum((period, None), [(period, value) for value in values]))
    for value in (*values, None):
        if value is None or (year, value) in told:
            of_quarters = [(quarter, value) for quarter in quarters]
            sums.append(intervals.Sum((year, value), of_quarters, may_overlap=name in overlap))
    ranges = {key: disclosure.range_of(number) for key, number in count.items()}
    left = intervals.narrowed(ranges, sums)
    return all(
        most - least + 1 >= disclosure.FEWEST_LEFT
        for (_, value), (least, most) in left.items()
        if value is not None and disclosure.is_few(count[_, value])
    )


def _quarter(year: Period, number: int) -> Period:
    return Period(year.year, number)


def _by_value(cells: Mapping[Key, Cell], values: Sequence[str]) -> Iterable[tuple[Period, Group]]:
    """For each period, the cells of its values."""
    for period in {period for period, _ in cells}:
        yield period, [(period, value) for value in values]


def _by_quarter(cells: Mapping[Key, Cell]) -> Iterable[tuple[Key, Group]]:
    """For each value of each year, the cells of its quarters."""
    for year, value in [key for key in cells if not key[0].is_quarter]:
        yield (year, value), [(_quarter(year, number), value) for number in QUARTERS]


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
