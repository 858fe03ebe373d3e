"""Photographs and documents: what each tells, who is shown it, and who may take it back.

Whoever adds a file says what it tells. That gives it its class and the section it is read in, and
from those the policy decides, like for any other fact. A file may be added by somebody who may not
read it back: a home that hands in what it knows of an exploiter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.rules import access, facts, policy, redaction, sources
from wayhome.rules.access import Deed
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Capacity, Labelled, Purpose

SOURCE = sources.NEED_TO_KNOW


class FileSubject(Labelled):
    """What a file tells."""

    PHOTOGRAPH = "photograph", "a photograph of the child"
    ABSENCE = "absence", "a document about the absence or the plan"
    HEALTH = "health", "a document about health or harm"
    VOICE = "voice", "the child's own words or drawing"
    FAMILY = "family", "a document about family or others"
    INTELLIGENCE = "intelligence", "a document about who may be harming children"


@dataclass(frozen=True, slots=True)
class Told:
    """The class of what a file tells, the sections that show it, and what that means in words."""

    field_class: FieldClass
    sections: tuple[redaction.Section, ...]
    means: str


C = FieldClass
TOLD: dict[FileSubject, Told] = {
    FileSubject.PHOTOGRAPH: Told(
        C.APPEAL,
        (redaction.Section.REPORT, redaction.Section.INTERVIEW_OFFERS),
        "Seen by those who look for the child and those who meet them. It is not published",
    ),
    FileSubject.ABSENCE: Told(
        C.EPISODE,
        (redaction.Section.RESPONSE,),
        "Seen by the police, the councils and the home that answer for the child",
    ),
    FileSubject.HEALTH: Told(
        C.HEALTH,
        (redaction.Section.RESPONSE,),
        "Seen by the police, the councils and the home that answer for the child",
    ),
    FileSubject.VOICE: Told(
        C.VOICE,
        (redaction.Section.INTERVIEW_SHAREABLE,),
        "Seen by the police, the councils and whoever hears the child; not by the home or family",
    ),
    FileSubject.FAMILY: Told(
        C.THIRD_PARTY,
        (redaction.Section.FAMILY,),
        "Seen by the police, the councils and the home that answer for the child",
    ),
    FileSubject.INTELLIGENCE: Told(
        C.INTELLIGENCE,
        (redaction.Section.INTELLIGENCE,),
        "Seen by the police alone. If you are not the police, you will not see it again",
    ),
}
ONLY_A_PICTURE = frozenset({FileSubject.PHOTOGRAPH})


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, why, through which parts, and at what moment."""

    viewer: facts.Viewer
    purpose: Purpose | None
    relations: tuple[facts.Relation, ...]
    child_id: UUID
    now: datetime


def may_be_seen(subject: FileSubject, looking: Looking, *, deed: Deed) -> policy.Decision:
    """Whether a file that tells this is shown, and why."""
    told, answer = (
        TOLD[subject],
        policy.Decision(policy.Answer.DENY, "Your agency's part does not show this"),
    )
    for section in told.sections:
        answer = policy.decide(
            looking.viewer,
            looking.purpose,
            deed,
            field_class=told.field_class,
            section=section,
            relations=looking.relations,
            child_id=looking.child_id,
            now=looking.now,
        )
        if answer.answer is policy.Answer.ALLOW:
            break
    return answer


_ANSWERS_FOR_THE_CHILD = frozenset(
    {
        Capacity.HOME_FORCE,
        Capacity.HOST_FORCE,
        Capacity.RESPONSIBLE_AUTHORITY,
        Capacity.HOST_AUTHORITY,
    }
)


def may_withdraw(
    viewer: facts.Viewer, *, added_by_agency: UUID | None, parties: Iterable[facts.Party]
) -> access.Decision:
    """Whether a file may be withdrawn or replaced: by the agency that added it, or by a lead."""
    held = tuple(parties)
    allowed = access.decide(viewer, Deed.WITHDRAW_FILE, parties=held)
    if not allowed.allowed or viewer.agency_id == added_by_agency:
        return allowed
    if access.capacities_of(viewer, held) & _ANSWERS_FOR_THE_CHILD:
        return allowed
    return access.Decision(
        allowed=False, reason="Another agency added this. Ask them to withdraw it"
    )
