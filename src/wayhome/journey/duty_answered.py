"""A duty is met by saying so, or declined with a reason.

Most duties are met by doing the thing itself (an assessment, an offer, an interview). Only
those that leave no other trace are met here.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import answering, interviewing
from wayhome.journey.acting import (
    Acting,
    NotNow,
    Outcome,
    begin,
    begin_even_if_closed,
    finish,
    said,
    unless,
)
from wayhome.platform.row_security import transactions
from wayhome.rules import access, clocks, facts, sentences
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

DEED = access.Deed.ANSWER_DUTY
MET_BY_SAYING_SO = frozenset({DutyKind.STRATEGY_DISCUSSION, DutyKind.STOPPED_MESSAGE})
MAY_BE_DECLINED = frozenset(
    {DutyKind.STRATEGY_DISCUSSION, DutyKind.HOLD_INTERVIEW, DutyKind.STOPPED_MESSAGE}
)


def meet(episode_id: UUID, duty_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """The duty was done. Raises NotNow for one that is met by doing the thing itself.

    Raises Refused for anybody but its post, or one further up its ladder in the same agency.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        duty = _waiting(acting, duty_id, MET_BY_SAYING_SO, or_else=sentences.MET_BY_RECORDING)
        acting.meet_these([duty])
        return finish(acting, DEED, made_id=duty.id)


def decline(
    episode_id: UUID, duty_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """The duty will not be done, for a reason; one opened since the episode closed, too.

    Raises NotNow for one that may not be declined, Refused as `meet` does.
    """
    with transactions.step():
        acting = begin_even_if_closed(episode_id, DEED, by=by, now=now)
        duty = _waiting(acting, duty_id, MAY_BE_DECLINED, or_else=sentences.MAY_NOT_BE_DECLINED)
        unless(said(reason, field="reason", or_else="Say why this will not be done."))
        acting.decline(duty, because=reason)
        if duty.kind == DutyKind.HOLD_INTERVIEW:
            interviewing.not_held(acting, duty.id)
        return finish(acting, DEED, made_id=duty.id)


def _waiting(acting: Acting, duty_id: UUID, kinds: frozenset[DutyKind], *, or_else: str) -> "Duty":
    """An open duty of one of these kinds that the person who acts may answer."""
    duty = response_queries.duty(acting.episode.id, duty_id)
    if duty.owner_agency_id != acting.person.agency_id:
        raise access.Refused("This duty belongs to another agency")
    if not clocks.is_open(response_queries.as_duty(duty)):
        raise NotNow("This has already been answered.")
    if DutyKind(duty.kind) not in kinds:
        raise NotNow(or_else % {"duty": DutyKind(duty.kind).label})
    answering.require(duty, agreed=acting.agreed, by=acting.person)
    return duty
