"""A rung of the ladder answers a difference between the two sides."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import answering
from wayhome.journey.acting import Acting, NotNow, Outcome, begin, finish
from wayhome.platform.row_security import transactions
from wayhome.rules import access, clocks, facts
from wayhome.rules.vocabulary import DutyKind, Level
from wayhome.stages.response import queries as response_queries
from wayhome.stages.risk import actions as risk_stage
from wayhome.stages.risk import queries as risk_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

DEED = access.Deed.ANSWER_CHALLENGE
NOT_ASKED = "Your agency has not been asked to answer this difference"


def record(
    episode_id: UUID,
    *,
    answer: str,
    level: Level | None,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Append an answer and meet the duties the viewer's post stands for. It settles when both sign.

    Raises NotNow when no challenge is open, Refused for a post below the one that was asked.
    """
    side = access.side_of(by)
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        challenge = risk_queries.open_challenge(episode_id)
        if challenge is None or side is None:
            raise NotNow("No difference between the two sides waits for an answer here.")
        mine = _asked_of(acting, challenge.id)
        made = risk_stage.answer_challenge(
            challenge, side=side, level=level, answer=answer, by=by, at=acting.now
        )
        acting.meet_these(duty for duty in mine if clocks.is_open(response_queries.as_duty(duty)))
        return finish(acting, DEED, made_id=made.id)


def _asked_of(acting: Acting, challenge_id: UUID) -> "list[Duty]":
    """What this challenge asked of posts the viewer stands for. Raises Refused where nothing."""
    asked = [
        duty
        for duty in acting.duties_of(DutyKind.ANSWER_CHALLENGE)
        if duty.key.startswith(f"{challenge_id}:")
        and duty.owner_agency_id == acting.person.agency_id
    ]
    if not asked:
        raise access.Refused(NOT_ASKED)
    mine = [duty for duty in asked if _is_for(acting, duty)]
    if not mine:
        raise access.Refused(answering.for_somebody_above(answering.owner_of(asked[0])))
    return mine


def _is_for(acting: Acting, duty: "Duty") -> bool:
    owner = answering.owner_of(duty)
    return answering.stands_for(duty, owner=owner, agreed=acting.agreed, by=acting.person)
