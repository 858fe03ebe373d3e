"""Telling a parent or carer as it is owed, and the decision not to, which stands until taken back.

A decision not to tell somebody outlasts the episode in which it was made. In the next one it is
asked whether it still stands, and nobody is asked to tell them before it is taken back.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from wayhome.journey.acting import Acting
from wayhome.records.children import queries as children
from wayhome.records.protection import queries as protection
from wayhome.records.safety import queries as safety
from wayhome.rules import facts, family, notifications, sentences
from wayhome.rules.vocabulary import DutyKind, Matter, ReturnedTo
from wayhome.stages.found import queries as found_queries
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries
from wayhome.stages.response import stopped

if TYPE_CHECKING:
    from wayhome.stages.found.models import Returned
    from wayhome.stages.response.models import Duty

LONGEST_REASON = 300
DECIDE = "decide:"
OF_THE_END = "end:"
NOT_TO_BE_SAID = "It was decided that this person must not be told everything. Read what is new."
NOT_OF_THE_RETURN = "it was decided not to disclose that the child is back"
TOLD_OF_THE_END = {
    ReturnedTo.DIED: sentences.TELL_DIED,
    ReturnedTo.TURNED_EIGHTEEN: sentences.TELL_EIGHTEEN,
}


def owe(acting: Acting, known: children.Known, contacts: Iterable[facts.Contact]) -> None:
    """Ask for each parent or carer to be told, or for a decision; or keep why they are not told."""
    decisions = notifications.family_to_tell(contacts)
    if not decisions:
        return
    decided = _decided(known)
    asked = {duty.key for duty in acting.duties_of(DutyKind.TELL_FAMILY)}
    unsaid = _unsaid(known)
    for decision in decisions:
        if decision.tell:
            held = unsaid.get(decision.contact.contact_id, frozenset())
            _ask(acting, decision.contact, decided, asked=asked, unsaid=held)
        else:
            _keep_why_not(acting, decision)


def owe_of_the_end(
    acting: Acting, known: children.Known, contacts: Iterable[facts.Contact]
) -> None:
    """Ask for each of these parents and carers to be told how the absence has ended.

    Nobody is asked to tell one it is not safe to tell, one whom it was decided not to tell, or
    one for whom that is still to be decided. Of somebody who may be one whom it was decided not
    to tell, and of whom nothing has been said yet, it is asked what to do.
    """
    decided = _decided(known)
    kept_from = [other for other, _why in decided.values()]
    unsaid = _unsaid(known)
    ended = cast(
        "Returned", found_queries.standing(found_queries.everything(acting.episode.id).returned)
    )
    words = TOLD_OF_THE_END.get(ReturnedTo(ended.to), sentences.TELL_BACK)
    asked = _keys(acting.duties_of(DutyKind.TELL_FAMILY))
    for decision in notifications.family_to_tell(contacts):
        contact = decision.contact
        if not decision.tell or contact.contact_id in decided:
            continue
        if Matter.RETURN in unsaid.get(contact.contact_id, ()):
            _keep_why_not(acting, replace(decision, tell=False, reason=NOT_OF_THE_RETURN))
            continue
        if _is_to_be_decided(acting, known, contact.contact_id):
            continue
        alike = family.may_be_one_of(contact, kept_from)
        if alike is not None and not said_of(known, contact.contact_id):
            _ask(acting, contact, decided, asked=asked)
        else:
            said = _saying_nothing_of(words % _named(contact), unsaid.get(contact.contact_id, ()))
            _open(acting, contact, said, key=f"{OF_THE_END}{contact.contact_id}", asked=asked)


def owe_of_a_mistake(
    acting: Acting, known: children.Known, *, since: datetime, because: str
) -> None:
    """The end of the absence was a mistake: nobody is told of it now, and who was is told so.

    Nobody is asked to tell one it is not safe to tell, or whom it was decided not to tell. Who
    became known meanwhile, and was never asked about, is to be told of the absence.
    """
    for duty in acting.waiting(DutyKind.TELL_FAMILY):
        if duty.key.startswith(OF_THE_END):
            acting.decline(duty, because=because)
    told = {known.standing_of(each) for each in stopped.family_told(acting.episode.id, since=since)}
    asked = acting.duties_of(DutyKind.TELL_FAMILY)
    about = {
        known.standing_of(duty.contact_id)
        for duty in asked
        if duty.contact_id and not (duty.declined_at or duty.key.startswith(OF_THE_END))
    }
    decided = _decided(known)
    for decision in notifications.family_to_tell(children.contacts_of(known)):
        contact = decision.contact
        if not decision.tell or contact.contact_id in decided:
            continue
        if contact.contact_id in told:
            said = sentences.TELL_MISTAKE % _named(contact)
            _open(acting, contact, said, key=f"mistake:{contact.contact_id}", asked=_keys(asked))
        elif contact.contact_id not in about:
            owe(acting, known, [contact])


def _unsaid(known: children.Known) -> dict[UUID, frozenset[Matter]]:
    """What is not disclosed to each parent or carer, by who they are now.

    Nor is it to one who may be somebody to whom another record of the same child says it is not.
    """
    unsaid: dict[UUID, frozenset[Matter]] = {}
    for contact_id, matter in safety.withheld_from_contacts(known.child.id):
        standing = known.standing_of(contact_id)
        unsaid[standing] = unsaid.get(standing, frozenset()) | {matter}
    for contact_id, matters in unsaid_elsewhere(known).items():
        unsaid[contact_id] = unsaid.get(contact_id, frozenset()) | matters
    return unsaid


def unsaid_elsewhere(known: children.Known) -> dict[UUID, frozenset[Matter]]:
    """What other records of the same child do not disclose to whoever these contacts may be."""
    unsaid: dict[UUID, frozenset[Matter]] = {}
    for other, matter in _withheld_elsewhere(known.child.id):
        for contact in children.contacts_of(known):
            if family.may_be_one_of(contact, [other]):
                before = unsaid.get(contact.contact_id, frozenset())
                unsaid[contact.contact_id] = before | {matter}
    return unsaid


def _withheld_elsewhere(child_id: UUID) -> list[tuple[facts.Contact, Matter]]:
    """Each name and number of whoever other records of the child do not disclose something to."""
    return [
        (children.as_contact(row), matter)
        for other_id in sorted(protection.one_child(child_id) - {child_id})
        if (withheld := safety.withheld_from_contacts(other_id))
        for known in [children.known(other_id)]
        for contact_id, matter in withheld
        for row in known.contacts
        if known.standing_of(row.id) == known.standing_of(contact_id)
    ]


def _saying_nothing_of(words: str, unsaid: Collection[Matter]) -> str:
    if not unsaid:
        return words
    matters = ", ".join(matter.label for matter in Matter if matter in unsaid)
    return sentences.SAY_NOTHING_OF % {"words": words, "matters": matters}


def _keys(duties: "Iterable[Duty]") -> set[str]:
    return {duty.key for duty in duties}


def _named(contact: facts.Contact) -> dict[str, str]:
    return {"name": contact.name, "relationship": contact.relationship}


def _is_to_be_decided(acting: Acting, known: children.Known, contact_id: UUID) -> bool:
    return any(duty.key.startswith(DECIDE) for duty in waiting(acting, known, contact_id))


def _decided(known: children.Known) -> dict[UUID, tuple[facts.Contact, str]]:
    """The parents and carers whom it was decided not to tell, by who they are, and why."""
    said = response_queries.family_told_of(known.child.id)
    found = {
        contact.contact_id: (
            contact,
            family.decision_that_stands(_of(said, known, contact.contact_id)),
        )
        for contact in children.contacts_of(known)
        if not contact.unsafe_to_tell
    }
    return {key: (contact, why.reason) for key, (contact, why) in found.items() if why}


def _ask(
    acting: Acting,
    contact: facts.Contact,
    decided: Mapping[UUID, tuple[facts.Contact, str]],
    *,
    asked: Collection[str],
    unsaid: Collection[Matter] = (),
) -> None:
    named = _named(contact)
    key, words = str(contact.contact_id), sentences.TELL_CONTACT % named
    alike = family.may_be_one_of(contact, [other for other, _why in decided.values()])
    if contact.contact_id in decided:
        _contact, why = decided[contact.contact_id]
        key, words = f"{DECIDE}{key}", sentences.DECIDE_TELLING % {**named, "reason": why}
    elif alike is not None:
        key, words = f"{DECIDE}{key}", sentences.DECIDE_ABOUT % {**named, "other": alike.name}
    _open(acting, contact, _saying_nothing_of(words, unsaid), key=key, asked=asked)


def _open(
    acting: Acting, contact: facts.Contact, words: str, *, key: str, asked: Collection[str]
) -> None:
    acting.open_duty(
        DutyKind.TELL_FAMILY,
        key=f"{key}:{acting.now.isoformat()}" if key in asked else key,
        reason=words[:LONGEST_REASON],
        contact_id=contact.contact_id,
    )


def _keep_why_not(acting: Acting, decision: notifications.FamilyDecision) -> None:
    response.record_family(
        acting.episode,
        decision.contact.contact_id,
        told=False,
        how="",
        reason=decision.reason,
        by=acting.by,
        at=acting.now,
    )


def said_of(known: children.Known, contact_id: UUID) -> list[facts.Telling]:
    """Each time this parent or carer was told, or was not, in any episode, oldest first."""
    return _of(response_queries.family_told_of(known.child.id), known, contact_id)


def _of(
    said: Iterable[facts.Telling], known: children.Known, contact_id: UUID
) -> list[facts.Telling]:
    standing = known.standing_of(contact_id)
    return [each for each in said if known.standing_of(each.contact_id) == standing]


def take_back(
    said: Iterable[facts.Telling], *, because: str, by: facts.Viewer, at: datetime
) -> None:
    """Of these, the decisions not to tell no longer stand, for a reason that is kept."""
    standing = [each.told_id for each in said if not (each.told or each.is_taken_back)]
    response.take_back(standing, reason=because, by=by, at=at)


def waiting(acting: Acting, known: children.Known, contact_id: UUID) -> "list[Duty]":
    """The duties to tell this person, also those opened before a correction of who they are."""
    standing = known.standing_of(contact_id)
    return [
        duty
        for duty in acting.waiting(DutyKind.TELL_FAMILY)
        if duty.contact_id and known.standing_of(duty.contact_id) == standing
    ]
