"""Two small models, as a researcher would fit them, of harm and of repeats.

A country in which they are told better than research has managed is too easy to be of use.
"""

import numpy as np

from wayhome.simulation.chance import Real, YesNo, stream
from wayhome.simulation.country import Country

STEPS = 12
MOST = 60_000


def fitted(inputs: Real, outcome: YesNo) -> Real:
    """The weights of a logistic model, with a first one for the constant (Newton's method)."""
    x = np.column_stack([np.ones(len(inputs)), inputs])
    weights = np.zeros(x.shape[1])
    for _step in range(STEPS):
        likely = 1 / (1 + np.exp(-x @ weights))
        spread = np.maximum(likely * (1 - likely), 1e-9)
        curve = (x * spread[:, None]).T @ x + 1e-6 * np.eye(x.shape[1])
        weights += np.linalg.solve(curve, x.T @ (outcome - likely))
    return weights


def told(inputs: Real, weights: Real) -> Real:
    """What the model says of each: higher is likelier."""
    return np.column_stack([np.ones(len(inputs)), inputs]) @ weights


def under_the_curve(said: Real, outcome: YesNo) -> float:
    """The chance that of one with the outcome and one without, the model tells which is which."""
    order = np.argsort(said, kind="stable")
    ranks = np.empty(len(said))
    ranks[order] = np.arange(1, len(said) + 1)
    with_it = int(outcome.sum())
    above = ranks[outcome].sum() - with_it * (with_it + 1) / 2
    return float(above / (with_it * (len(said) - with_it)))


def of_harm(country: Country) -> float:
    """How well harm is told of absences the model has not seen."""
    chance = stream(country.scope.seed, "model of harm")
    at = chance.permutation(len(country.absences))[: 4 * MOST]
    child, known = country.absences.child[at], country.concerns
    inputs = np.column_stack(
        [
            country.circumstances.age[at],
            country.children.is_girl[child],
            known.self_harm[child],
            known.mental_health[child],
            known.sexual_exploitation[child],
            known.substances[child],
            country.circumstances.harmed_before[at],
            np.log1p(country.absences.nth[at]),
        ]
    )
    harmed, half = country.circumstances.harmed[at], len(at) // 2
    weights = fitted(inputs[:half], harmed[:half])
    return under_the_curve(told(inputs[half:], weights), harmed[half:])


def of_repeats(country: Country) -> float:
    """Of a hundred children, half of them away again, for how many the model is right."""
    chance = stream(country.scope.seed, "model of repeats")
    counts = np.bincount(country.absences.child, minlength=len(country.children))
    again, once = np.flatnonzero(counts > 1), np.flatnonzero(counts == 1)
    each = min(len(again), len(once), MOST)
    at = np.r_[chance.permutation(again)[:each], chance.permutation(once)[:each]]
    known = country.concerns
    first = np.zeros(len(country.children))
    first[country.absences.child[country.absences.nth == 0]] = country.circumstances.age[
        country.absences.nth == 0
    ]
    inputs = np.column_stack(
        [
            country.children.is_care[at],
            known.substances[at],
            known.youth_justice[at],
            known.abuse[at],
            known.conflict[at],
            known.sexual_exploitation[at],
            first[at],
        ]
    ).astype(float)
    is_again = np.arange(len(at)) < each
    said = told(inputs, fitted(inputs, is_again)) > 0
    return 100 * float((said == is_again).mean())
