"""Whether one reader may be shown one class of one section, for a purpose, at a moment; and why.

The whole policy in one place: it asks `access` whether the deed may be done, `redaction` which
sections the agency's parts read, and `ceilings` which classes a section and a purpose show. Deny
first: the first check that answers decides, and silence refuses. Only a part that has begun and
has not ended counts; for a child's own record, only one that `redaction.counts_for_record`.

A pointer shows nothing of what is asked for. It says which parts read it, so that whoever needs
it knows whom to ask.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wayhome.rules import access, ceilings, facts, redaction, sentences, sources
from wayhome.rules.access import Deed
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Capacity, Purpose

SOURCE = sources.NEED_TO_KNOW


class Answer(StrEnum):
    """What is answered to a reader."""

    ALLOW = "allow"
    POINTER = "pointer"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered, and why, in words fit to show."""

    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks to do what, for what purpose, through which parts, and what of it to be shown.

    `relations` are None for a deed about no child in particular. `field_class` is None where only
    the deed is asked about; `section` is None for whichever section shows the class.
    `child_id` says whose it is, where the deed is about a child.
    """

    viewer: facts.Viewer
    purpose: Purpose | None
    deed: Deed
    relations: tuple[facts.Relation, ...] | None
    field_class: FieldClass | None
    section: redaction.Section | None
    now: datetime
    child_id: UUID | None = None


OF_THE_CHILDS_RECORD = frozenset(
    {
        Deed.SEE_CHILD,
        Deed.ADD_TO_CHILD,
        Deed.CHANGE_CARE,
        Deed.CHANGE_COUNCIL,
        Deed.CHANGE_FAMILY,
        Deed.SAY_SAFE,
        Deed.ADD_FILE,
        Deed.WITHDRAW_FILE,
    }
)


def decide(
    viewer: facts.Viewer,
    purpose: Purpose | None,
    deed: Deed,
    *,
    field_class: FieldClass | None = None,
    section: redaction.Section | None = None,
    relations: tuple[facts.Relation, ...] | None = None,
    child_id: UUID | None = None,
    now: datetime,
) -> Decision:
    """Whether this is allowed, is only pointed to, or is denied, and why."""
    asked = Asked(viewer, purpose, deed, relations, field_class, section, now, child_id)
    for check in CHECKS:
        decision = check(asked)
        if decision is not None:
            return decision
    return _deny("Your agency's part does not show this")


def is_standing(relation: facts.Relation, *, deed: Deed, now: datetime) -> bool:
    """Whether a part gives anything at this moment, for this deed."""
    began, ended = relation.party.began_at, relation.ended_at
    if (began is not None and began > now) or (ended is not None and ended <= now):
        return False
    if deed not in OF_THE_CHILDS_RECORD:
        return True
    return redaction.counts_for_record(relation.party, closed_at=relation.closed_at)


def _standing(asked: Asked) -> tuple[facts.Party, ...] | None:
    if asked.relations is None:
        return None
    return tuple(
        relation.party
        for relation in asked.relations
        if is_standing(relation, deed=asked.deed, now=asked.now)
    )


def _deny(reason: str) -> Decision:
    return Decision(Answer.DENY, reason)


def _deed_is_refused(asked: Asked) -> Decision | None:
    """The account, the post, the stated purpose and the part, as `access` decides them."""
    viewer = replace(asked.viewer, purpose=asked.purpose)
    decision = access.decide(viewer, asked.deed, parties=_standing(asked), child_id=asked.child_id)
    if not decision.allowed:
        return _deny(_ended(asked) or decision.reason)
    return None if asked.field_class else Decision(Answer.ALLOW, decision.reason)


def _ended(asked: Asked) -> str:
    """That the agency had a part which gives nothing now; empty where that is not the reason."""
    held = access.capacities_of(asked.viewer, (each.party for each in asked.relations or ()))
    still = access.capacities_of(asked.viewer, _standing(asked) or ())
    may_by_post = asked.viewer.active and asked.viewer.posts & access.MAY[asked.deed]
    return "Your agency's part has ended" if may_by_post and held and not still else ""


def _above_the_ceiling(asked: Asked) -> Decision | None:
    if asked.purpose is None or asked.field_class in ceilings.CEILING[asked.purpose].classes:
        return None
    return _deny(sentences.PURPOSE_FORBIDS % {"purpose": asked.purpose.label})


def _shown_to_no_part(asked: Asked) -> Decision | None:
    if asked.relations is not None:
        return None
    if asked.field_class in ceilings.SHOWN_TO_NO_PART[asked.deed].classes:
        return Decision(Answer.ALLOW, "Your post allows it")
    return _deny("This is shown only to an agency with a part in the child's episode")


# Who is asked, by telephone, for an address that an emergency look does not show.
ANSWER_FOR_AN_ADDRESS = (Capacity.HOST_FORCE, Capacity.RESPONSIBLE_AUTHORITY)


def _address_in_an_emergency(asked: Asked) -> Decision | None:
    """Of a child whose address is protected an emergency look shows neither it nor the home.

    Whoever opens the record there and then must know that there is such an address, so that they
    take the child to no other, and whom to telephone for it: a person, who asks who they are.
    """
    viewer = asked.viewer
    if asked.field_class is not FieldClass.PROTECTED or asked.child_id not in viewer.address_kept:
        return None
    by_part = redaction.sections_for(
        replace(viewer, opened=frozenset()), parties=_standing(asked) or (), child_id=asked.child_id
    )
    if shows(asked.field_class, asked.section) & by_part:
        return None
    named = "; ".join(part.label for part in ANSWER_FOR_AN_ADDRESS)
    return Decision(Answer.POINTER, sentences.ASK_THE_PARTS % {"parts": named})


def _shown_by_a_section(asked: Asked) -> Decision | None:
    parts = _standing(asked) or ()
    readable = redaction.sections_for(asked.viewer, parties=parts, child_id=asked.child_id)
    if shows(asked.field_class, asked.section) & readable:
        return Decision(Answer.ALLOW, "Your agency's part shows this")
    return None


def _pointed_to(asked: Asked) -> Decision | None:
    """Which parts to ask; silence where nobody may learn even that, or no section shows it."""
    sections = shows(asked.field_class, asked.section)
    if not sections or asked.field_class not in ceilings.POINTED_TO:
        return None
    readers = frozenset[Capacity]().union(*(redaction.SEEN_BY[section] for section in sections))
    named = "; ".join(part.label for part in Capacity if part in readers)
    return Decision(Answer.POINTER, sentences.ASK_THE_PARTS % {"parts": named})


def shows(
    field_class: FieldClass | None, section: redaction.Section | None
) -> frozenset[redaction.Section]:
    """The sections that show a class: of all, or of the one that is asked for."""
    return frozenset(
        each
        for each, shown in ceilings.SHOWN_IN.items()
        if field_class in shown.classes and section in {None, each}
    )


CHECKS: tuple[Callable[[Asked], Decision | None], ...] = (
    _deed_is_refused,
    _above_the_ceiling,
    _shown_to_no_part,
    _address_in_an_emergency,
    _shown_by_a_section,
    _pointed_to,
)
