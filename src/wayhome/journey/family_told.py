"""A parent or carer is told; or it is decided, for a reason, not to tell them."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import telling
from wayhome.journey.acting import NotNow, Outcome, begin, finish, said, unless
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.rules import access, episode_state, facts, family, notifications, sentences
from wayhome.stages.response import actions as response

DEED = access.Deed.TELL_FAMILY
NOT_SAFE = "It is not safe to tell this person"  # as the ledger holds it, without the reason
DECIDED = "It was decided not to tell this person"


def told(
    episode_id: UUID, contact_id: UUID, *, how: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """A parent or carer was told.

    Raises NotNow for one it is not safe to tell, or whom it was decided not to tell.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        known = children.known(acting.episode.child_id)
        decision = _decision(known, contact_id)
        if not decision.tell:
            raise _not_safe(decision)
        decided = family.decision_that_stands(telling.said_of(known, contact_id))
        if decided is not None:
            said_so = sentences.DECIDED_NOT_TO_TELL % {"reason": decided.reason}
            raise NotNow(said_so, entered=DECIDED)
        made = response.record_family(
            acting.episode, contact_id, told=True, how=how, reason="", by=by, at=acting.now
        )
        acting.meet_these(telling.waiting(acting, known, contact_id))
        return finish(acting, DEED, made_id=made.id)


def not_told(
    episode_id: UUID, contact_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """It was decided not to tell a parent or carer, and why. It stands until taken back."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        known = children.known(acting.episode.child_id)
        _decision(known, contact_id)
        unless(said(reason, field="reason", or_else="Say why this person is not told."))
        made = response.record_family(
            acting.episode, contact_id, told=False, how="", reason=reason, by=by, at=acting.now
        )
        for duty in telling.waiting(acting, known, contact_id):
            acting.decline(duty, because=reason)
        return finish(acting, DEED, made_id=made.id)


def may_be_told(
    episode_id: UUID, contact_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """The decision not to tell a parent or carer is taken back, and why; now they are told.

    Raises NotNow for one it is not safe to tell, or where no decision stands.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        known = children.known(acting.episode.child_id)
        decision = _decision(known, contact_id)
        if not decision.tell:
            raise _not_safe(decision)
        heard = telling.said_of(known, contact_id)
        if family.decision_that_stands(heard) is None:
            raise NotNow("There is no decision not to tell this person.")
        unless(said(reason, field="reason", or_else="Say why this person may be told now."))
        telling.take_back(heard, because=reason, by=by, at=acting.now)
        acting.meet_these(telling.waiting(acting, known, contact_id))
        if episode_state.is_still_away(acting.account):
            telling.owe(acting, known, [decision.contact])
        else:
            telling.owe_of_the_end(acting, known, [decision.contact])
        return finish(acting, DEED)


def _not_safe(decision: notifications.FamilyDecision) -> NotNow:
    return NotNow(sentences.NOT_SAFE_TO_TELL % {"reason": decision.reason}, entered=NOT_SAFE)


def _decision(known: children.Known, contact_id: UUID) -> notifications.FamilyDecision:
    """Whether this person is told, as they stand now. Raises NotNow for nobody of the family."""
    standing = known.standing_of(contact_id)
    for decision in notifications.family_to_tell(children.contacts_of(known)):
        if decision.contact.contact_id == standing:
            return decision
    raise NotNow("This person is not among the child's parents and carers.")
