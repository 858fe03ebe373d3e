"""The episode is offered to another post. Until a named person accepts, the giver owns it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import handing
from wayhome.journey.acting import NotNow, Outcome, begin, finish, said, unless
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import actions as episodes
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Handover


def offer(
    episode_id: UUID, to_post_id: UUID, *, why: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Offer the episode to a post of an agency that has a part in it.

    Raises NotNow when the viewer's agency does not own it or an offer already waits.
    """
    with transactions.step():
        acting = begin(episode_id, access.Deed.HAND_OVER, by=by, now=now)
        if acting.episode.owner_agency_id != by.agency_id:
            raise access.Refused("Only the agency that owns an episode can hand it over")
        if response_queries.open_handover(episode_id) is not None:
            raise NotNow("An offer to hand over already waits for an answer.")
        post = next((post for post in acting.posts() if post.id == to_post_id), None)
        if post is None or post.kind not in access.MAY[access.Deed.ANSWER_HANDOVER]:
            raise NotNow("Choose a police or council post with a part in this episode.")
        made = response.offer_handover(acting.episode, post, why=why, by=by, at=acting.now)
        acting.open_duty(
            DutyKind.ACCEPT_HANDOVER, key=str(made.id), reason="A handover is offered", post=post
        )
        acting.tell(NoticeReason.HANDOVER_OFFERED, key=str(made.id), posts=[post])
        return finish(acting, access.Deed.HAND_OVER, made_id=made.id)


def accept(episode_id: UUID, handover_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """A named person takes the episode: from now it is theirs, in the post it was offered to.

    The giver is told so.
    """
    with transactions.step():
        acting = begin(episode_id, access.Deed.ANSWER_HANDOVER, by=by, now=now)
        made = _waiting(episode_id, handover_id, by=by)
        response.accept_handover(made, by=by, at=acting.now)
        post = agencies.post(made.to_post_id)
        response.give_ownership(
            acting.episode, post, owner_id=by.practitioner_id, how="handover", by=by, at=acting.now
        )
        episodes.give_owner(acting.episode, post, owner_id=by.practitioner_id)
        handing.answered(acting, made, NoticeReason.HANDOVER_ACCEPTED)
        return finish(acting, access.Deed.ANSWER_HANDOVER, made_id=made.id)


def withdraw(
    episode_id: UUID, handover_id: UUID, *, why: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """The giver takes the offer back, so that another post can be asked; the first is told."""
    with transactions.step():
        acting = begin(episode_id, access.Deed.HAND_OVER, by=by, now=now)
        made = _unanswered(episode_id, handover_id)
        if acting.episode.owner_agency_id != by.agency_id:
            raise access.Refused("Only the agency that owns an episode can hand it over")
        unless(said(why, field="why", or_else="Say why the offer is taken back."))
        handing.take_back(acting, made, why=why)
        return finish(acting, access.Deed.HAND_OVER, made_id=made.id)


def decline(
    episode_id: UUID, handover_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """The offer is declined with a reason; the giver still owns the episode and is told."""
    with transactions.step():
        acting = begin(episode_id, access.Deed.ANSWER_HANDOVER, by=by, now=now)
        made = _waiting(episode_id, handover_id, by=by)
        unless(said(reason, field="reason", or_else="Say why you cannot take this."))
        response.decline_handover(made, reason=reason, by=by, at=acting.now)
        handing.answered(acting, made, NoticeReason.HANDOVER_DECLINED)
        return finish(acting, access.Deed.ANSWER_HANDOVER, made_id=made.id)


def _waiting(episode_id: UUID, handover_id: UUID, *, by: facts.Viewer) -> "Handover":
    made = _unanswered(episode_id, handover_id)
    if made.to_post_id not in by.post_ids:
        raise access.Refused("This handover is offered to another post")
    return made


def _unanswered(episode_id: UUID, handover_id: UUID) -> "Handover":
    made = response_queries.handover(episode_id, handover_id)
    if made.accepted_at is not None or made.declined_at is not None:
        raise NotNow("This handover has already been answered.")
    return made
