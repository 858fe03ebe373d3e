"""What is known of the children themselves: the concerns that come with going missing often.

Seven things tell children who are away again from those who are not (KOST20, HUTCH18): being
looked after, known to youth justice, drugs and alcohol, exploitation, abuse or neglect, conflict at
home, and age. How strongly each does is a choice, fitted so that a model of them is right for 73 of
a hundred children (HUTCH18) and one of harm has the published area under its curve (DAV25).
"""

from dataclasses import dataclass

import numpy as np

from wayhome.simulation.careers import Group
from wayhome.simulation.chance import Real, YesNo, stream
from wayhome.simulation.lives import Children

# How likely each is for a child away once (log odds), and how much likelier for one away often.
_BASE_AND_SLOPE = {
    "substances": (-2.1, 1.75),
    "youth_justice": (-2.6, 1.75),
    "abuse": (-1.1, 1.25),
    "conflict": (-0.5, 1.05),
    "criminal_exploitation": (-3.2, 1.3),
    "mental_health": (-1.6, 0.4),
    "self_harm": (-2.4, 0.4),
    "disability": (-2.4, 0.0),
    "excluded": (-2.3, 1.2),
}
SEXUAL_EXPLOITATION = (-5.0, 1.2)
GIRLS = 1.35  # of sexual exploitation: 73 of a hundred flags are girls' (TCS20)


@dataclass(frozen=True, slots=True)
class Concerns:
    """Concerns, each yes or no for every child, and how easily the child comes to harm."""

    substances: YesNo
    youth_justice: YesNo
    abuse: YesNo
    conflict: YesNo
    criminal_exploitation: YesNo
    mental_health: YesNo
    self_harm: YesNo
    disability: YesNo
    excluded: YesNo
    sexual_exploitation: YesNo
    frailty: Real


def of(children: Children, *, seed: int) -> Concerns:
    """The concerns about each child."""
    chance = stream(seed, "concerns")
    often = np.sqrt(children.again) + 0.35 * children.is_care
    drawn = {
        name: chance.random(len(children)) < _likely(base + slope * often)
        for name, (base, slope) in _BASE_AND_SLOPE.items()
    }
    base, slope = SEXUAL_EXPLOITATION
    sexual = base + slope * often + GIRLS * children.is_girl
    sexual += 2.2 * np.isin(children.group, (Group.EXPLOITED, Group.TRAFFICKED))
    drawn["sexual_exploitation"] = chance.random(len(children)) < _likely(sexual)
    return Concerns(**drawn, frailty=chance.standard_normal(len(children)))


def _likely(log_odds: Real) -> Real:
    return 1 / (1 + np.exp(-log_odds))
