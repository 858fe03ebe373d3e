"""Somebody is taken off the list of a sealed record: they know of the child no more.

It raises protection, so that one person on the list may do it alone. It is refused where nobody
would be left who owns what is open, or who can act for one of the two keys.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import child_sealed
from wayhome.journey.acting import said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.records.protection import actions, queries
from wayhome.rules import access, facts

DEED = access.Deed.SEAL


def record(
    child_id: UUID, mark: UUID, practitioner_id: UUID, *, why: str, by: facts.Viewer, now: datetime
) -> None:
    """Take a person off, of every record of the child at once.

    Raises NoSuchChild, NoSuchSeal (also for who is not on its list), Refused, Contradiction.
    """
    with transactions.step():
        child = children.locked(visibility.children(by), child_id)
        access.require(by, DEED, parties=visibility.parties_to_child(child.id), child_id=child.id)
        records = queries.one_child(child.id)
        seals = queries.seal(records, mark)
        if practitioner_id not in queries.named_on(seals[0]):
            raise queries.NoSuchSeal(str(practitioner_id))
        left = (queries.named_for(child.id) or frozenset()) - {practitioner_id}
        unless(
            said(why, field="why", or_else="Say why they are taken off the list"),
            child_sealed.problems_with(records, left, now=now),
        )
        actions.take_off(seals, practitioner_id, by=by, at=now)
        for seal in seals:
            ledger.write(
                Verb.ALTER,
                by=by,
                at=now,
                deed=DEED,
                child_id=seal.child_id,
                object_id=seal.id,
                reason=why[:300],
            )
