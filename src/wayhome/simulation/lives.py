"""The lives behind the absences: when each begins and ends, and who the children are.

An absence lasts as long as is published (half are over in eight hours, few last a week), longer
where it is published that it does. No two of one child overlap. Whoever is eighteen is a child no
longer: absences from then on are not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from wayhome.simulation import careers, published, seasons
from wayhome.simulation.areas import Areas
from wayhome.simulation.careers import Group
from wayhome.simulation.chance import Real, Whole, YesNo, chosen_of, stream

LEAD = 1500  # days before the first, so that it finds children who are away often
HOUR, DAY = 3600, 86_400
YEAR = 365.2425
# Hours away, as a lognormal: the median, and the spread by ethnicity (fitted to TRACKS: half within
# eight hours, 87 of a hundred within 48; and to ETHN23: 13, 14 and 20 of a hundred beyond them).
HOURS = {"White": (2.08, 1.5), "Mixed": (2.08, 1.5), "Asian": (2.08, 1.6), "Black": (2.24, 1.86)}
OTHERWISE = (2.08, 1.5)
# Of those looked after a few are away for months (DFE: 0.5 of a hundred more than 30 days).
MONTHS_AWAY, OF_A_HUNDRED_MONTHS = (30 * 24, 75 * 24), 0.30
SHORTEST = 900  # seconds
# How much oftener than published a child is first given the age, from 12 to 17, so that the ages at
# all absences come out as published: who turns eighteen is away no more. Fitted: of home, of care.
OFTENER = ((1.25, 1.4, 1.4, 1.5, 1.3, 1.45), (0.85, 0.97, 0.97, 1.02, 2.9, 3.2))


@dataclass(frozen=True, slots=True)
class Children:
    """Children who go missing at least once, a row each. `born` is days since 1970."""

    area: Whole
    group: Whole
    again: Real
    born: Whole
    is_girl: YesNo
    ethnicity: Whole

    def __len__(self) -> int:
        return len(self.area)

    @property
    def is_care(self) -> YesNo:
        """Whether the child is looked after."""
        return self.group != Group.HOME


@dataclass(frozen=True, slots=True)
class Absences:
    """Absences in the order in which they begin, a row each.

    `child` points at its child; `began` and `ended` are seconds since 1970, UTC; `nth` counts the
    child's absences from nought.
    """

    child: Whole
    began: Whole
    ended: Whole
    nth: Whole

    def __len__(self) -> int:
        return len(self.child)

    @property
    def hours(self) -> Real:
        """How long each lasted."""
        return (self.ended - self.began) / HOUR


def lives(
    areas: Areas,
    *,
    seed: int,
    first_day: date,
    years: int,
    by_force: Real,
    recorded: Callable[[Whole, Whole], Real],
) -> tuple[Children, Absences]:
    """Everybody away in the `years` from `first_day`, and when.

    `recorded` says of an area and a moment how likely an absence was to be recorded at all.
    """
    days = round(years * YEAR)
    run = careers.careers(areas, seed=seed, days=days, lead=LEAD, by_force=by_force)
    chance = stream(seed, "lives")
    is_care = run.group != Group.HOME
    ethnicity = chosen_of(
        chance,
        [published.ETHNICITY_OF_HOME, published.ETHNICITY_OF_CARE],
        is_care.astype(np.int64),
    )
    lasted = _lasted(chance, ethnicity[run.child], is_care=is_care[run.child])
    began = _began(run, lasted, is_care=is_care[run.child], first_day=first_day)
    ended = _ended(began, lasted, run=run)
    opens = int(datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC).timestamp())
    # Who is still away on the last day is not here: a back record holds what is over.
    inside = (began >= opens) & (ended < opens + days * DAY)
    inside &= chance.random(len(began)) < recorded(run.area[run.child], began)
    born = _born(chance, run, began, is_care=is_care)
    age = (began // DAY - born[run.child]) / YEAR
    kept = inside & (age >= 0.2) & (age < 18)
    return _kept(run, kept, began=began, ended=ended, born=born, ethnicity=ethnicity, seed=seed)


def _lasted(chance: np.random.Generator, ethnicity: Whole, *, is_care: YesNo) -> Real:
    """Seconds away."""
    of = np.array([HOURS.get(name, OTHERWISE) for name in published.ETHNICITIES])
    hours = np.exp(of[ethnicity, 0] + of[ethnicity, 1] * chance.standard_normal(len(ethnicity)))
    for_months = is_care & (chance.random(len(hours)) < OF_A_HUNDRED_MONTHS / 100)
    hours = np.where(for_months, chance.uniform(*MONTHS_AWAY, len(hours)), hours)
    return np.clip(hours * HOUR, SHORTEST, 200 * DAY)


def _began(run: careers.Careers, lasted: Real, *, is_care: YesNo, first_day: date) -> Whole:
    """When each begins: after the one before has ended, and the gap."""
    before = np.r_[0.0, lasted[:-1]] / DAY
    step = np.where(run.is_first, 0.0, run.gap + before)
    run_on = np.cumsum(step)
    first = np.flatnonzero(run.is_first)
    even = run.started[run.child] + run_on - run_on[first][run.child]
    return seasons.stretched(even, is_care=is_care, first_day=first_day)


def _ended(began: Whole, lasted: Real, *, run: careers.Careers) -> Whole:
    """When each ends; at the latest a while before the child's next one begins."""
    ended = began + np.round(lasted).astype(np.int64)
    has_next = np.r_[~run.is_first[1:], False]
    latest = np.r_[began[1:], 0] - HOUR
    return np.maximum(np.where(has_next, np.minimum(ended, latest), ended), began + 60)


def _born(
    chance: np.random.Generator, run: careers.Careers, began: Whole, *, is_care: YesNo
) -> Whole:
    """Each child's day of birth: the published age, at one of the child's absences."""
    first = np.flatnonzero(run.is_first)
    number = np.diff(np.r_[first, len(began)])
    reference = began[first + np.floor(chance.random(len(first)) * number).astype(np.int64)]
    ages = np.array([published.AGES_OF_HOME, published.AGES_OF_CARE], dtype=float)
    ages[:, 12:] *= OFTENER
    years = chosen_of(chance, ages, is_care.astype(np.int64))
    return reference // DAY - np.floor((years + chance.random(len(first))) * YEAR).astype(np.int64)


def _kept(
    run: careers.Careers,
    kept: YesNo,
    *,
    began: Whole,
    ended: Whole,
    born: Whole,
    ethnicity: Whole,
    seed: int,
) -> tuple[Children, Absences]:
    """Only who is away at least once, in the order of first absences; absences in theirs."""
    child, began, ended = run.child[kept], began[kept], ended[kept]
    order = np.lexsort((child, began))
    child, began, ended = child[order], began[order], ended[order]
    who, first_at = np.unique(child, return_index=True)
    who = who[np.argsort(first_at, kind="stable")]
    number = np.full(len(run.area), -1, dtype=np.int64)
    number[who] = np.arange(len(who))
    child = number[child]
    children = Children(
        run.area[who],
        run.group[who],
        run.again[who],
        born[who],
        _girls(seed, run.group[who], age=(began[np.sort(first_at)] // DAY - born[who]) / YEAR),
        ethnicity[who],
    )
    return children, Absences(child, began, ended, counted(child))


def counted(child: Whole) -> Whole:
    """For each absence how many of the same child came before it."""
    order = np.argsort(child, kind="stable")
    of = child[order]
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    nth = np.arange(len(of)) - np.repeat(starts, np.diff(np.r_[starts, len(of)]))
    back = np.empty_like(nth)
    back[order] = nth
    return back


def _girls(seed: int, group: Whole, *, age: Real) -> YesNo:
    """More boys before twelve (a choice), more girls of home after (TCS20, less DFE's of care)."""
    chance = stream(seed, "girls")
    likely = np.where(age < 12, 0.40, np.where(group == Group.HOME, 0.525, 0.436))
    likely = np.where(group == Group.UNACCOMPANIED, 0.06, likely)
    likely = np.where(group == Group.EXPLOITED, 0.55, likely)
    return chance.random(len(group)) < likely
