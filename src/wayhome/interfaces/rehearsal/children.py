"""Invented children: who is responsible, where they live, whom they have.

Every family name says that it is invented.
"""

from dataclasses import dataclass, replace
from datetime import date

from wayhome.interfaces.rehearsal import scenes, teams
from wayhome.journey import child_introduced
from wayhome.rules import told
from wayhome.rules.vocabulary import Marker


@dataclass(frozen=True, slots=True)
class Contact:
    """A parent or carer of an invented child."""

    name: str
    relationship: str = "mother"
    telephone: str = "01632 960100"
    unsafe_because: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """An invented child.

    `nights_before` are the days before this episode on which others began and were carried
    through; `brought_in` those whose closed history came from the force, which needs `born`.
    """

    given: str
    family: str = "Example"
    age: int | None = 14
    born: date | None = None
    sex: str = ""
    ethnicity: str = ""
    council: str = "Harrowfell Council"
    home: str = ""
    school: str = ""
    health: str = "Fellside Health Trust"
    description: str = ""
    contacts: tuple[Contact, ...] = ()
    markers: tuple[Marker, ...] = ()
    social_worker: str = ""
    reporter: str = ""
    nights_before: tuple[int, ...] = ()
    brought_in: tuple[int, ...] = ()

    @property
    def team(self) -> teams.Team:
        """Who acts for this child."""
        team = teams.of(council=self.council, home=self.home)
        return replace(team, reporter=self.reporter) if self.reporter else team


AMIRA = Portrait(
    "Amira",
    age=15,
    home="Larch House",
    council="Millbrook Council",
    description="Slight, dark curly hair, a yellow coat",
    contacts=(Contact("Sara Example"),),
)


OUT_OF_AREA = Portrait(
    "Idris", "Sample", age=13, home="Tideway House", contacts=(Contact("Nan Sample"),)
)
UNSAFE_FATHER = Portrait(
    "Tegan",
    "Imaginary",
    age=16,
    council="Millbrook Council",
    home="Larch House",
    contacts=(
        Contact("Dale Imaginary", "father", unsafe_because="Court order: no contact"),
        Contact("Jo Imaginary"),
    ),
)
MARKED = Portrait(
    "Kofi",
    "Fictional",
    age=15,
    council="Millbrook Council",
    home="Larch House",
    markers=(Marker.CRIMINAL_EXPLOITATION,),
)


OFTEN_AWAY = Portrait(
    "Rhys", "Pretend", council="Millbrook Council", home="Larch House", nights_before=(20, 9)
)


def introduce(scene: scenes.Scene, portrait: Portrait = AMIRA) -> scenes.Known:
    """Make the child's record, as their council's social worker would."""
    made = child_introduced.record(
        _details(portrait),
        arrangement=_care(scene, portrait),
        contacts=[_contact(contact) for contact in portrait.contacts],
        concerns=[
            told.Concern(marker, "Recorded at an earlier meeting", "children's services")
            for marker in portrait.markers
        ],
        by=scene.person(portrait.team.social_worker),
        now=scene.now,
    )
    return scenes.Known(made.reference, made.child_id)


def _details(portrait: Portrait) -> told.Child:
    return told.Child(
        given_name=portrait.given,
        family_name=portrait.family,
        date_of_birth=portrait.born,
        age_stated=None if portrait.born else portrait.age,
        sex=portrait.sex,
        ethnicity=portrait.ethnicity,
        ethnicity_source="said by the child" if portrait.ethnicity else "",
        description=portrait.description,
    )


def _care(scene: scenes.Scene, portrait: Portrait) -> told.Arrangement:
    agencies = scene.cast.agencies
    worker = scene.cast.people[portrait.social_worker] if portrait.social_worker else None
    return told.Arrangement(
        responsible_authority_id=agencies[portrait.council],
        placement_id=agencies[portrait.home] if portrait.home else None,
        school_id=agencies[portrait.school] if portrait.school else None,
        health_id=agencies[portrait.health] if portrait.health else None,
        social_worker_id=worker,
        legal_basis="V2" if portrait.home else "",
        is_looked_after=bool(portrait.home),
    )


def _contact(contact: Contact) -> told.Contact:
    return told.Contact(
        contact.name,
        contact.relationship,
        telephone=contact.telephone,
        unsafe_to_tell=bool(contact.unsafe_because),
        unsafe_reason=contact.unsafe_because,
    )
