"""An action of a plan is done, or will not be, by whoever was asked to do it.

Whoever was asked need have no other part in the episode. Their post says what came of it, or
why it will not be done; they read and do nothing else by it. The council that agreed the plan
may say so for them.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Acting, NotNow, Outcome, finish, resume, unless
from wayhome.journey.acting import said as was_said
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, facts, ladders, sentences
from wayhome.rules.vocabulary import PostKind
from wayhome.stages.support import actions as support
from wayhome.stages.support import queries as support_queries

if TYPE_CHECKING:
    from wayhome.stages.support.models import PlanAction

DEED = access.Deed.WORK_SUPPORT
SETTLED = "This action has already been done, or stood down."


def done(
    episode_id: UUID, action_id: UUID, *, outcome: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """An action was done, perhaps after the episode closed. Raises NotNow if settled before.

    Raises Refused for anybody but its post, one above it in the same agency, or the council.
    """
    with transactions.step():
        acting, action, deed = _begun(episode_id, action_id, by=by, now=now)
        support.finish_action(action, outcome=outcome, by=by, at=acting.now)
        return finish(acting, deed, made_id=action.id)


def not_done(
    episode_id: UUID, action_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """An action will not be done, for a reason that is kept. Raises as `done` does."""
    with transactions.step():
        acting, action, deed = _begun(episode_id, action_id, by=by, now=now)
        unless(was_said(reason, field="reason", or_else="Say why this will not be done."))
        support.stand_down(action, reason=reason, by=by, at=acting.now)
        return finish(acting, deed, made_id=action.id)


def _begun(
    episode_id: UUID, action_id: UUID, *, by: facts.Viewer, now: datetime
) -> "tuple[Acting, PlanAction, access.Deed]":
    """The episode locked, the action, and by what deed the viewer may settle it."""
    acting = resume(episodes.locked(episode_id), by=by, now=now)
    action = support_queries.action(episode_id, action_id)
    deed = _deed(acting, action)
    if action.done_at is not None or action.stood_down_at is not None:
        raise NotNow(SETTLED)
    return acting, action, deed


def _deed(acting: Acting, action: "PlanAction") -> access.Deed:
    by, agree = acting.person, access.Deed.AGREE_SUPPORT
    parties, child_id = acting.account.parties, acting.episode.child_id
    council = access.decide(by, agree, parties=parties, child_id=child_id)
    if council.allowed:
        return agree
    if action.agency_id != by.agency_id:
        if not access.capacities_of(by, acting.account.parties):
            raise support_queries.NoSuchPlan(str(action.id))
        raise access.Refused(council.reason)
    access.require(by, DEED)
    _require_post(acting, action)
    return DEED


def _require_post(acting: Acting, action: "PlanAction") -> None:
    """Raise Refused for a person below the post that was asked, or beside it."""
    post = action.owner_post
    owner = PostKind(post.kind) if post else None
    ladder = ladders.ladder_of(acting.agreed, acting.person.agency_kind)
    if owner and not ladders.stands_for(ladder, owner=owner, held=acting.person.posts):
        raise access.Refused(sentences.ANSWERED_BY % {"post": owner.label})
