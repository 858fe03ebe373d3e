"""The parents and carers of a child as they become known, and whether it is safe to tell them.

A person whom it is not safe to tell stays so until somebody who answers for the child says why
not. One who may be that person, by name, telephone or e-mail, is treated as them: in every record
that is joined with the child's as one child.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import learning, telling
from wayhome.journey.acting import Acting, said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.children import actions as child_actions
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child, Contact
from wayhome.records.episodes import visibility
from wayhome.records.protection import queries as protection
from wayhome.rules import access, episode_state, facts, moments, sentences, told
from wayhome.rules import family as rules

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

SAY_WHY_UNSAFE = "Say why it is not safe to tell this person."
SAY_WHY_SAFE = "Say why it is safe to tell this person now."
LONGEST_REASON = 500


def problems_with(contact: told.Contact) -> tuple[moments.Problem, ...]:
    """What is wrong with a parent or carer as given: unsafe to tell needs its reason."""
    if not contact.unsafe_to_tell:
        return ()
    return said(contact.unsafe_reason, field="unsafe_reason", or_else=SAY_WHY_UNSAFE)


def contact_learned(
    following: learning.Following, contact: told.Contact, *, corrects_id: UUID | None
) -> tuple[str, ...]:
    """Add a parent or carer, or correct one; each open episode follows. What to know of it.

    Raises Refused, Contradiction, or NoSuchChild for a correction of nobody of this child's.
    """
    known = children.known(following.child.id)
    corrects = None if corrects_id is None else _standing(known, corrects_id)
    _require(following, contact, corrects)
    kept = keep(following.child, contact, corrects=corrects, by=following.by, now=following.now)
    if corrects is not None and corrects.unsafe_to_tell and not kept[0].unsafe_to_tell:
        _no_longer_unsafe(following, kept[0])
    for acting in following.open:
        for each in kept:
            _told_of(acting, each)
    follow_joins(following.child.id, by=following.by, now=following.now)
    found = kept[1:] if contact.unsafe_to_tell else kept
    return tuple(
        sentences.KEPT_UNSAFE % {"name": each.name} for each in found if each.unsafe_to_tell
    )


def _no_longer_unsafe(following: learning.Following, contact: Contact) -> None:
    """What was kept as not told because it was not safe no longer stands; a decision does."""
    known = children.known(following.child.id)
    unsafe = {row.id for row in known.contacts if row.unsafe_to_tell}
    said = [each for each in telling.said_of(known, contact.id) if each.contact_id in unsafe]
    telling.take_back(said, because=contact.why_corrected, by=following.by, at=following.now)


def _standing(known: children.Known, contact_id: UUID) -> Contact:
    by_id = {contact.id: contact for contact in known.contacts}
    if contact_id not in by_id:
        raise children.NoSuchChild(str(contact_id))
    return by_id[known.standing_of(contact_id)]


def _require(
    following: learning.Following, contact: told.Contact, corrects: Contact | None
) -> None:
    """Ask whether the viewer may add this parent or carer, or correct one so.

    That somebody is safe to tell after all is for a council or a force to say, with the reason.
    """
    by, parties = following.by, following.parties
    child_id = following.child.id
    access.require(by, access.Deed.CHANGE_FAMILY, parties=parties, child_id=child_id)
    unless(problems_with(contact))
    if corrects is not None and corrects.unsafe_to_tell and not contact.unsafe_to_tell:
        access.require(by, access.Deed.SAY_SAFE, parties=parties, child_id=child_id)
        unless(said(contact.why_corrected, field="why_corrected", or_else=SAY_WHY_SAFE))


def keep(
    child: Child,
    contact: told.Contact,
    *,
    by: facts.Viewer,
    now: datetime,
    corrects: Contact | None = None,
) -> list[Contact]:
    """Add a parent or carer, or correct one: that one first, then any who may be the same person.

    Whoever may be a person it is not safe to tell is kept as not safe to tell, with a note why.
    """
    known = children.known(child.id)
    given = contact if corrects and corrects.unsafe_to_tell else _guarded(known, contact, corrects)
    added = child_actions.add_contact(
        child, given, by=by, at=now, corrects_id=corrects.id if corrects else None
    )
    return [added, *_likewise(child, added, by=by, now=now)]


def _guarded(
    known: children.Known, contact: told.Contact, corrects: Contact | None
) -> told.Contact:
    if contact.unsafe_to_tell:
        return contact
    unsafe = children.unsafe_contacts(known) + _unsafe_elsewhere(known.child.id)
    if corrects is not None and known.was_unsafe(corrects.id):
        settled = children.as_contact(corrects)
        unsafe = tuple(each for each in unsafe if not rules.may_be_one_of(settled, [each]))
    found = rules.may_be_one_of(contact, unsafe)
    return contact if found is None else _unsafe_as(contact, found)


def _unsafe_elsewhere(child_id: UUID) -> tuple[facts.Contact, ...]:
    """Everybody it is not safe to tell by the other records that are joined as this child."""
    return tuple(
        contact
        for other_id in sorted(protection.one_child(child_id) - {child_id})
        for contact in children.unsafe_contacts(children.known(other_id))
    )


def follow_joins(child_id: UUID, *, by: facts.Viewer, now: datetime, anew: bool = False) -> None:
    """Whoever it is not safe to tell by one record of a child is not told by any other of them.

    Of whom it was decided in a record that they are safe after all, that stands, unless the
    records are joined `anew`: whoever decided did not know of the other then.
    """
    records = protection.one_child(child_id)
    for record_id in sorted(records) if len(records) > 1 else ():
        known, unsafe = children.known(record_id), _unsafe_elsewhere(record_id)
        alike = [
            (row, found)
            for row in known.standing_contacts
            if not row.unsafe_to_tell
            and (anew or not known.was_unsafe(row.id))
            and (found := rules.may_be_one_of(children.as_contact(row), unsafe))
        ]
        if alike:
            _now_unsafe(known.child, alike, by=by, now=now)


def _now_unsafe(
    child: Child, alike: list[tuple[Contact, facts.Contact]], *, by: facts.Viewer, now: datetime
) -> None:
    parties = visibility.parties_to_child(child.id)
    following = learning.Following(child=child, parties=parties, by=by, now=now)
    for row, found in alike:
        added = child_actions.add_contact(
            child, _unsafe_as(_as_given(row), found), by=by, at=now, corrects_id=row.id
        )
        for acting in following.open:
            _told_of(acting, added)
    learning.caught_up(following)
    ledger.write(Verb.ALTER, by=by, at=now, deed=access.Deed.CHANGE_FAMILY, child_id=child.id)


def _likewise(child: Child, added: Contact, *, by: facts.Viewer, now: datetime) -> list[Contact]:
    if not added.unsafe_to_tell:
        return []
    known = children.known(child.id)
    unsafe = [each for each in children.unsafe_contacts(known) if each.contact_id == added.id]
    return [
        child_actions.add_contact(
            child, _unsafe_as(_as_given(row), found), by=by, at=now, corrects_id=row.id
        )
        for row in known.standing_contacts
        if not (row.unsafe_to_tell or known.was_unsafe(row.id))
        and (found := rules.may_be_one_of(children.as_contact(row), unsafe))
    ]


def _as_given(row: Contact) -> told.Contact:
    return told.Contact(row.name, row.relationship, row.telephone, row.email)


def _unsafe_as(contact: told.Contact, found: facts.Contact) -> told.Contact:
    why = sentences.MAY_BE_UNSAFE % {"name": found.name, "reason": found.unsafe_reason}
    return replace(contact, unsafe_to_tell=True, unsafe_reason=why[:LONGEST_REASON])


REACHED_OTHERWISE = "How to reach this person was corrected: they are to be told there instead."


def _is_reached_otherwise(known: children.Known, contact: Contact) -> bool:
    """Whether a correction changes the telephone or the e-mail address of somebody."""
    before = next((row for row in known.contacts if row.id == contact.corrects_id), None)
    return before is not None and (before.telephone, before.email) != (
        contact.telephone,
        contact.email,
    )


def _ask_anew(
    acting: Acting, known: children.Known, contact: Contact, waiting: "list[Duty]"
) -> None:
    """Nobody tells them where they were reached before; the same is asked of where they are now."""
    for duty in waiting:
        acting.decline(duty, because=REACHED_OTHERWISE)
    if episode_state.is_still_away(acting.account):
        telling.owe(acting, known, [children.as_contact(contact)])
    else:
        telling.owe_of_the_end(acting, known, [children.as_contact(contact)])
    acting.restated()


def _is_news(acting: Acting, known: children.Known, contact: Contact) -> bool:
    """Whether somebody is new, or is safe after all, and has not heard of this absence."""
    if contact.corrects_id is None:
        return True
    [before] = [row for row in known.contacts if row.id == contact.corrects_id]
    return (
        before.unsafe_to_tell
        and not contact.unsafe_to_tell
        and not any(
            each.told and each.episode_id == acting.episode.id
            for each in telling.said_of(known, contact.id)
        )
    )


def _told_of(acting: Acting, contact: Contact) -> None:
    """A parent or carer became known, or is corrected, while the family may still be told.

    Of a child who is back, somebody new is told that they are.
    """
    known = children.known(acting.episode.child_id)
    waiting = telling.waiting(acting, known, contact.id)
    if waiting and contact.unsafe_to_tell:
        for duty in waiting:
            acting.decline(duty, because=contact.unsafe_reason)
    elif waiting and _is_reached_otherwise(known, contact):
        _ask_anew(acting, known, contact, waiting)
        return
    is_news, is_away = _is_news(acting, known, contact), episode_state.is_still_away(acting.account)
    if (is_news and is_away) or (waiting and contact.unsafe_to_tell):
        telling.owe(acting, known, [children.as_contact(contact)])
        acting.restated()
    elif contact.corrects_id is None and acting.account.returned is not None:
        telling.owe_of_the_end(acting, known, [children.as_contact(contact)])
        acting.restated()
