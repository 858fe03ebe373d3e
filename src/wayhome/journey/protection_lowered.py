"""The protection of a sealed record is lowered: one person asks, another of another agency agrees.

Lowered is: the seal lifted, or somebody added to its list. It is done to every record that is one
child with this one, or to none.
"""

from datetime import datetime
from typing import cast
from uuid import UUID

from wayhome.journey.acting import NotNow, said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.records.protection import actions, queries
from wayhome.records.protection.models import Lowering
from wayhome.rules import access, facts, protection
from wayhome.rules.vocabulary import Lowered

DEED = access.Deed.LOWER_PROTECTION
TWO_AGENCIES = "Somebody of another agency on the list must agree"
ASKED_ALREADY = "This was asked already: it waits for somebody of another agency"


def ask(  # which seal, what of it, whom it adds, why, who and when
    child_id: UUID,
    mark: UUID,
    what: Lowered,
    *,
    why: str,
    practitioner_id: UUID | None = None,
    by: facts.Viewer,
    now: datetime,
) -> UUID:
    """Ask that a seal be lowered; what was asked. Raises NoSuchChild, NoSuchSeal, Refused, NotNow.

    Raises Contradiction where the reason is left out.
    """
    with transactions.step():
        child = children.locked(visibility.children(by), child_id)
        _may(child.id, by=by)
        unless(said(why, field="why", or_else="Say why protection may be lowered"))
        [seal] = queries.seal([child.id], mark)
        adds = practitioner_id if what is Lowered.NAME else None
        for waits in queries.waiting_lowerings([child.id]):
            if (waits.seal_id, waits.what, waits.practitioner_id) == (seal.id, what, adds):
                raise NotNow(ASKED_ALREADY)
        asked = actions.ask_to_lower(seal, what, why=why, practitioner_id=adds, by=by, at=now)
        _enter(asked, by=by, now=now)
    return asked.id


def agree(lowering_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """Agree, and it is done. Raises NoSuchSeal, Refused, or NotNow for whoever may not agree."""
    with transactions.step():
        asked = queries.lowering(by.practitioner_id, lowering_id)
        _may(asked.seal.child_id, by=by)
        asker = cast("UUID", asked.recorded_by_id)
        if not protection.may_agree(asker, asked.asked_agency_id, by=by):
            raise NotNow(TWO_AGENCIES)
        seals = queries.seal(queries.one_child(asked.seal.child_id), asked.seal.mark)
        actions.agree(asked, by=by, at=now)
        if asked.what == Lowered.LIFT:
            actions.lift(seals, asked_by=asker, by=by, at=now)
        else:
            actions.name(seals, [cast("UUID", asked.practitioner_id)], by=by, at=now)
        _enter(asked, by=by, now=now)


def refuse(lowering_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """It is not done. Raises NoSuchSeal or Refused."""
    with transactions.step():
        asked = queries.lowering(by.practitioner_id, lowering_id)
        _may(asked.seal.child_id, by=by)
        actions.refuse(asked, by=by, at=now)
        _enter(asked, by=by, now=now)


def _may(child_id: UUID, *, by: facts.Viewer) -> None:
    named = queries.named_for(child_id)
    access.require(
        by,
        DEED,
        parties=visibility.parties_to_child(child_id),
        child_id=child_id,
        named=named,
    )


def _enter(asked: Lowering, *, by: facts.Viewer, now: datetime) -> None:
    child_id = asked.seal.child_id
    ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, child_id=child_id, object_id=asked.id)
