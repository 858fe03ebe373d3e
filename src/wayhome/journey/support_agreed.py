"""Help that is kept: a plan with owners and dates, and an answer to what the child asked for."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import (
    Contradiction,
    NotNow,
    Outcome,
    begin,
    begin_even_if_closed,
    finish,
    unless,
)
from wayhome.journey.acting import said as was_said
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, duties, facts, moments, sentences, told
from wayhome.rules.vocabulary import AgencyKind, DutyKind, NoticeReason
from wayhome.stages.support import actions as support
from wayhome.stages.support import queries as support_queries

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post

DEED = access.Deed.AGREE_SUPPORT
ALREADY = "Support is already agreed, or already recorded as not needed."


def record(episode_id: UUID, said: told.Plan, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Agree a support plan, or another that adds to it. Raises NotNow before the return.

    Each post that is asked to do something is told. Raises NoSuchAgency for an action of an agency
    that is not known, and Contradiction for one that has no post to be asked.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        _is_back(acting.account)
        asked = {action.agency_id: _asked(action.agency_id) for action in said.actions}
        made = support.agree(acting.episode, said, posts=asked, by=by, at=acting.now)
        acting.meet(DutyKind.SUPPORT_PLAN)
        acting.tell(NoticeReason.SUPPORT_AGREED, key=str(made.id))
        acting.tell(NoticeReason.SUPPORT_ASKED, key=str(made.id), posts=asked.values())
        return finish(acting, DEED, made_id=made.id)


def _asked(agency_id: UUID) -> "Post":
    """The post of an agency that is asked to give support."""
    agency = agencies.agency(agency_id)
    kind = duties.GIVES_SUPPORT[AgencyKind(agency.kind)]
    post = agencies.choose_post(agencies.posts_of([agency_id]), agency_id=agency_id, kind=kind)
    if post is None:
        words = sentences.NO_POST_TO_ASK % {"agency": agency.name}
        raise Contradiction((moments.Problem("agency_id", words),))
    return post


def not_needed(episode_id: UUID, *, because: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Record why no support is needed."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        _is_back(acting.account)
        if acting.account.support_agreed or acting.account.support_not_needed:
            raise NotNow(ALREADY)
        unless(was_said(because, field="because", or_else="Say why no support is needed."))
        made = support.not_needed(acting.episode, because=because, by=by, at=acting.now)
        acting.meet(DutyKind.SUPPORT_PLAN)
        return finish(acting, DEED, made_id=made.id)


def we_did(
    episode_id: UUID, asked_id: UUID, *, answer: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Say what was done about something the child asked for."""
    with transactions.step():
        acting = begin_even_if_closed(episode_id, DEED, by=by, now=now)
        asked = support_queries.asked(episode_id, asked_id)
        if asked.done_at is not None:
            raise NotNow("This has already been answered.")
        support.answer_child(asked, we_did=answer, by=by, at=acting.now)
        return finish(acting, DEED, made_id=asked.id)


def _is_back(account: facts.Account) -> None:
    if account.returned is None:
        raise NotNow("Support is agreed once the child is back.")
