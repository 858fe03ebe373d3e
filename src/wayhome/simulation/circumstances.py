"""What each absence was: its type, where the child lived, where they were found, by whom; harm.

A child has places of their own: home, three friends, relatives, streets and shops. Found places are
drawn from these, so that a child who is away again is often found where they were before.
"""

from dataclasses import dataclass

import numpy as np

from wayhome.simulation.areas import Areas
from wayhome.simulation.chance import Real, Whole, YesNo, chosen, steady, stream
from wayhome.simulation.concerns import Concerns
from wayhome.simulation.lives import DAY, YEAR, Absences, Children

PLACEMENTS = ("parents", "foster", "home", "supported")
# Where a child of care lives, under sixteen and above (fitted to DFE: of absences 18 of a hundred
# from foster care, 32 from homes, 48 from supported and other places, 2 from parents).
LIVES = ((0.035, 0.285, 0.55, 0.13), (0.008, 0.09, 0.11, 0.792))
# Outside the area that answers for the child (fitted to DFE: 46 of a hundred absences).
OUTSIDE = (0.10, 0.34, 0.62, 0.44)
MOVES_EVERY = 400  # days in one placement, on average

FOUND = ("home", "friend", "street", "relative", "shops", "elsewhere")
FOUND_SHARES = (0.25, 0.24, 0.19, 0.12, 0.11, 0.09)  # GRAMP12
# Kilometres to each, as a lognormal (fitted to GRAMP12's distances at 12 to 14: 30 of a hundred
# within one, half within three, 80 within 18); of children under ten all are nearer (ISRID).
KILOMETRES = ((-4.0, 0.5), (1.66, 1.47), (1.02, 0.6), (2.65, 2.03), (1.78, 1.13), (3.7, 0.9))
UNDER_TEN, OF_UNDER_TEN = 10, (-0.55, 1.2)
PLACES_OF_A_KIND = 3
FINDERS = ("self", "police", "carer", "public", "other_agency", "not_known")
FINDER_SHARES = (0.43, 0.29, 0.17, 0.03, 0.04, 0.04)  # the first two TCS20, the rest a choice

HARM = (-4.75, 0.10, 0.40, 1.05, 0.80, 1.15, 1.0)  # base, age, girl, self-harm, mind, taken, frail
HARMS = ("violence", "sexual_assault", "self_harm", "substances", "criminality", "rough_sleeping")
SEXUAL_OFFENCE = 0.003  # TCS and MPB of 2014/15, all ages


@dataclass(frozen=True, slots=True)
class Circumstances:
    """A row for each absence; codes point into the tuples above. `host` is the area it began in."""

    age: Real
    is_away: YesNo
    placement: Whole
    host: Whole
    found: Whole
    which: Whole
    kilometres: Real
    finder: Whole
    harmed: YesNo
    harm: Whole
    harmed_before: YesNo
    sexual_offence: YesNo
    alone: YesNo


def of(
    children: Children, absences: Absences, concerns: Concerns, *, areas: Areas, seed: int
) -> Circumstances:
    """The circumstances of each absence."""
    chance = stream(seed, "circumstances")
    child = absences.child
    age = (absences.began // DAY - children.born[child]) / YEAR
    placement = _placement(children, absences, age=age, seed=seed)
    found = chosen(chance, FOUND_SHARES, len(child))
    which = np.floor(PLACES_OF_A_KIND * chance.random(len(child)) ** 2).astype(np.int64)
    harmed, before = _harmed(chance, children, absences, concerns, age=age)
    return Circumstances(
        age,
        _is_away(chance, children, absences, areas=areas),
        placement,
        _host(children, absences, areas, placement=placement, seed=seed),
        found,
        which,
        _kilometres(child, found, which, age=age, seed=seed),
        chosen(chance, FINDER_SHARES, len(child)),
        harmed,
        chosen(chance, (5, 3, 3, 3, 3, 2), len(child)),
        before,
        chance.random(len(child)) < SEXUAL_OFFENCE,
        chance.random(len(child)) < 0.7,
    )


def _is_away(
    chance: np.random.Generator, children: Children, absences: Absences, *, areas: Areas
) -> YesNo:
    """Whether it is called away without authorisation: of care, in areas that use the name."""
    share = areas.away[children.area[absences.child]] * children.is_care[absences.child]
    return chance.random(len(absences)) < share


def _period(absences: Absences, *, seed: int) -> Whole:
    """Which placement of the child's it was, counted from an early one."""
    shift = steady(seed, "moves", absences.child) * MOVES_EVERY
    return ((absences.began / DAY + shift) // MOVES_EVERY).astype(np.int64)


def _placement(children: Children, absences: Absences, *, age: Real, seed: int) -> Whole:
    """Where the child lived; of a child of home the parents'. It stays until the child moves."""
    drawn = steady(seed, "placement", absences.child, _period(absences, seed=seed))
    upto = np.cumsum(LIVES, axis=1)[(age >= 16).astype(np.int64)]
    lives = np.minimum((drawn[:, None] >= upto).sum(axis=1), len(PLACEMENTS) - 1)
    return np.where(children.is_care[absences.child], lives, 0)


def _host(
    children: Children, absences: Absences, areas: Areas, *, placement: Whole, seed: int
) -> Whole:
    """The area it began in: of a child placed outside, another of the region where there is one."""
    child, period = absences.child, _period(absences, seed=seed)
    own = children.area[child]
    outside = steady(seed, "outside", child, period) < np.array(OUTSIDE)[placement]
    outside &= children.is_care[child]
    near = _neighbours(areas)
    lengths = np.array([len(each) for each in near])
    starts = np.r_[0, np.cumsum(lengths)[:-1]]
    flat = np.concatenate(near)
    drawn = np.floor(steady(seed, "host", child, period) * lengths[own]).astype(np.int64)
    return np.where(outside, flat[starts[own] + drawn], own)


def _neighbours(areas: Areas) -> list[Whole]:
    """For each area the others of its region; of a region alone in the country, itself."""
    near = []
    for i, region in enumerate(areas.regions):
        others = np.flatnonzero((areas.regions == region) & (np.arange(len(areas)) != i))
        near.append(others if len(others) else np.array([i]))
    return near


def _kilometres(child: Whole, found: Whole, which: Whole, *, age: Real, seed: int) -> Real:
    """From where the child lived to the place; the same place is always as far."""
    of = np.array(KILOMETRES)[found]
    first, second = (
        steady(seed, "near", child, found, which),
        steady(seed, "far", child, found, which),
    )
    normal = np.sqrt(-2 * np.log(1 - first)) * np.cos(2 * np.pi * second)
    older = np.exp(of[:, 0] + of[:, 1] * normal)
    return np.where(age < UNDER_TEN, np.exp(OF_UNDER_TEN[0] + OF_UNDER_TEN[1] * normal), older)


def _harmed(
    chance: np.random.Generator,
    children: Children,
    absences: Absences,
    concerns: Concerns,
    *,
    age: Real,
) -> tuple[YesNo, YesNo]:
    """Whether harm was recorded, and whether any was at an earlier absence of the child."""
    child = absences.child
    base, older, girl, hurts, mind, taken, frail = HARM
    log_odds = (
        base
        + older * (age - 14)
        + girl * children.is_girl[child]
        + hurts * concerns.self_harm[child]
        + mind * concerns.mental_health[child]
        + taken * concerns.sexual_exploitation[child]
        + frail * concerns.frailty[child]
    )
    harmed = chance.random(len(child)) < 1 / (1 + np.exp(-log_odds))
    order = np.lexsort((absences.began, child))
    upto = np.cumsum(harmed[order]) - harmed[order]
    of = child[order]
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    earlier = upto - np.repeat(upto[starts], np.diff(np.r_[starts, len(of)]))
    before = np.empty(len(child), dtype=bool)
    before[order] = earlier > 0
    return harmed, before
