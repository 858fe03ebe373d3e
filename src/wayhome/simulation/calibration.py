"""The calibration table: what is published, what is simulated, and if it is within tolerance."""

from dataclasses import dataclass

from wayhome.simulation.counting import Counted
from wayhome.simulation.targets import practice, what, who
from wayhome.simulation.targets.row import Row

TABLE: tuple[Row, ...] = (*who.ROWS, *what.ROWS, *practice.ROWS)


@dataclass(frozen=True, slots=True)
class Held:
    """One target, and what was simulated."""

    row: Row
    simulated: float

    @property
    def is_within(self) -> bool:
        """Whether the simulated figure is within the tolerance, ends included."""
        return self.row.least <= self.simulated <= self.row.most


def held(counted: Counted) -> list[Held]:
    """Every row of the table for a country. A part of one need not be like the whole."""
    return [Held(row, row.simulated(counted)) for row in TABLE]
