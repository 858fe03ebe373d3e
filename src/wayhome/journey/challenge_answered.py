"""A rung of the ladder answers a difference between the two sides."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import NotNow, Outcome, begin, finish
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import DutyKind, Level
from wayhome.stages.risk import actions as risk_stage
from wayhome.stages.risk import queries as risk_queries

DEED = access.Deed.ANSWER_CHALLENGE


def record(
    episode_id: UUID,
    *,
    answer: str,
    level: Level | None,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Append an answer and meet the duty of the viewer's post. It settles when both sign.

    Raises NotNow when no challenge is open.
    """
    side = access.side_of(by)
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        challenge = risk_queries.open_challenge(episode_id)
        if challenge is None or side is None:
            raise NotNow("No difference between the two sides waits for an answer here.")
        made = risk_stage.answer_challenge(
            challenge, side=side, level=level, answer=answer, by=by, at=acting.now
        )
        acting.meet_mine(DutyKind.ANSWER_CHALLENGE)
        return finish(acting, DEED, made_id=made.id)
