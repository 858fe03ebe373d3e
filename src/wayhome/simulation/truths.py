"""What is true of the invented country and not in its records: planted, to be found.

How severely each force and officer grades, which forces write down less than there is, which
children are exploited by the same people, a service that closes, a change in how one force records,
a trend that is real. The product never reads any of it; whoever tries a method on the records does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from wayhome.simulation import published
from wayhome.simulation.areas import Areas
from wayhome.simulation.chance import Real, Whole, YesNo, stream

FORCE_SPREAD = 0.28  # of incidents a thousand, on the log scale
SEVERITY_SPREAD = 0.45  # of a force, in standard deviations of a case
OFFICER_SPREAD = 0.35
NIGHT = 0.12  # how much more severely the night shift grades
SHARE_UNDER_RECORDING = 0.25
WRITES_DOWN = 0.6  # of what is so, where less is written down
OFFICERS_OF_A_FORCE = 20


@dataclass(frozen=True, slots=True)
class Truths:
    """Planted truths. Of forces a row each; of officers a row for each force.

    From `changed_at` on `changing_force` records as missing what it had not (`step` times as much);
    from `closed_at` on the service of `closing_area` offers no interviews to most. Absences of
    `rising_region` grow by `rise` a year.
    """

    first_day: date
    incidents: Real
    severity: Real
    under_records: YesNo
    officer_severity: Real
    changing_force: int
    changed_at: date
    step: float
    closing_area: int
    closed_at: date
    rising_region: str
    rise: float


def of(areas: Areas, *, seed: int, first_day: date, years: int) -> Truths:
    """The truths of a country of these areas."""
    chance = stream(seed, "truths")
    forces = len(areas.forces)
    rates = published.INCIDENTS_A_THOUSAND * np.exp(
        chance.normal(-(FORCE_SPREAD**2) / 2, FORCE_SPREAD, forces)
    )
    for name, rate in published.OF_FORCES.items():
        if name in areas.forces:
            rates[areas.forces.index(name)] = rate
    large = np.bincount(areas.force, weights=areas.children, minlength=forces).astype(float)
    free = np.array([name not in published.OF_FORCES for name in areas.forces])
    return Truths(
        first_day,
        _level(rates, large, free=free),
        _centred(chance.normal(0, SEVERITY_SPREAD, forces), large),
        chance.permutation(forces) < round(SHARE_UNDER_RECORDING * forces),
        chance.normal(0, OFFICER_SPREAD, (forces, OFFICERS_OF_A_FORCE)),
        int(np.argsort(large)[len(large) // 2]),
        _at(first_day, years * 0.6),
        1.4,
        int(np.argsort(areas.children)[-(len(areas) // 4) - 1]),
        _at(first_day, years * 0.7),
        str(np.unique(areas.regions.astype(str))[0]),
        0.03,
    )


def _level(rates: Real, large: Real, *, free: YesNo) -> Real:
    """The rates so that the country's is the published one, where it is a country."""
    if not free.any() or len(rates) < 10:
        return rates
    wanted = published.INCIDENTS_A_THOUSAND * large.sum() - (rates * large)[~free].sum()
    return np.where(free, rates * wanted / (rates * large)[free].sum(), rates)


def recorded(truth: Truths, areas: Areas, *, years: int) -> Callable[[Whole, Whole], Real]:
    """How likely an absence of an area (a row) is to be recorded, if it began at that moment."""

    def likely(area: Whole, began: Whole) -> Real:
        before = began < _seconds(truth.changed_at)
        likely = np.where(before & (areas.force[area] == truth.changing_force), 1 / truth.step, 1.0)
        last = _seconds(truth.first_day) + years * 365.25 * 86_400
        to_come = (last - began) / (365.25 * 86_400)
        rising = (areas.regions == truth.rising_region)[area]
        return likely * np.where(rising, (1 + truth.rise) ** -np.maximum(to_come, 0), 1.0)

    return likely


def _seconds(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * 86_400


def _centred(severity: Real, large: Real) -> Real:
    """No country as a whole is more or less severe than another."""
    return severity - (severity * large).sum() / large.sum()


def _at(first_day: date, years: float) -> date:
    return date.fromordinal(first_day.toordinal() + round(years * 365.25))


def rings(children_area: Whole, exploited: YesNo, *, seed: int) -> Whole:
    """For each child the number of the ring that exploits them, or -1.

    A ring has the children of one area among those exploited, six to a ring on average.
    """
    chance = stream(seed, "rings")
    ring = np.full(len(children_area), -1, dtype=np.int64)
    of = np.flatnonzero(exploited & (chance.random(len(children_area)) < 0.5))
    of = of[np.lexsort((chance.random(len(of)), children_area[of]))]
    if not len(of):
        return ring
    new_area = np.r_[True, children_area[of][1:] != children_area[of][:-1]]
    ring[of] = np.cumsum(new_area | (chance.random(len(of)) < 1 / 6)) - 1
    return ring
