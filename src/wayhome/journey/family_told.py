"""A parent or carer is told; or it is decided, for a reason, not to tell them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import Acting, NotNow, Outcome, begin, finish, said, unless
from wayhome.records.children import queries as children
from wayhome.rules import access, facts, notifications, sentences
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import actions as response

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

DEED = access.Deed.TELL_FAMILY


def told(
    episode_id: UUID, contact_id: UUID, *, how: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """A parent or carer was told. Raises NotNow for one it is not safe to tell."""
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        known = children.known(acting.episode.child_id)
        decision = _decision(known, contact_id)
        if not decision.tell:
            raise NotNow(sentences.NOT_SAFE_TO_TELL % {"reason": decision.reason})
        made = response.record_family(
            acting.episode, contact_id, told=True, how=how, reason="", by=by, at=acting.now
        )
        acting.meet_these(_waiting(acting, known, contact_id))
        return finish(acting, DEED, made_id=made.id)


def not_told(
    episode_id: UUID, contact_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """It was decided not to tell a parent or carer, and why."""
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        known = children.known(acting.episode.child_id)
        _decision(known, contact_id)
        unless(said(reason, field="reason", or_else="Say why this person is not told."))
        made = response.record_family(
            acting.episode, contact_id, told=False, how="", reason=reason, by=by, at=acting.now
        )
        for duty in _waiting(acting, known, contact_id):
            acting.decline(duty, because=reason)
        return finish(acting, DEED, made_id=made.id)


def _decision(known: children.Known, contact_id: UUID) -> notifications.FamilyDecision:
    """Whether this person is told, as they stand now. Raises NotNow for nobody of the family."""
    standing = known.standing_of(contact_id)
    for decision in notifications.family_to_tell(children.contacts_of(known)):
        if decision.contact.contact_id == standing:
            return decision
    raise NotNow("This person is not among the child's parents and carers.")


def _waiting(acting: Acting, known: children.Known, contact_id: UUID) -> "list[Duty]":
    """The duties to tell this person, also those opened before a correction of who they are."""
    standing = known.standing_of(contact_id)
    return [
        duty
        for duty in acting.waiting(DutyKind.TELL_FAMILY)
        if duty.contact_id and known.standing_of(duty.contact_id) == standing
    ]
