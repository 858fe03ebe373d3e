"""Help that is kept: a plan with owners and dates, and an answer to what the child asked for."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import NotNow, Outcome, begin, begin_even_if_closed, finish, unless
from wayhome.journey.acting import said as was_said
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, facts, told
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.support import actions as support
from wayhome.stages.support import queries as support_queries

DEED = access.Deed.AGREE_SUPPORT
ALREADY = "Support is already agreed, or already recorded as not needed."


def record(episode_id: UUID, said: told.Plan, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Agree a support plan. Raises NotNow before the return, or when one is agreed already.

    Raises NoSuchAgency for an action of an agency that is not known.
    """
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        _may_be_agreed(acting.account)
        for action in said.actions:
            agencies.agency(action.agency_id)
        made = support.agree(acting.episode, said, by=by, at=acting.now)
        acting.meet(DutyKind.SUPPORT_PLAN)
        acting.tell(NoticeReason.SUPPORT_AGREED)
        return finish(acting, DEED, made_id=made.id)


def not_needed(episode_id: UUID, *, because: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Record why no support is needed."""
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        _may_be_agreed(acting.account)
        unless(was_said(because, field="because", or_else="Say why no support is needed."))
        made = support.not_needed(acting.episode, because=because, by=by, at=acting.now)
        acting.meet(DutyKind.SUPPORT_PLAN)
        return finish(acting, DEED, made_id=made.id)


def action_done(
    episode_id: UUID, action_id: UUID, *, outcome: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """An action was done, perhaps after the episode closed. Raises NotNow if done before."""
    with transaction.atomic():
        acting = begin_even_if_closed(episode_id, DEED, by=by, now=now)
        action = support_queries.action(episode_id, action_id)
        if action.done_at is not None:
            raise NotNow("This action has already been done.")
        support.finish_action(action, outcome=outcome, by=by, at=acting.now)
        return finish(acting, DEED, made_id=action.id)


def we_did(
    episode_id: UUID, asked_id: UUID, *, answer: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Say what was done about something the child asked for."""
    with transaction.atomic():
        acting = begin_even_if_closed(episode_id, DEED, by=by, now=now)
        asked = support_queries.asked(episode_id, asked_id)
        if asked.done_at is not None:
            raise NotNow("This has already been answered.")
        support.answer_child(asked, we_did=answer, by=by, at=acting.now)
        return finish(acting, DEED, made_id=asked.id)


def _may_be_agreed(account: facts.Account) -> None:
    if account.returned is None:
        raise NotNow("Support is agreed once the child is back.")
    if account.support_agreed is not None or account.support_not_needed is not None:
        raise NotNow(ALREADY)
