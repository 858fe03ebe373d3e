"""A child's record is made or added to: details, care, contacts, concerns, numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.children import actions as children
from wayhome.records.children import queries as child_queries
from wayhome.records.children.models import Child
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, told

DEED = access.Deed.INTRODUCE_CHILD


@dataclass(frozen=True, slots=True)
class Introduced:
    """The child's reference and identifier."""

    reference: str
    child_id: UUID


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
    with transaction.atomic():
        child = children.introduce(at=now)
        children.learn(child, said, supplied_by=by.name, by=by, at=now)
        if arrangement is not None:
            children.arrange_care(child, arrangement, by=by, at=now)
        for contact in contacts:
            children.add_contact(child, contact, by=by, at=now)
        for concern in concerns:
            children.mark(child, concern, by=by, at=now)
        _enter(child, verb=Verb.COLLECT, by=by, now=now)
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
    """Add to a child's record what was learned, and from whom. Raises NoSuchChild."""
    access.require(by, DEED)
    with transaction.atomic():
        child = child_queries.locked(visibility.children(by), child_id)
        children.learn(child, said, supplied_by=supplied_by, by=by, at=now)
        if arrangement is not None:
            children.arrange_care(child, arrangement, by=by, at=now)
        if contact is not None:
            children.add_contact(child, contact, by=by, at=now, corrects_id=corrects_contact_id)
        if concern is not None:
            children.mark(child, concern, by=by, at=now)
        _enter(child, verb=Verb.ALTER, by=by, now=now)
    return Introduced(child.reference, child.id)


def _enter(child: Child, *, verb: Verb, by: facts.Viewer, now: datetime) -> None:
    ledger.write(verb, by=by, at=now, deed=DEED, child_id=child.id, object_id=child.id)
