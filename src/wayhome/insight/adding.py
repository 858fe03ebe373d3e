"""Adds up the rows of an answer: every area from the councils and forces it is made of.

Each place, a council in a force, is added to its council, to its force and to everywhere. What
`measures.questions` says of a larger area beside that is taken off, or is its middle time.
"""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from wayhome.insight.measures import questions
from wayhome.insight.measures.counted import Counted
from wayhome.insight.measures.questions import BOTH, COUNCIL, EVERYWHERE, FORCE, PERIODS, WHOLE_YEAR
from wayhome.insight.population.steps import SECOND
from wayhome.insight.tables import Exact, Mask, Of, Table, Times, Whole
from wayhome.rules import breakdowns, measures
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.measures import AreaKind, Shape

Sums = dict[str, Whole]
Indices = npt.NDArray[np.intp]


def table(each: Counted, by: Breakdown, answer: pa.Table) -> Table:
    """The table of an answer. What has no area of a kind is of one without a name."""
    rows = _rows(answer, {str(value) for value in breakdowns.VALUES[by]})
    areas = _Areas(*(_coded(answer[name]) for name in ("council", "force")))
    kinds = answer["areas"].to_numpy()[rows.of]
    is_place = kinds == BOTH
    is_time = np.isin(kinds, (EVERYWHERE, COUNCIL, FORCE)) & ~np.isnan(rows.middle)

    pair_of = areas.pairs_of(rows.of)
    pairs, pair = np.unique(pair_of[is_place], return_inverse=True)
    smallest = rows.sums(is_place, pair, len(pairs))
    of_council, of_force = areas.of_pairs(pairs)

    place = areas.places_of(kinds, rows.of)
    sums = rows.sums(~is_place, place[~is_place], len(areas.named))
    for name, number in smallest.items():
        sums[name][0] += number.sum(0)
        np.add.at(sums[name], of_council, number)
        np.add.at(sums[name], of_force, number)

    exact = _exact(each, sums)
    middle = np.full((len(areas.named), *rows.shape), np.nan)
    if measures.DEFINED[each.measure].shape is Shape.TIME:
        middle.reshape(-1)[place[is_time] * rows.size + rows.cells[is_time]] = (
            rows.middle[is_time] / SECOND
        )
    return Table(
        each.measure,
        by,
        areas.named,
        rows.years,
        rows.values,
        exact,
        _most(exact, _exact(each, smallest), of_force),
        middle,
        each.of_people,
    )


@dataclass(frozen=True, slots=True)
class _Codes:
    """A column of few words: which there are, and which of them each row has."""

    words: list[str | None]
    of: Indices


@dataclass(frozen=True, slots=True)
class _Areas:
    """The areas of an answer, and where in a table each of its rows belongs."""

    councils: _Codes
    forces: _Codes

    @property
    def named(self) -> list[tuple[AreaKind, UUID | None]]:
        """Everywhere, the councils, the forces; None where it has no name."""
        councils = [(AreaKind.COUNCIL, word) for word in self.councils.words]
        forces = [(AreaKind.FORCE, word) for word in self.forces.words]
        return [
            (AreaKind.EVERYWHERE, None),
            *((kind, UUID(word) if word else None) for kind, word in (*councils, *forces)),
        ]

    def pairs_of(self, rows: Indices) -> Indices:
        """A number for each council in a force."""
        return self.councils.of[rows] * len(self.forces.words) + self.forces.of[rows]

    def of_pairs(self, pairs: Indices) -> tuple[Indices, Indices]:
        """The place of the council and of the force of each pair."""
        council, force = np.divmod(pairs, len(self.forces.words))
        return 1 + council, 1 + len(self.councils.words) + force

    def places_of(self, kinds: Indices, rows: Indices) -> Indices:
        """The place of each row that is of a larger area."""
        council, force = 1 + self.councils.of, 1 + len(self.councils.words) + self.forces.of
        return np.select([kinds == COUNCIL, kinds == FORCE], [council[rows], force[rows]], 0)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of an answer by their cell; what is counted line by line is of its year too."""

    of: Indices  # which row of the answer each is
    years: list[int]
    values: list[str]
    cells: Indices  # in a table of one area
    numbers: Sums
    middle: Times

    @property
    def shape(self) -> tuple[int, int, int]:
        """The axes of a table of one area."""
        return len(self.years), len(PERIODS), len(self.values)

    @property
    def size(self) -> int:
        """How many cells a table of one area has."""
        return int(np.prod(self.shape))

    def sums(self, among: Mask, places: Indices, how_many: int) -> Sums:
        """What the rows of each place come to, cell by cell."""
        cells = places * self.size + self.cells[among]
        return {
            name: np.bincount(cells, number[among], how_many * self.size)
            .astype(np.int64)
            .reshape(how_many, *self.shape)
            for name, number in self.numbers.items()
        }


def _rows(answer: pa.Table, known: set[str]) -> _Rows:
    whole = answer["whole"].to_numpy()
    once = np.arange(len(whole))
    again = np.flatnonzero(whole)  # lines, not persons: those of a quarter are lines of the year
    of = np.concatenate([once, again])
    quarter = answer["quarter"].to_numpy()[of]
    quarter[len(once) :] = WHOLE_YEAR
    years, year = np.unique(answer["year"].to_numpy(), return_inverse=True)
    value = _coded(answer["value"])
    words = [str(word) for word in value.words]
    values = sorted(known.union(words))
    place = np.array([values.index(word) for word in words])
    cells = (year[of] * len(PERIODS) + quarter) * len(values) + place[value.of[of]]
    return _Rows(
        of,
        years.tolist(),
        values,
        cells,
        {name: answer[name].to_numpy()[of] for name in questions.NUMBERS},
        pc.cast(answer["middle"], pa.float64()).to_numpy()[of],
    )


def _coded(column: pa.ChunkedArray) -> _Codes:
    """A column of words by their numbers; only the words that are there, and none at all last."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    words = whole.dictionary.to_pylist()
    found, of = np.unique(
        whole.indices.fill_null(len(words)).to_numpy(zero_copy_only=False), return_inverse=True
    )
    return _Codes([[*words, None][word] for word in found.tolist()], of)


def _exact(each: Counted, sums: Sums) -> Exact:
    """The numbers by what is told of them, and the children behind each."""
    children, complete = sums["children"], sums["of_complete"]
    if each.of_people:  # each child once, recorded in full in one episode or more
        none, gap = np.zeros_like(children), children - complete
        people = Of(children, children)
        return Exact(people, people, Of(complete, complete), Of(none, none), Of(gap, gap))
    number, whole, in_full = sums["number"], sums["whole"], sums["complete"]
    return Exact(
        Of(number, children),
        Of(whole, sums["of_whole"]),
        Of(in_full, complete),
        Of(whole - number, sums["of_rest"]),
        Of(whole - in_full, sums["of_gap"]),
    )


def _most(exact: Exact, of_pairs: Exact, forces: Indices) -> Exact:
    """Of a force, the most that a council in it has; of everywhere, that any area has."""
    return Exact(
        *(
            Of(
                _most_of(all_of.count, of_pair.count, forces),
                _most_of(all_of.children, of_pair.children, forces),
            )
            for all_of, of_pair in zip(exact.each(), of_pairs.each(), strict=True)
        )
    )


def _most_of(areas: Whole, pairs: Whole, forces: Indices) -> Whole:
    found = np.zeros_like(areas)
    np.maximum.at(found, forces, pairs)
    found[0] = areas[1:].max(0)
    return found
