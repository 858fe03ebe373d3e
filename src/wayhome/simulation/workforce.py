"""Who works there: police forces, councils, health bodies, homes, schools, interview providers.

Forces, councils and health bodies have their public names, since what is published is published of
them. Homes, schools, charities and people are made up, and their names say of which area they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from wayhome.rules.vocabulary import AgencyKind, PostKind
from wayhome.simulation import truths
from wayhome.simulation.areas import TRANSPORT_POLICE, Areas
from wayhome.simulation.chance import Real, Whole

HOMES_FOR, SCHOOLS_FOR = 16, 4000  # missing children of care to a home; children to a school
NATIONAL = "National Missing Persons Unit"
_TREES = (
    "Alder Ash Beech Birch Cedar Elm Hazel Holly Juniper Larch Lime Maple Oak Pine Rowan Willow"
)
_OF_HOME, _OF_SUPPORTED = "House", "Lodge"
_P = PostKind
STAFF: Mapping[AgencyKind, Mapping[PostKind, int]] = {
    AgencyKind.POLICE: {
        _P.CALL_HANDLER: 8,
        _P.DUTY_SERGEANT: truths.OFFICERS_OF_A_FORCE,
        _P.DUTY_INSPECTOR: 5,
        _P.MISSING_PERSON_COORDINATOR: 3,
        _P.DETECTIVE_INSPECTOR: 2,
        _P.SUPERINTENDENT: 1,
    },
    AgencyKind.LOCAL_AUTHORITY: {
        _P.SOCIAL_WORK_TEAM: 10,
        _P.EMERGENCY_DUTY_TEAM: 3,
        _P.MISSING_COORDINATOR: 2,
        _P.TEAM_MANAGER: 2,
        _P.SERVICE_MANAGER: 1,
        _P.DIRECTOR: 1,
        _P.INTERVIEW_COORDINATOR: 1,
        _P.INTERVIEWER: 4,
    },
    AgencyKind.HEALTH: {_P.SAFEGUARDING_NURSE: 2},
    AgencyKind.CARE_HOME: {_P.PLACEMENT_STAFF: 2, _P.HOME_MANAGER: 1},
    AgencyKind.SCHOOL: {_P.SAFEGUARDING_LEAD: 1},
    AgencyKind.INTERVIEW_PROVIDER: {_P.INTERVIEW_COORDINATOR: 1, _P.INTERVIEWER: 5},
    AgencyKind.NATIONAL: {_P.NATIONAL_DESK: 2},
}


@dataclass(slots=True)
class Workforce:
    """Agencies, posts and people, a row each, in the order in which they came.

    `force`, `council`, `health` and `provider` are agencies by force, area, body and area;
    homes, supported places and schools of an area stand together: first and how many.
    """

    names: list[str] = field(default_factory=list)
    kinds: list[AgencyKind] = field(default_factory=list)
    nations: list[str] = field(default_factory=list)
    partnerships: list[str] = field(default_factory=list)
    police_force: list[int | None] = field(default_factory=list)
    council: list[int | None] = field(default_factory=list)
    post_agency: list[int] = field(default_factory=list)
    post_kind: list[PostKind] = field(default_factory=list)
    first_person: list[int] = field(default_factory=list)
    people_of_post: list[int] = field(default_factory=list)
    forces: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    councils: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    bodies: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    charities: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    homes: Whole = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    supported: Whole = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    schools: Whole = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))

    def post(self, agencies: Whole, kind: PostKind) -> Whole:
        """The post of that kind in each agency; every one of them has it."""
        table = np.full(len(self.names), -1, dtype=np.int64)
        for row, (agency, each) in enumerate(zip(self.post_agency, self.post_kind, strict=True)):
            if each is kind:
                table[agency] = row
        found: Whole = table[agencies]
        return found

    def person(self, posts: Whole, drawn: Real) -> Whole:
        """Somebody who holds each post: `drawn` from nought up to one says which."""
        first, number = np.array(self.first_person), np.array(self.people_of_post)
        return first[posts] + np.floor(drawn * number[posts]).astype(np.int64)

    @property
    def number_of_people(self) -> int:
        """How many work there."""
        return sum(self.people_of_post)

    def _add(
        self,
        name: str,
        kind: AgencyKind,
        *,
        partnership: str = "",
        force: int | None = None,
        council: int | None = None,
        is_welsh: bool = False,
    ) -> int:
        row = len(self.names)
        self.names.append(name)
        self.kinds.append(kind)
        self.nations.append("wales" if is_welsh else "england")
        self.partnerships.append(partnership)
        self.police_force.append(force)
        self.council.append(council)
        for post, number in STAFF[kind].items():
            self.post_agency.append(row)
            self.post_kind.append(post)
            self.first_person.append(self.number_of_people)
            self.people_of_post.append(number)
        return row


def of(areas: Areas) -> Workforce:
    """Everybody who works in those areas."""
    made = Workforce()
    of_forces = [force_name(name) for name in areas.forces]
    partnerships = [f"{name.removesuffix(' Police')} partnership" for name in of_forces]
    made.forces = np.array(
        [
            made._add(name, AgencyKind.POLICE, partnership=of_it)
            for name, of_it in zip(of_forces, partnerships, strict=True)
        ]
    )
    made._add(TRANSPORT_POLICE, AgencyKind.POLICE)
    made._add(NATIONAL, AgencyKind.NATIONAL)
    made.bodies = np.array([made._add(name, AgencyKind.HEALTH) for name in areas.bodies])
    made.councils = np.array(
        [
            made._add(
                f"{name} Council",
                AgencyKind.LOCAL_AUTHORITY,
                partnership=partnerships[force],
                force=int(made.forces[force]),
                is_welsh=code.startswith("W"),
            )
            for code, name, force in zip(areas.codes, areas.names, areas.force, strict=True)
        ]
    )
    made.charities = _charities(made, areas, partnerships)
    made.homes = _places(made, areas, _OF_HOME, AgencyKind.CARE_HOME)
    made.supported = _places(made, areas, _OF_SUPPORTED, AgencyKind.CARE_HOME)
    made.schools = _places(made, areas, "School", AgencyKind.SCHOOL)
    return made


def force_name(name: str) -> str:
    """The name of a force whose area has that name."""
    if name == "London, City of":
        return "City of London Police"
    return name if name.endswith("Police") else f"{name} Police"


def _charities(made: Workforce, areas: Areas, partnerships: list[str]) -> Whole:
    """An interview charity for each force's area, by area."""
    of_force = [
        made._add(
            f"Lantern Voices, {name}",
            AgencyKind.INTERVIEW_PROVIDER,
            partnership=partnerships[row],
        )
        for row, name in enumerate(areas.forces)
    ]
    found: Whole = np.array(of_force)[areas.force]
    return found


def _places(made: Workforce, areas: Areas, ending: str, kind: AgencyKind) -> Whole:
    """Homes or schools of each area: the first, and how many."""
    number = np.maximum(
        1, areas.children / SCHOOLS_FOR if kind is AgencyKind.SCHOOL else areas.missing / HOMES_FOR
    ).astype(int)
    rows = []
    for area, many in enumerate(number):
        names = _names(ending, areas.names[area], int(many))
        added = [
            made._add(
                name,
                kind,
                force=int(made.forces[areas.force[area]]),
                council=int(made.councils[area]),
                is_welsh=areas.codes[area].startswith("W"),
            )
            for name in names
        ]
        rows.append((added[0], len(added)))
    return np.array(rows)


def _names(ending: str, area: str, number: int) -> Iterable[str]:
    trees = _TREES.split()
    for nth in range(number):
        which = f" {nth // len(trees) + 1}" if nth >= len(trees) else ""
        yield f"{trees[nth % len(trees)]} {ending}{which}, {area}"
