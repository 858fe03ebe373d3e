"""A child's record is made or added to: details, care, contacts, concerns, numbers.

Making one asks only for the post. Adding to one asks for a part in the child, and changing who
cares for the child for a part that answers for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.journey import family, learning
from wayhome.journey.acting import unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import actions as children
from wayhome.records.children import queries as child_queries
from wayhome.records.children.models import Child
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, moments, told

DEED = access.Deed.INTRODUCE_CHILD
ADD = access.Deed.ADD_TO_CHILD


@dataclass(frozen=True, slots=True)
class Introduced:
    """The child's reference and identifier, and what to know of what was kept."""

    reference: str
    child_id: UUID
    warnings: tuple[str, ...] = ()


def record(
    said: told.Child,
    *,
    arrangement: told.Arrangement | None = None,
    contacts: Iterable[told.Contact] = (),
    concerns: Iterable[told.Concern] = (),
    by: facts.Viewer,
    now: datetime,
) -> Introduced:
    """Make a child's record before any episode."""
    access.require(by, DEED)
    contacts = sorted(contacts, key=lambda contact: not contact.unsafe_to_tell)
    unless(
        moments.check_birth(date_of_birth=said.date_of_birth, age_stated=said.age_stated, on=now),
        *(family.problems_with(contact) for contact in contacts),
    )
    with transactions.step():
        child = children.introduce(at=now)
        children.learn(child, said, supplied_by=by.name, by=by, at=now)
        if arrangement is not None:
            learning.arrange(child, arrangement, by=by, now=now)
        for contact in contacts:
            family.keep(child, contact, by=by, now=now)
        for concern in concerns:
            children.mark(child, concern, by=by, at=now)
        _enter(child, DEED, verb=Verb.COLLECT, by=by, now=now)
    return Introduced(child.reference, child.id)


def learned(
    child_id: UUID,
    said: told.Child,
    *,
    supplied_by: str,
    by: facts.Viewer,
    now: datetime,
    arrangement: told.Arrangement | None = None,
    contact: told.Contact | None = None,
    corrects_contact_id: UUID | None = None,
    concern: told.Concern | None = None,
) -> Introduced:
    """Add to a child's record what was learned, and from whom; open episodes follow.

    Raises NoSuchChild, Refused, NoSuchAgency, and Contradiction for a contact who is unsafe to
    tell without a reason, or who is said without one to be safe after all.
    """
    warnings: tuple[str, ...] = ()
    with transactions.step():
        child = child_queries.locked(visibility.children(by), child_id)
        parties = visibility.parties_to_child(child.id)
        access.require(by, ADD, parties=parties, child_id=child.id)
        following = learning.Following(child=child, parties=parties, by=by, now=now)
        learning.details_learned(following, said, supplied_by=supplied_by)
        if arrangement is not None:
            learning.care_learned(following, arrangement)
        if contact is not None:
            warnings = family.contact_learned(following, contact, corrects_id=corrects_contact_id)
        if concern is not None:
            learning.concern_learned(following, concern)
        learning.caught_up(following)
        _enter(child, ADD, verb=Verb.ALTER, by=by, now=now)
    return Introduced(child.reference, child.id, warnings)


def _enter(child: Child, deed: access.Deed, *, verb: Verb, by: facts.Viewer, now: datetime) -> None:
    ledger.write(verb, by=by, at=now, deed=deed, child_id=child.id, object_id=child.id)
