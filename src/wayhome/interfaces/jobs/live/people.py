"""Who of the demonstration tells what: a force, a council, a home and a charity for each area."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import partnership_formed

NOT_HERE = (
    "{lacks} here: run wayhome seed-demo first, in a database of its own. Only the people of the "
    "demonstration tell of an invented country."
)
LABEL = "an invented country, told as it happens"


class NoDemonstration(ValueError):
    """The people who tell of it are not there."""


@dataclass(frozen=True, slots=True)
class Area:
    """The names by which people of an area sign in, and the agencies they work for."""

    council: str
    handler: str
    sergeant: str
    inspector: str
    social_worker: str
    coordinator: str
    provider: str
    interviewing: str
    home: str = ""


AREAS = (
    Area(
        "Harrowfell Council", "asha", "tomas", "ines", "nadia", "priya", "Homeward Voices", "zofia"
    ),
    Area(
        "Millbrook Council",
        "asha",
        "tomas",
        "ines",
        "sol",
        "hana",
        "Homeward Voices",
        "zofia",
        "joss",
    ),
    Area(
        "Eastvale County Council",
        "marek",
        "lowri",
        "femi",
        "elin",
        "carys",
        "Open Road Interviews",
        "mei",
        "tariq",
    ),
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A token for each person who tells something, and the agencies by name."""

    tokens: dict[str, str]
    agencies: dict[str, UUID]


def telling(*, now: datetime, lasts: timedelta) -> Telling:
    """Tokens that end by themselves. Raises NoDemonstration where nobody is there to bear them.

    Only among the agencies of the demonstration: no invented child is told of among others.
    """
    cast = casting.find()
    agencies = {name for area in AREAS for name in (area.council, area.provider)}
    if strangers := sorted(agencies - set(cast.agencies)):
        raise NoDemonstration(NOT_HERE.format(lacks=f"There is no {strangers[0]}"))
    wanted = sorted(
        {
            name
            for area in AREAS
            for name in (
                area.handler,
                area.sergeant,
                area.inspector,
                area.social_worker,
                area.coordinator,
                area.interviewing,
                area.home,
            )
            if name
        }
    )
    if missing := [name for name in wanted if name not in cast.people]:
        raise NoDemonstration(NOT_HERE.format(lacks=f"Nobody signs in as {missing[0]}"))
    return Telling(
        {
            name: partnership_formed.token(cast.people[name], label=LABEL, now=now, lasts=lasts)
            for name in wanted
        },
        cast.agencies,
    )
