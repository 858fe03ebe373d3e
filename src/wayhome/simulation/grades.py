"""How the risk of each absence was graded, by the police and by the council, each on their own.

A grade follows the case, as far as it is known when it is given, and also who gives it: the force,
the officer and the shift. Nobody sees the harm to come. The forces' shares of high grades spread as
is published (CLEV24, DB20, VO15), and a high grade is as often right (DB20).
"""

from dataclasses import dataclass

import numpy as np

from wayhome.simulation import truths
from wayhome.simulation.areas import Areas
from wayhome.simulation.chance import Real, Whole, YesNo, steady, stream
from wayhome.simulation.circumstances import Circumstances
from wayhome.simulation.concerns import Concerns
from wayhome.simulation.lives import DAY, HOUR, Absences, Children
from wayhome.simulation.truths import Truths

LEVELS = ("very_low", "low", "medium", "high")
HIGH = 3
# Standardised severity from which a case is medium, and high; from which low, a force's own.
HIGH_FROM, LOW_UPTO, LOW_SPREAD, VERY_LOW_UPTO = 1.07, -1.65, 0.38, -2.7
SEES = 0.50  # how much of a grade is the case; the rest is chance
KNOWS_MORE = 0.30  # what the outcome shares with what is seen, and nobody wrote down
OF_COUNCIL = 0.6  # the share of absences the council grades; of care more
LABELS = {"very_low": "No apparent risk", "low": "Low", "medium": "Medium", "high": "High"}


@dataclass(frozen=True, slots=True)
class Grades:
    """Places in LEVELS; of the council -1 where it gave none. `officer` is one of the force's."""

    police: Whole
    officer: Whole
    council: Whole
    severity: Real


def of(
    children: Children,
    absences: Absences,
    concerns: Concerns,
    circumstances: Circumstances,
    truth: Truths,
    *,
    areas: Areas,
    seed: int,
) -> Grades:
    """The first grade of each side."""
    chance = stream(seed, "grades")
    number = len(absences)
    force = areas.force[circumstances.host]
    officer = chance.integers(0, truths.OFFICERS_OF_A_FORCE, number)
    seen = _seen(children, absences, concerns, circumstances)
    case = SEES * seen + np.sqrt(1 - SEES**2) * chance.standard_normal(number)
    who = truth.severity[force] + truth.officer_severity[force, officer]
    who = who + truths.NIGHT * _is_night(absences)
    severity = (case + who) / np.sqrt(1 + truths.SEVERITY_SPREAD**2 + truths.OFFICER_SPREAD**2)
    low = LOW_UPTO + LOW_SPREAD * _own(seed, force)
    police = 3 - (severity < HIGH_FROM).astype(int) - (severity < low) - (severity < VERY_LOW_UPTO)
    theirs = SEES * seen + np.sqrt(1 - SEES**2) * chance.standard_normal(number)
    council = 3 - (theirs < 1.1).astype(int) - (theirs < -1.2) - (theirs < -2.6)
    asked = chance.random(number) < OF_COUNCIL + 0.25 * children.is_care[absences.child]
    return Grades(police, officer, np.where(asked, council, -1), severity)


def _seen(
    children: Children, absences: Absences, concerns: Concerns, circumstances: Circumstances
) -> Real:
    """What can be seen of a case at the time, standardised: concerns, age, what went before."""
    child = absences.child
    seen = (
        -0.06 * (circumstances.age - 14)
        + 0.30 * children.is_girl[child]
        + 0.85 * concerns.self_harm[child]
        + 0.45 * concerns.mental_health[child]
        + 0.95 * concerns.sexual_exploitation[child]
        + 0.60 * circumstances.harmed_before
        + KNOWS_MORE * (concerns.frailty[child] + 2.4 * circumstances.harmed)
        - 0.15 * np.log1p(absences.nth)
    )
    spread = seen.std() if len(seen) else 1.0
    return (seen - seen.mean()) / (spread or 1.0)


def _is_night(absences: Absences) -> YesNo:
    hour = absences.began % DAY // HOUR
    return (hour >= 22) | (hour < 6)


def _own(seed: int, force: Whole) -> Real:
    """A force's own habit with low grades, standardised and bounded."""
    return np.clip(np.sqrt(12) * (steady(seed, "low", force) - 0.5), -1.8, 1.8)
