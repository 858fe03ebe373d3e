"""A whole country, or some of its areas, for some years: everything that is true of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from wayhome.simulation import (
    aftermath,
    areas,
    circumstances,
    concerns,
    grades,
    lives,
    together,
    truths,
)
from wayhome.simulation.careers import Group


@dataclass(frozen=True, slots=True)
class Scope:
    """What is wanted: from which day, how many years, of which areas or forces; none means all."""

    first_day: date
    years: int
    seed: int = 1
    within: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Country:
    """Areas, children, their absences, and what is true of each."""

    scope: Scope
    areas: areas.Areas
    truths: truths.Truths
    children: lives.Children
    concerns: concerns.Concerns
    absences: lives.Absences
    circumstances: circumstances.Circumstances
    grades: grades.Grades
    aftermath: aftermath.Aftermath
    rings: np.ndarray
    parties: np.ndarray


def country(scope: Scope) -> Country:
    """The country of that scope. The same scope always gives the same one. Raises NoSuchArea."""
    whole, seed = areas.england_and_wales(), scope.seed
    held = whole.within(scope.within) if scope.within else whole
    truth = truths.of(held, seed=seed, first_day=scope.first_day, years=scope.years)
    children, absences = lives.lives(
        held,
        seed=seed,
        first_day=scope.first_day,
        years=scope.years,
        by_force=truth.incidents,
        recorded=truths.recorded(truth, held, years=scope.years),
    )
    known = concerns.of(children, seed=seed)
    exploited = (
        np.isin(children.group, (Group.EXPLOITED, Group.TRAFFICKED)) | known.sexual_exploitation
    )
    ring = truths.rings(children.area, exploited, seed=seed)
    absences, party = together.together(absences, ring, seed=seed)
    what = circumstances.of(children, absences, known, areas=held, seed=seed)
    graded = grades.of(children, absences, known, what, truth, areas=held, seed=seed)
    after = aftermath.of(children, absences, truth, areas=held, seed=seed)
    return Country(scope, held, truth, children, known, absences, what, graded, after, ring, party)
