"""What a purpose lets one reader see of a child, and which purpose is meant where none was said.

A part opens sections; the purpose then narrows them. A section whose own class lies above the
purpose's ceiling is held back whole; of any other section the fields of such a class are left out.
What is held back is named, so that whoever needs it can say another purpose. Nothing is asked at
three in the morning: an episode is opened for what its state says is being done, and the ledger
says that nobody chose it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.rules import access, ceilings, facts, policy, redaction, sources
from wayhome.rules.access import Deed
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, Matter, Purpose

SOURCE = sources.PURPOSE_LIMITATION

C = FieldClass
# The class a section is made of. Without it nothing of the section is worth reading.
OWN_CLASS: Mapping[Section, FieldClass] = {
    Section.SUMMARY: C.EPISODE,
    Section.REPORT: C.EPISODE,
    Section.RISK: C.EPISODE,
    Section.RESPONSE: C.EPISODE,
    Section.SEARCH: C.PLACE,
    Section.FOUND: C.EPISODE,
    Section.INTERVIEW_OFFERS: C.EPISODE,
    Section.INTERVIEW_SHAREABLE: C.VOICE,
    Section.INTELLIGENCE: C.INTELLIGENCE,
    Section.SUPPORT: C.EPISODE,
    Section.FAMILY: C.THIRD_PARTY,
}
# The class of each fact of a child's own record, as its model declares it: a test holds them equal.
OF_FACT: Mapping[str, FieldClass] = {
    **dict.fromkeys(
        ("given_name", "family_name", "known_as", "age", "age_stated", "language"), C.IDENTITY
    ),
    **dict.fromkeys(("date_of_birth", "sex", "ethnicity", "ethnicity_source"), C.IDENTITY),
    "description": C.APPEAL,
    **dict.fromkeys(
        ("responsible_authority_id", "host_authority_id", "home_force_id", "host_force_id"), C.PLACE
    ),
    **dict.fromkeys(("school_id", "health_id"), C.PLACE),
    "social_worker_id": C.STAFF,
    **dict.fromkeys(("is_looked_after", "since", "legal_basis"), C.EPISODE),
    "placement_id": C.PROTECTED,
    "markers": C.HEALTH,
    "contacts": C.THIRD_PARTY,
}


@dataclass(frozen=True, slots=True)
class Readable:
    """What one reader may read for a purpose: sections, classes of field, and what is held back.

    `not_disclosed` is what of the child must not be disclosed to this reader, whatever the purpose.
    `pointed_to` are the classes of which they are told that there is something, and whom to ask.
    """

    purpose: Purpose
    sections: frozenset[Section]
    classes: frozenset[FieldClass]
    held_sections: frozenset[Section]
    held_classes: frozenset[FieldClass]
    not_disclosed: frozenset[Matter] = frozenset()
    pointed_to: frozenset[FieldClass] = frozenset()

    @property
    def may_know(self) -> frozenset[str]:
        """The facts of the child's own record that are open, by name."""
        opened = redaction.child_facts_for(
            self.sections | self.held_sections, held_back=self.not_disclosed
        )
        return frozenset(fact for fact in opened if OF_FACT[fact] in self.classes)

    @property
    def holds_back(self) -> bool:
        """Whether anything is left out that the part would show."""
        return bool(self.held_classes | self.pointed_to)


def readable(
    viewer: facts.Viewer,
    purpose: Purpose,
    deed: Deed,
    *,
    parties: tuple[facts.Party, ...],
    child_id: UUID | None,
    now: datetime,
) -> Readable:
    """What the policy shows this reader of the sections their part opens, for this purpose."""
    opened = redaction.sections_for(viewer, parties=parties, child_id=child_id)
    relations = tuple(facts.Relation(party) for party in _held_by(viewer, parties))

    def answered(field_class: FieldClass, section: Section | None) -> policy.Answer:
        return policy.decide(
            viewer,
            purpose,
            deed,
            field_class=field_class,
            section=section,
            relations=relations,
            child_id=child_id,
            now=now,
        ).answer

    allow, pointer = policy.Answer.ALLOW, policy.Answer.POINTER
    sections = frozenset(each for each in opened if answered(OWN_CLASS[each], each) is allow)
    by_part = frozenset[FieldClass]().union(*(ceilings.SHOWN_IN[each].classes for each in opened))
    answers = {each: answered(each, None) for each in by_part}
    classes = frozenset(each for each, answer in answers.items() if answer is allow)
    pointed_to = frozenset(
        each for each in by_part - ceilings.POINTED_TO if answers[each] is pointer
    )
    return Readable(
        purpose,
        sections,
        classes,
        opened - sections,
        by_part - classes - pointed_to,
        viewer.held_back(child_id),
        pointed_to,
    )


def _held_by(viewer: facts.Viewer, parties: tuple[facts.Party, ...]) -> tuple[facts.Party, ...]:
    return tuple(party for party in parties if party.agency_id == viewer.agency_id)


def parties_for(
    viewer: facts.Viewer,
    parties: tuple[facts.Party, ...],
    *,
    shown: Readable,
    child_id: UUID | None,
) -> tuple[facts.Party, ...]:
    """The parts the viewer may know of for their purpose: the home only where it may be shown."""
    opens_home = frozenset(Section) if "placement_id" in shown.may_know else frozenset[Section]()
    return redaction.parties_for(viewer, parties, readable=opens_home, child_id=child_id)


def whom_to_ask(parties: tuple[facts.Party, ...], *, shown: Readable) -> tuple[UUID, ...]:
    """The agencies to telephone for the protected address of a record opened in an emergency.

    None where the reader is not pointed to one.
    """
    if FieldClass.PROTECTED not in shown.pointed_to:
        return ()
    asked = (
        party.agency_id
        for capacity in policy.ANSWER_FOR_AN_ADDRESS
        for party in parties
        if party.capacity is capacity
    )
    return tuple(dict.fromkeys(asked))


def agencies_unsaid(
    viewer: facts.Viewer, parties: tuple[facts.Party, ...], *, shown: Readable
) -> redaction.Unsaid | None:
    """Which agencies are not named to this reader for their purpose; None where all may be."""
    knows_home = "placement_id" in shown.may_know
    return redaction.agencies_unsaid(viewer, parties, knows_home=knows_home)


_FORCES = frozenset({Capacity.HOME_FORCE, Capacity.HOST_FORCE, Capacity.OTHER_FORCES})
_HEARS = frozenset(
    {Capacity.RESPONSIBLE_AUTHORITY, Capacity.HOST_AUTHORITY, Capacity.INTERVIEW_PROVIDER}
)


def meant(
    viewer: facts.Viewer,
    *,
    parties: tuple[facts.Party, ...],
    is_back: bool,
    is_closed: bool,
) -> Purpose:
    """Why somebody opens an episode, where they have not said: by its state and their part.

    While the child is away whoever holds one of the two keys judges the risk, and everybody else
    looks for the child. Once they are back the police judge what it meant, and the others see that
    the child is heard. A closed episode is opened to review it, but by those who still have the
    child to hear.
    """
    if not is_back and not is_closed:
        return Purpose.SEARCH if access.side_of(viewer) is None else Purpose.ASSESS
    held = {party.capacity for party in _held_by(viewer, parties)}
    if held & _HEARS:
        return Purpose.RETURN_INTERVIEW
    if is_closed:
        return Purpose.OVERSIGHT
    return Purpose.ASSESS if held & _FORCES else Purpose.RETURN_INTERVIEW
