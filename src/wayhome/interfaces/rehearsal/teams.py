"""Who acts for a child: the people of the agencies that have a part, by what they do.

The team follows from where the child lives and which council is responsible.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Team:
    """Usernames of the people who act for one child."""

    reporter: str
    police: str
    inspector: str
    police_coordinator: str
    social_worker: str
    council: str
    council_coordinator: str
    manager: str
    interviewer: str = "ben"
    provider: str = "Homeward Voices"


NORTHMOOR_HARROWFELL = Team(
    reporter="asha",
    police="tomas",
    inspector="ines",
    police_coordinator="callum",
    social_worker="nadia",
    council="Harrowfell Council",
    council_coordinator="priya",
    manager="leon",
)
NORTHMOOR_MILLBROOK = replace(
    NORTHMOOR_HARROWFELL,
    social_worker="sol",
    council="Millbrook Council",
    council_coordinator="hana",
    manager="peter",
)
EASTVALE = Team(
    reporter="marek",
    police="lowri",
    inspector="femi",
    police_coordinator="bea",
    social_worker="elin",
    council="Eastvale County Council",
    council_coordinator="carys",
    manager="abel",
    interviewer="mei",
    provider="Open Road Interviews",
)
BY_COUNCIL: Mapping[str, Team] = MappingProxyType(
    {team.council: team for team in (NORTHMOOR_HARROWFELL, NORTHMOOR_MILLBROOK, EASTVALE)}
)
LEADS_WHERE_PLACED: Mapping[str, Team] = MappingProxyType(
    {"Larch House": NORTHMOOR_MILLBROOK, "Tideway House": EASTVALE}
)
REPORTS_FROM: Mapping[str, str] = MappingProxyType(
    {"Larch House": "joss", "Tideway House": "tariq", "Beckside Academy": "grace"}
)


def of(*, council: str, home: str = "", school: str = "") -> Team:
    """The team of a child: the force where they live leads, their own council is responsible."""
    responsible = BY_COUNCIL[council]
    leads = LEADS_WHERE_PLACED.get(home, responsible)
    return replace(
        responsible,
        reporter=REPORTS_FROM.get(home or school, leads.reporter),
        police=leads.police,
        inspector=leads.inspector,
        police_coordinator=leads.police_coordinator,
    )
