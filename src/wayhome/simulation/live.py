"""What happens in a simulated country as it would be told to a running service, in order.

Each happening says how many seconds after the first one it comes, of which absence it is, which
side tells of it and in what words. Nothing says when: whoever sends it says that it is so now.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from wayhome.simulation import names
from wayhome.simulation.chance import stream
from wayhome.simulation.circumstances import FINDERS, HARMS
from wayhome.simulation.country import Country
from wayhome.simulation.grades import LEVELS
from wayhome.simulation.lives import HOUR
from wayhome.simulation.told.ended import PLACES
from wayhome.simulation.told.reported import LAST_SEEN, TRIED, TYPES, WORRIES

EPOCH = date(1970, 1, 1).toordinal()
PLACED = (2, 3)  # in a home, or a supported place: its staff report
SEEN_BY_SOMEBODY, ASSESSED_BY_COUNCIL = 0.25, 0.7


class What(StrEnum):
    """What happens; its value is where in the API it is told, of one episode."""

    REPORTED = "missing-reports"
    ASSESSED_BY_POLICE = "assessments"
    ASSESSED_BY_COUNCIL = "assessments "
    SEEN = "sightings"
    LOCATED = "located"
    RETURNED = "returned"
    SEEN_BY_POLICE = "prevention-interview"
    REFERRED = "interview-referrals"
    OFFERED = "interview-offers"


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One thing that is told. `by_home` is whether staff of a home report, and not the police."""

    at: float
    absence: int
    what: What
    area: int = field(compare=False)
    by_home: bool = field(compare=False)
    said: Mapping[str, object] = field(compare=False)


def happenings(country: Country) -> list[Happening]:
    """Everything that is told of the country's absences, the first after no time at all."""
    told = sorted(
        each for absence in range(len(country.absences)) for each in _of(country, absence)
    )
    first = told[0].at if told else 0.0
    return [
        Happening(each.at - first, each.absence, each.what, each.area, each.by_home, each.said)
        for each in told
    ]


def _of(country: Country, absence: int) -> Iterator[Happening]:
    """What is told of one absence."""
    absences, what = country.absences, country.circumstances
    chance = stream(country.scope.seed, f"live {absence}")
    began, ended = int(absences.began[absence]), int(absences.ended[absence])
    area = int(what.host[absence])
    by_home = int(what.placement[absence]) in PLACED

    def tell(at: float, kind: What, **said: object) -> Happening:
        return Happening(at, absence, kind, area, by_home, said)

    reported = began + min(1.2 * HOUR * float(chance.lognormal(0, 0.9)), 0.6 * (ended - began))
    yield tell(reported, What.REPORTED, **_reported(country, absence, chance))
    police = reported + 0.7 * HOUR * float(chance.lognormal(0, 0.6))
    if police < ended:
        yield tell(police, What.ASSESSED_BY_POLICE, **_judged(int(country.grades.police[absence])))
    council = reported + 2 * HOUR * float(chance.lognormal(0, 0.6))
    if council < ended and chance.random() < ASSESSED_BY_COUNCIL:
        grade = int(country.grades.council[absence])
        yield tell(council, What.ASSESSED_BY_COUNCIL, **_judged(max(grade, 1)))
    if chance.random() < SEEN_BY_SOMEBODY:
        at = reported + (ended - reported) * float(chance.uniform(0.2, 0.9))
        yield tell(at, What.SEEN, **_seen(country, absence, chance))
    yield from _after(country, absence, tell)


def _after(country: Country, absence: int, tell: Callable[..., Happening]) -> Iterator[Happening]:
    """What is told of how the absence ended, and of what came then."""
    what, after = country.circumstances, country.aftermath
    ended = int(country.absences.ended[absence])
    finder = FINDERS[int(what.finder[absence])]
    if finder != "self":
        yield tell(ended - 0.5, What.LOCATED, place=_place(country, absence), found_by=finder)
    to = "placement" if int(what.placement[absence]) in PLACED else "home"
    yield tell(ended, What.RETURNED, to=to, found_by=finder)
    if after.seen[absence]:
        harm = [HARMS[int(what.harm[absence])]] if what.harmed[absence] else []
        at = ended + min(float(after.seen_after[absence]), 12) * HOUR
        yield tell(at, What.SEEN_BY_POLICE, mode="face_to_face", harm=harm)
    if after.offered[absence]:
        at = ended + float(after.offered_after[absence]) * HOUR
        yield tell(at - HOUR, What.REFERRED)
        yield tell(at, What.OFFERED, how="telephone", offered_by_name="An interview coordinator")


def _reported(country: Country, absence: int, chance: np.random.Generator) -> dict[str, object]:
    child = int(country.absences.child[absence])
    key, seed = np.array([child]), country.scope.seed
    children = country.children
    ethnicity, girl = children.ethnicity[key], children.is_girl[key]
    given = names.GIVEN[int(names.given(ethnicity, girl, key, seed=seed)[0])]
    family = names.FAMILY[int(names.family(ethnicity, key, seed=seed)[0])]
    return {
        "child": {
            "given_name": given,
            "family_name": family,
            "date_of_birth": date.fromordinal(EPOCH + int(children.born[child])).isoformat(),
            "sex": "F" if girl[0] else "M",
        },
        "type": TYPES[int(country.circumstances.is_away[absence])],
        "why_worried": WORRIES[int(chance.integers(len(WORRIES)))],
        "tried": TRIED[int(chance.integers(len(TRIED)))],
        "last_seen_place": LAST_SEEN[int(chance.integers(len(LAST_SEEN)))],
    }


def _judged(grade: int) -> dict[str, object]:
    return {"level": LEVELS[grade], "reasons": "As far as is known at this moment."}


def _seen(country: Country, absence: int, chance: np.random.Generator) -> dict[str, object]:
    return {
        "place": _place(country, absence),
        "certainty": ("certain", "probable", "possible")[int(chance.integers(3))],
        "source_name": "A member of the public",
    }


def _place(country: Country, absence: int) -> str:
    return list(PLACES.values())[int(country.circumstances.found[absence])]
