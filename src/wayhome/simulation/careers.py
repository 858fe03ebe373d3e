"""Which children go missing, and when: each absence may lead to the next.

Of a child who has just come back it is known that another absence is likelier than before, for some
weeks (GALI21). Here each return leads to another absence with a chance of the child's own (its
frailty), after days or after months; some children are away once and never again. The numbers of
`Repeats` were fitted to what is published of the counts in a year and of the time to the first
repeat (`calibration.py`).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from wayhome.simulation import published
from wayhome.simulation.areas import Areas
from wayhome.simulation.chance import Real, Whole, YesNo, stream

MOST = 120  # absences of one child
SLOWEST = 1.6  # times the mean gap: nobody is away again only after years


class Group(IntEnum):
    """Who the child is to the services: what is published is published of these."""

    HOME = 0
    CARE = 1
    EXPLOITED = 2
    TRAFFICKED = 3
    UNACCOMPANIED = 4


@dataclass(frozen=True, slots=True)
class Repeats:
    """How absences follow one another in a group.

    `once` is the share away once and never again; of the others each absence is the last with a
    chance drawn from a beta distribution (`a`, `b`). The next comes after `quick_days` on average
    (a share `quick`) or `slow_days`, times the child's own pace. `years_seen` is in how many
    calendar years such a child is away, on average.
    """

    once: float
    a: float
    b: float
    quick: float
    quick_days: float
    slow_days: float
    years_seen: float


HOME = Repeats(0.70, 4.0, 10.0, 0.40, 13.0, 80.0, 1.24)
CARE = Repeats(0.59, 1.3, 29.0, 0.30, 8.0, 105.0, 1.86)
EXPLOITED = Repeats(0.15, 1.5, 44.0, 0.38, 7.0, 58.0, 2.6)
TRAFFICKED = Repeats(0.28, 1.25, 32.0, 0.32, 8.0, 85.0, 2.5)
UNACCOMPANIED = Repeats(0.58, 4.0, 11.0, 0.42, 13.0, 80.0, 1.25)
OF_GROUP = (HOME, CARE, EXPLOITED, TRAFFICKED, UNACCOMPANIED)


@dataclass(frozen=True, slots=True)
class Careers:
    """Children by area and group, and the even days on which each may go missing again.

    `child` points an absence at its child; `gap` is how long after the return before it, in days,
    it begins; `is_first` of a child's first. `again` is the child's chance of another absence.
    """

    area: Whole
    group: Whole
    again: Real
    started: Real
    child: Whole
    gap: Real
    is_first: YesNo


def careers(areas: Areas, *, seed: int, days: int, lead: int, by_force: Real) -> Careers:
    """Everybody who is away between `-lead` and `days`, from what is published of each area.

    `by_force` is how many absences from home a thousand children of each force have in a year.
    """
    chance = stream(seed, "careers")
    wanted = _a_year(areas, by_force=by_force)
    years = (days + lead) / 365.25
    numbers = chance.poisson(np.maximum(wanted, 0) * years / _years_seen())
    area, group = (each.ravel() for each in np.indices(numbers.shape))
    area, group = np.repeat(area, numbers.ravel()), np.repeat(group, numbers.ravel())
    order = chance.permutation(len(area))
    area, group = area[order], group[order]
    again = _again(chance, areas, area=area, group=group)
    counts = np.where(again > 0, np.minimum(1 + chance.geometric(1 - again), MOST), 1)
    started = chance.uniform(-lead, days, len(area))
    child = np.repeat(np.arange(len(area)), counts)
    return Careers(
        area, group, again, started, child, _gaps(chance, again, group, child=child), _first(counts)
    )


def _years_seen() -> Real:
    return np.array([each.years_seen for each in OF_GROUP])


def _a_year(areas: Areas, *, by_force: Real) -> Real:
    """How many children of each area (rows) and group (columns) are away in a year."""
    of_country = areas.looked_after / published.LOOKED_AFTER
    special = np.stack(
        [
            of_country * number * share
            for number, share, _each in (
                published.EXPLOITED,
                published.TRAFFICKED,
                published.UNACCOMPANIED,
            )
        ],
        axis=1,
    )
    care = np.maximum(areas.missing - special.sum(axis=1), 0)
    # Outside care: what is left of the force's absences, by the children of each of its areas.
    absences = areas.children / 1000 * by_force[areas.force]
    left = absences - areas.missing * areas.incidents_each
    home = np.maximum(left, 0.25 * absences) / HOME_MEAN
    return np.column_stack([home, care, special])


HOME_MEAN = 2.05  # absences of a child of home in a year in which there is one


def _again(chance: np.random.Generator, areas: Areas, *, area: Whole, group: Whole) -> Real:
    """Each child's chance that an absence leads to another."""
    again = np.zeros(len(group))
    for which, each in enumerate(OF_GROUP):
        of = group == which
        drawn = 1 - chance.beta(each.a, each.b, of.sum())
        again[of] = np.where(chance.random(of.sum()) < each.once, 0.0, drawn)
    # Where those looked after are away more often than elsewhere, so are they here.
    tilt = np.where(group == Group.CARE, areas.incidents_each[area] / 6.45, 1.0) ** 2.0
    odds = again / np.maximum(1 - again, 1e-9) * tilt
    return np.where(again > 0, odds / (1 + odds), 0.0)


def _gaps(chance: np.random.Generator, again: Real, group: Whole, *, child: Whole) -> Real:
    """Days between a return and the next absence: short ones, and for those often away shorter."""
    quick = np.array([each.quick for each in OF_GROUP])[group[child]]
    short = np.array([each.quick_days for each in OF_GROUP])[group[child]]
    long = np.array([each.slow_days for each in OF_GROUP])[group[child]]
    mean = np.array([each.a / (each.a + each.b) for each in OF_GROUP])[group[child]]
    is_quick = chance.random(len(child)) < quick
    pace = np.minimum((1 - again[child]) / mean, SLOWEST)
    return chance.exponential(1.0, len(child)) * np.where(is_quick, short, long) * pace + 0.08


def _first(counts: Whole) -> YesNo:
    first = np.zeros(int(counts.sum()), dtype=bool)
    first[np.r_[0, np.cumsum(counts)[:-1]]] = True
    return first
