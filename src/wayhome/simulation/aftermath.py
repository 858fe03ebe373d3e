"""After the return: the police see the child, an interview is offered and held, help is agreed.

What an area offers, completes and does within 72 hours spreads as is published (MPRHI24, TCS19),
by how many interviewers its provider has for the absences of the month. Steps are late, or never
done, as often as is a choice here: of most no figure is published.
"""

from dataclasses import dataclass

import numpy as np

from wayhome.rules import reasons
from wayhome.simulation.areas import Areas
from wayhome.simulation.chance import Real, Whole, YesNo, chosen, stream
from wayhome.simulation.lives import DAY, Absences, Children
from wayhome.simulation.truths import Truths

OFFERED, OFFERED_SPREAD, COMPLETED, COMPLETED_SPREAD = 0.65, 0.17, 0.75, 0.14
PUSH, PULL, DECLINE = tuple(reasons.Push), tuple(reasons.Pull), tuple(reasons.DeclineReason)
PROVIDERS = ("commissioned_independent", "dedicated_team", "youth_worker", "social_worker")
PROVIDER_SHARES = (0.5, 0.3, 0.1, 0.1)
PLANNED = 0.3  # a choice: of those heard, how many are agreed help
LONGEST = 90 * 24  # hours until the last of it is done: what is still to come is in no back record


@dataclass(frozen=True, slots=True)
class Aftermath:
    """A row for each absence. Hours count from the return; of what was not, they are nonsense.

    `kept_waiting` is how busy the provider was: the month's absences for each it can hear.
    """

    seen: YesNo
    seen_after: Real
    offered: YesNo
    offered_after: Real
    completed: YesNo
    held_after: Real
    provider: Whole
    push: Whole
    pull: Whole
    declined_for: Whole
    planned: YesNo
    police_closed_after: Real
    finalised: YesNo
    finalised_after: Real
    kept_waiting: Real


def of(
    children: Children, absences: Absences, truth: Truths, *, areas: Areas, seed: int
) -> Aftermath:
    """What came after each return."""
    chance = stream(seed, "aftermath")
    number, area = len(absences), children.area[absences.child]
    waiting = _kept_waiting(absences, area, areas=areas)
    offers = _of_area(chance, OFFERED, OFFERED_SPREAD, len(areas))
    completes = _of_area(chance, COMPLETED, COMPLETED_SPREAD, len(areas))
    closed = (area == truth.closing_area) & (
        absences.ended // DAY >= truth.closed_at.toordinal() - 719_163
    )
    offered = chance.random(number) < offers[area] * np.where(closed, 0.25, 1.0)
    offered_after = chance.lognormal(np.log(20), 0.7, number)
    # Hours to the interview (63 of a hundred within 72), longer where the provider is busier.
    held_after = np.maximum(
        chance.lognormal(np.log(54), 0.75, number) * waiting**0.5, offered_after + 1
    ).clip(max=LONGEST)
    return Aftermath(
        seen=chance.random(number) < 0.85,
        seen_after=chance.lognormal(np.log(5), 0.9, number),
        offered=offered,
        offered_after=offered_after,
        completed=offered & (chance.random(number) < completes[area]),
        held_after=held_after,
        provider=chosen(chance, PROVIDER_SHARES, len(areas))[area],
        push=chosen(chance, np.linspace(3, 1, len(PUSH)), number),
        pull=chosen(chance, np.linspace(3, 1, len(PULL)), number),
        declined_for=chosen(chance, np.ones(len(DECLINE)), number),
        planned=chance.random(number) < PLANNED,
        police_closed_after=chance.lognormal(np.log(30), 0.8, number).clip(max=LONGEST),
        finalised=chance.random(number) < 0.8,
        finalised_after=chance.lognormal(np.log(200), 0.6, number).clip(max=LONGEST),
        kept_waiting=waiting,
    )


def _of_area(chance: np.random.Generator, mean: float, spread: float, number: int) -> Real:
    """Shares that differ by area, between 0.19 and one (MPRHI24's extremes)."""
    both = mean * (1 - mean) / spread**2 - 1
    return np.clip(chance.beta(mean * both, (1 - mean) * both, number), 0.19, 1.0)


def _kept_waiting(absences: Absences, area: Whole, *, areas: Areas) -> Real:
    """The month's absences of the area against its mean month: what its provider is built for."""
    if not len(absences):
        return np.ones(0)
    month = absences.began // (DAY * 30)
    month -= month.min()
    key = area * (int(month.max()) + 1) + month
    counts = np.bincount(key, minlength=len(areas) * (int(month.max()) + 1)).astype(float)
    table = counts.reshape(len(areas), -1)
    mean = np.maximum(table.mean(axis=1, keepdims=True), 1e-9)
    return (table / mean).ravel()[key]
