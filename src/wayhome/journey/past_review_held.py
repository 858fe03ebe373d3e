"""A record of the past whose label let nobody look is looked at, and what was found is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import answering
from wayhome.journey.acting import NotNow, Outcome, begin_even_if_closed, finish, said, unless
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, protocol
from wayhome.stages.response import actions as response
from wayhome.stages.response import past as past_reviews

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

DEED = access.Deed.ANSWER_DUTY
NOTHING_WAITS = "No record of this absence waits for a review."


def record(episode_id: UUID, *, findings: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Hold the review of a closed record. Raises NotNow where none waits.

    Raises Refused for anybody but its post, or one further up its ladder in the same agency.
    Every record of the absence that waited is reviewed with it, where the post is the same.
    """
    with transactions.step():
        acting = begin_even_if_closed(episode_id, DEED, by=by, now=now)
        waiting = past_reviews.reviews_of(episode_id)
        if not waiting or acting.episode.closed_at is None:
            raise NotNow(NOTHING_WAITS)
        ours = [duty for duty in waiting if duty.owner_agency_id == by.agency_id]
        if not ours:
            raise access.Refused("This duty belongs to another agency")
        mine = _first_for(ours, agreed=acting.agreed, by=acting.person)
        unless(said(findings, field="findings", or_else="Say what was found and decided."))
        same = [duty for duty in ours if duty.owner_post_id == mine.owner_post_id]
        acting.meet_these(same)
        review = response.hold_review(
            acting.episode, same[0], findings=findings, by=by, at=acting.now
        )
        return finish(acting, DEED, made_id=review.id)


def _first_for(waiting: "Sequence[Duty]", *, agreed: protocol.Protocol, by: facts.Viewer) -> "Duty":
    """The first of these that a person may answer. Raises Refused where there is none."""
    for duty in waiting:
        if answering.stands_for(duty, owner=answering.owner_of(duty), agreed=agreed, by=by):
            return duty
    raise access.Refused(answering.for_somebody_above(answering.owner_of(waiting[0])))
