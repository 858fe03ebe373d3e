"""A question's answer as a table: its numbers in every area, year, period and value at once.

Whatever is the same for every cell is done to all of them at once. The numbers lie in arrays whose
axes are the areas, the years, the year itself and its quarters, and the values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from wayhome.rules import measures
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.disclosure import Behind, Counted
from wayhome.rules.measures import AreaKind, Measure, Shape
from wayhome.rules.outside import Key

Whole = npt.NDArray[np.int64]
Times = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Stored = list[Any]


@dataclass(frozen=True, slots=True)
class Of:
    """Counts, and how many children are behind each of them."""

    count: Whole
    children: Whole

    def __getitem__(self, areas: slice) -> "Of":
        """The same of some areas."""
        return Of(self.count[areas], self.children[areas])


@dataclass(frozen=True, slots=True)
class Exact:
    """What was counted: the number, of how many, and so on, as `disclosure` tells them apart."""

    number: Of
    whole: Of
    complete: Of
    rest: Of
    gap: Of

    def __getitem__(self, areas: slice) -> "Exact":
        """The same of some areas."""
        return Exact(*(of[areas] for of in self.each()))

    def each(self) -> tuple[Of, Of, Of, Of, Of]:
        """All of them, in their order."""
        return self.number, self.whole, self.complete, self.rest, self.gap


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of it: which cells there are, and their numbers; nan where one is hidden."""

    there: Mask
    number: Times
    whole: Times
    children: Times
    complete: Times
    middle: Times


@dataclass(frozen=True, slots=True)
class Table:
    """A measure by one breakdown, in each area: as it was counted.

    `most` is, of the areas that make up one, the most that any of them has. The areas are
    everywhere first, then the councils, then the forces; what is of no council is of one without a
    name.
    """

    measure: Measure
    by: Breakdown
    areas: list[tuple[AreaKind, UUID | None]]
    years: list[int]
    values: list[str]
    exact: Exact
    most: Exact
    middle: Times  # in seconds; nan where there is none
    of_people: bool

    @property
    def there(self) -> Mask:
        """The cells in which there is anything."""
        return self.exact.whole.count > 0

    @property
    def has_whole(self) -> bool:
        """Whether its number is one of a whole."""
        return measures.DEFINED[self.measure].shape is not Shape.COUNT

    def named(self) -> Iterator[tuple[int, AreaKind, UUID | None]]:
        """The areas that have a name, and everywhere, each with its place in the table."""
        for place, (kind, area) in enumerate(self.areas):
            if area is not None or kind is AreaKind.EVERYWHERE:
                yield place, kind, area

    def as_counted(self) -> Shown:
        """All of it, and nothing hidden."""
        exact = self.exact
        number, children = exact.number.count.astype(float), exact.number.children.astype(float)
        whole = exact.whole.count if self.has_whole else np.full(number.shape, np.nan)
        complete = exact.complete.count.astype(float)
        return Shown(self.there, number, whole.astype(float), children, complete, self.middle)

    def cells(self, place: int) -> dict[Key, Counted]:
        """The cells of one area, one by one."""
        exact, there = self.exact, self.there[place]
        behind = (of.children for of in (exact.whole, exact.rest, exact.complete, exact.gap))
        several = zip(*(each[place][there].tolist() for each in behind), strict=True)
        rows = self.listed(self.as_counted())[place]
        found = {}
        for row, of in zip(rows, several, strict=True):
            year, quarter, value, number, of_whole, children, complete, middle = row
            counted = Counted(number, of_whole, children, complete, middle, Behind(*of))
            found[Period(year, quarter), value] = counted
        return found

    def listed(self, shown: Shown) -> list[list[Stored]]:
        """For each area its cells, in the order and in the form in which they are kept."""
        area, year, quarter, value = np.nonzero(shown.there)
        numbers = (shown.number, shown.whole, shown.children, shown.complete)
        columns = [
            np.array(self.years, dtype=object)[year].tolist(),
            quarter.tolist(),
            np.array(self.values, dtype=object)[value].tolist(),
            *(_or_none(each[shown.there], whole=True) for each in numbers),
            _or_none(shown.middle[shown.there], whole=False),
        ]
        rows = list(map(list, zip(*columns, strict=True)))
        ends = np.cumsum(np.bincount(area, minlength=len(self.areas))).tolist()
        return [rows[first:end] for first, end in zip([0, *ends], ends, strict=False)]


def _or_none(numbers: Times, *, whole: bool) -> list[int | float | None]:
    is_none = np.isnan(numbers)
    found = np.where(is_none, 0, numbers).astype(np.int64 if whole else np.float64).astype(object)
    found[is_none] = None
    return found.tolist()
