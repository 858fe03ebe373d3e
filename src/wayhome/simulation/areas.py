"""The areas of England and Wales: their children, those looked after, their force and health body.

`data/areas.csv` holds what is published of each upper-tier authority: population in mid-2020 (ONS),
children looked after who went missing in the year to 31 March 2024 (DfE). DfE does not tell small
numbers, and of Wales none are published: those areas are given England's rates (a choice).
Contains public sector information licensed under the Open Government Licence v3.0.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from wayhome.simulation import published
from wayhome.simulation.chance import Real, Whole

RATE_LOOKED_AFTER = published.LOOKED_AFTER / published.CHILDREN_OF_ENGLAND
SHARE_MISSING = published.LOOKED_AFTER_MISSING / published.LOOKED_AFTER
WHERE_NOT_TOLD = 0.03  # absences called away, where the number is not told: a choice
MEAN_INCIDENTS = published.INCIDENTS_OF_LOOKED_AFTER / published.LOOKED_AFTER_MISSING
TRANSPORT_POLICE = "British Transport Police"


class NoSuchArea(ValueError):
    """No area or force has that name or code."""


@dataclass(frozen=True, slots=True)
class Areas:
    """Upper-tier authorities, a row each; `force` and `health` point into `forces` and `bodies`.

    `away` is the share of absences from care that the area calls away without authorisation.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    regions: NDArray[np.object_]
    force: Whole
    health: Whole
    forces: tuple[str, ...]
    bodies: tuple[str, ...]
    children: Real
    looked_after: Real
    missing: Real
    incidents_each: Real
    away: Real

    def __len__(self) -> int:
        return len(self.codes)

    def within(self, wanted: Sequence[str]) -> "Areas":
        """Only the areas of these names, codes or forces. Raises NoSuchArea."""
        of = [
            {code.casefold(), name.casefold(), self.forces[force].casefold()}
            for code, name, force in zip(self.codes, self.names, self.force, strict=True)
        ]
        for each in wanted:
            if not any(each.casefold() in names for names in of):
                raise NoSuchArea(f"no area or force is called {each}")
        kept = [i for i, names in enumerate(of) if names & {each.casefold() for each in wanted}]
        return self._of(np.array(kept))

    def _of(self, kept: Whole) -> "Areas":
        forces, force = np.unique(self.force[kept], return_inverse=True)
        bodies, health = np.unique(self.health[kept], return_inverse=True)
        return Areas(
            tuple(self.codes[i] for i in kept),
            tuple(self.names[i] for i in kept),
            self.regions[kept],
            force.astype(np.int64),
            health.astype(np.int64),
            tuple(self.forces[i] for i in forces),
            tuple(self.bodies[i] for i in bodies),
            self.children[kept],
            self.looked_after[kept],
            self.missing[kept],
            self.incidents_each[kept],
            self.away[kept],
        )


def england_and_wales() -> Areas:
    """Every upper-tier authority, by its code."""
    with resources.files(__package__).joinpath("data", "areas.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    forces = tuple(sorted({row["force"] for row in rows}))
    bodies = tuple(sorted({row["health"] for row in rows}))
    children = np.array([float(row["children"]) for row in rows])
    looked_after = _or(rows, "looked_after", children * RATE_LOOKED_AFTER)
    missing = _or(rows, "missing_children", looked_after * SHARE_MISSING)
    incidents = _or(rows, "missing_incidents", missing * MEAN_INCIDENTS)
    away = _or(rows, "away_incidents", incidents * WHERE_NOT_TOLD)
    return Areas(
        tuple(row["code"] for row in rows),
        tuple(row["name"] for row in rows),
        np.array([row["region"] for row in rows], dtype=object),
        np.array([forces.index(row["force"]) for row in rows]),
        np.array([bodies.index(row["health"]) for row in rows]),
        forces,
        bodies,
        children,
        looked_after,
        missing,
        incidents / np.maximum(missing, 1),
        away / np.maximum(incidents + away, 1),
    )


def _or(rows: Sequence[dict[str, str]], name: str, otherwise: Real) -> Real:
    return np.array(
        [
            float(row[name]) if row[name] else other
            for row, other in zip(rows, otherwise, strict=True)
        ]
    )
