"""A parent or carer is told; or it is decided, for a reason, not to tell them."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import NotNow, Outcome, begin, finish
from wayhome.records.children import queries as children
from wayhome.rules import access, facts, notifications, sentences
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

DEED = access.Deed.TELL_FAMILY


def told(
    episode_id: UUID, contact_id: UUID, *, how: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """A parent or carer was told. Raises NotNow for one it is not safe to tell."""
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        decision = _decision(acting.episode.child_id, contact_id)
        if not decision.tell:
            raise NotNow(sentences.NOT_SAFE_TO_TELL % {"reason": decision.reason})
        made = response.record_family(
            acting.episode, contact_id, told=True, how=how, reason="", by=by, at=now
        )
        response.meet(_waiting(episode_id, contact_id), by=by, at=now)
        return finish(acting, DEED, made_id=made.id)


def not_told(
    episode_id: UUID, contact_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """It was decided not to tell a parent or carer, and why."""
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        _decision(acting.episode.child_id, contact_id)
        made = response.record_family(
            acting.episode, contact_id, told=False, how="", reason=reason, by=by, at=now
        )
        for duty in _waiting(episode_id, contact_id):
            response.decline(duty, reason=reason, by=by, at=now)
        return finish(acting, DEED, made_id=made.id)


def _decision(child_id: UUID, contact_id: UUID) -> notifications.FamilyDecision:
    contacts = children.contacts_of(children.known(child_id))
    for decision in notifications.family_to_tell(contacts):
        if decision.contact.contact_id == contact_id:
            return decision
    raise NotNow("This person is not among the child's parents and carers.")


def _waiting(episode_id: UUID, contact_id: UUID) -> "list[Duty]":
    return [
        duty
        for duty in response_queries.open_duties_of(episode_id)
        if duty.kind == DutyKind.TELL_FAMILY and duty.contact_id == contact_id
    ]
