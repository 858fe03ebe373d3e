"""Something of a child is not disclosed to an agency, a person, a parent or carer; and is again."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import asked_anew, child_introduced, learning, sending
from wayhome.journey import keeping_apart as apart
from wayhome.journey.acting import Contradiction, NotNow, said, unless
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import visibility
from wayhome.records.safety import actions as safety
from wayhome.records.safety import queries
from wayhome.rules import facts, moments, redaction, told
from wayhome.rules import vocabulary as v


def withhold(
    child_id: UUID,
    matter: v.Matter,
    *,
    of: told.WithheldFrom,
    reason: str,
    by: facts.Viewer,
    now: datetime,
) -> None:
    """Something of a child is not disclosed to somebody; what waits to go to them is stopped.

    That a parent or carer is to be told nothing at all is kept as it always was: they are not
    safe to tell. Raises NoSuchChild, Refused and Contradiction.
    """
    with transactions.step():
        child = apart.child_of(child_id, by=by)
        unless(said(reason, field="reason", or_else=apart.SAY_WHY))
        apart.require_one(child, of)
        if of.agency_id == by.agency_id:
            own = "Your own agency cannot be kept from what you answer for. Hand over first."
            raise Contradiction((moments.Problem("agency", own),))
        if of.contact_id is not None and matter is v.Matter.EVERYTHING:
            _unsafe(child, of.contact_id, reason=reason, by=by, now=now)
            return
        row = safety.withhold(child.id, matter, of=of, reason=reason, by=by, at=now)
        apart.follow_joins(child.id, by=by, now=now)
        if of.agency_id is not None and matter in redaction.CLOSES_THE_RECORD:
            _freeze(child, of.agency_id, by=by, now=now)
        if of.contact_id is not None:
            asked_anew.ask(child, of.contact_id, by=by, now=now)
            asked_anew.follow_joins(child.id, by=by, now=now)
        apart.enter(child, by=by, now=now, object_id=row.id)


def _unsafe(
    child: Child, contact_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> None:
    known = children.known(child.id)
    standing = {row.id: row for row in known.contacts}[known.standing_of(contact_id)]
    child_introduced.learned(
        child.id,
        told.Child(),
        supplied_by=by.name,
        contact=told.Contact(
            standing.name,
            standing.relationship,
            standing.telephone,
            standing.email,
            unsafe_to_tell=True,
            unsafe_reason=reason,
        ),
        corrects_contact_id=standing.id,
        by=by,
        now=now,
    )


def _freeze(child: Child, agency_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    parties = visibility.parties_to_child(child.id)
    following = learning.Following(child=child, parties=parties, by=by, now=now)
    for acting in following.open:
        sending.freeze_to(acting, agency_id)
    learning.caught_up(following)


def disclose_again(
    child_id: UUID, withholding_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> None:
    """What was withheld may be disclosed again, for a reason that is kept."""
    with transactions.step():
        child = apart.child_of(child_id, by=by)
        unless(said(reason, field="reason", or_else=apart.SAY_WHY))
        row = queries.withholding(child.id, withholding_id)
        if row.recorded_by_id == by.practitioner_id:
            raise NotNow("Somebody else must agree that this may be disclosed again.")
        safety.disclose_again(row, reason=reason, by=by, at=now)
        apart.enter(child, by=by, now=now, object_id=row.id, reason=reason)
