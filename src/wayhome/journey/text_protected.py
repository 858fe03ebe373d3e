"""A protected address, a confidential source or legal advice is kept enciphered, and read.

An address is read by a part and for a purpose that show where the child lives. A source and advice
are read by a named list and by nobody else: whoever keeps the first of them is on it, and says who
else is. Each reading is in the ledger before a word is shown.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import said as said_of
from wayhome.journey.acting import unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.records.kept import actions, queries
from wayhome.records.protection import queries as protection
from wayhome.rules import access, facts, moments, policy
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Protected

KEEP: Mapping[Protected, access.Deed] = {
    Protected.ADDRESS: access.Deed.KEEP_ADDRESS,
    Protected.SOURCE: access.Deed.KEEP_SOURCE,
    Protected.ADVICE: access.Deed.KEEP_ADVICE,
}
READ = access.Deed.SEE_CHILD
NOT_LISTED = "Only those on its list add to this"
TEXT = "Write what is to be kept"


def keep(  # what of whom, who reads it, since when, by whom and when
    child_id: UUID,
    of: Protected,
    *,
    said: dict[str, str],
    readers: Collection[UUID] = (),
    since: datetime | None = None,
    by: facts.Viewer,
    now: datetime,
) -> UUID:
    """Keep one text. Raises NoSuchChild, Refused or Contradiction.

    Once there is a list of readers only somebody on it adds to what it reads, or to the list.
    """
    with transactions.step():
        child = children.locked(visibility.children(by), child_id)
        may(child.id, KEEP[of], by=by)
        unless(said_of(said.get("text", ""), field="text", or_else=TEXT))
        unless(moments.check_not_future(since or now, now=now, field="since"))
        if of is not Protected.ADDRESS:
            listed = queries.readers(child.id, of)
            if listed and by.practitioner_id not in listed:
                raise access.Refused(NOT_LISTED)
            actions.let_read(child.id, of, {*readers, by.practitioner_id}, by=by, at=now)
        made = actions.keep(child.id, of, said=said, since=since, by=by, at=now)
        ledger.write(Verb.COLLECT, by=by, at=now, deed=KEEP[of], child_id=child.id, object_id=made)
    return made


def read(child_id: UUID, *, by: facts.Viewer, now: datetime) -> dict[Protected, list[queries.Text]]:
    """What the viewer may read of a child's protected text, by kind, and nothing of the rest.

    Raises NoSuchChild, or Refused where no purpose is stated. Call inside a transaction.
    """
    child = children.locked(visibility.children(by), child_id)
    may(child.id, READ, by=by)
    shown = {of: queries.texts(child.id, of) for of in Protected if may_read(child.id, of, by, now)}
    for of, texts in shown.items():
        if texts:
            ledger.write(
                Verb.CONSULT,
                by=by,
                at=now,
                deed=READ,
                child_id=child.id,
                sections=(CLASSES[of],),
                count=len(texts),
            )
    return shown


CLASSES: Mapping[Protected, FieldClass] = {
    Protected.ADDRESS: FieldClass.PROTECTED,
    Protected.SOURCE: FieldClass.SOURCE,
    Protected.ADVICE: FieldClass.PRIVILEGE,
}


def may_read(child_id: UUID, of: Protected, by: facts.Viewer, now: datetime) -> bool:
    """Whether the viewer, with a purpose, may read this kind of text about a child."""
    if of is not Protected.ADDRESS:
        return by.practitioner_id in queries.readers(child_id, of)
    relations = tuple(facts.Relation(party) for party in visibility.parties_to_child(child_id))
    asked = policy.decide(
        by,
        by.purpose,
        READ,
        field_class=CLASSES[of],
        relations=relations,
        child_id=child_id,
        now=now,
    )
    return asked.answer is policy.Answer.ALLOW


def may(child_id: UUID, deed: access.Deed, *, by: facts.Viewer) -> None:
    """Whether this may be done to a child's record, sealed or not. Raises Refused."""
    named = protection.named_for(child_id)
    access.require(
        by,
        deed,
        parties=visibility.parties_to_child(child_id),
        child_id=child_id,
        named=named,
    )
