"""Who wrote each thing down, and when: the same for every table of facts.

`happened` is when a thing was so; it is recorded some minutes later, and now and then days later:
a record that was typed up afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wayhome.rules.vocabulary import PostKind
from wayhome.simulation.chance import Real, Whole, stream
from wayhome.simulation.country import Country
from wayhome.simulation.lives import DAY, HOUR
from wayhome.simulation.told import writing
from wayhome.simulation.told.writing import Column, Folder
from wayhome.simulation.workforce import Workforce

LATE = 0.03  # a choice: what is typed up days after
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Record:
    """A country, who works there, the folder it is written to, and what earlier tables settled.

    `order` has the absences in the order of the table of episodes; `row` finds the row of one;
    `child_row` is the row of the child as whoever reported knew them.
    """

    country: Country
    workforce: Workforce
    folder: Folder
    order: Whole
    row: Whole
    child_row: Whole
    reported: Whole
    recorded: Whole
    placement: Whole
    level: Whole

    @property
    def host_force(self) -> Whole:
        """The force in whose area each absence began."""
        return self.workforce.forces[self.country.areas.force[self.country.circumstances.host]]

    @property
    def council(self) -> Whole:
        """The council that answers for the child."""
        return self.workforce.councils[self.country.children.area[self.country.absences.child]]

    def chance(self, name: str) -> np.random.Generator:
        """A stream for one table."""
        return stream(self.country.scope.seed, f"told {name}")

    def by(self, chance: np.random.Generator, agencies: Whole, kind: PostKind) -> Whole:
        """Somebody in that post of each agency."""
        return self.workforce.person(
            self.workforce.post(agencies, kind), chance.random(len(agencies))
        )

    def write(
        self,
        table: str,
        columns: Mapping[str, Column],
        *,
        happened: Whole,
        by: Whole,
        late: float = LATE,
    ) -> Whole:
        """Write facts in the order in which they were recorded; the row of each.

        `late` is the share that is typed up days after: nothing of what a system writes itself.
        """
        at = recorded(self.chance(f"{table} recorded"), happened, late=late)
        order = np.argsort(at, kind="stable")
        said: dict[str, Column] = {"recorded_at": at, "recorded_by": by, **columns}
        self.folder.write(
            table, {name: sorted_by(each, order) for name, each in said.items()}, rows=len(at)
        )
        row = np.empty(len(at), dtype=np.int64)
        row[order] = np.arange(len(at))
        return row


def recorded(chance: np.random.Generator, happened: Whole, *, late: float = LATE) -> Whole:
    """When what happened then was recorded, in seconds since 1970."""
    minutes = chance.integers(2, 40, len(happened)) * MINUTES
    days = chance.integers(1, 12, len(happened)) * DAY
    return happened + minutes + np.where(chance.random(len(happened)) < late, days, 0)


def after(moment: Whole, hours: Real) -> Whole:
    """So many hours after a moment, in whole seconds."""
    return moment + np.round(hours * HOUR).astype(np.int64)


def sorted_by(column: Column, order: Whole) -> Column:
    """The column with its rows in that order."""
    if isinstance(column, writing.Words):
        return writing.Words(column.at[order], column.among)
    if isinstance(column, writing.Maybe):
        return writing.Maybe(column.values[order], column.there[order])
    if isinstance(column, writing.OneOrNone):
        return writing.OneOrNone(column.at[order], column.among, column.there[order])
    if isinstance(column, writing.Numbered):
        before = column.before
        return writing.Numbered(
            writing.Words(before.at[order], before.among)
            if not isinstance(before, str)
            else before,
            column.number[order],
        )
    return column[order] if isinstance(column, np.ndarray) else column
