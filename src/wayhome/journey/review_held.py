"""A review is held; the next one is set by the timetable that runs from the report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import NotNow, Outcome, begin, finish
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

DEED = access.Deed.REVIEW


def record(episode_id: UUID, *, findings: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Hold the review that is due first. Raises NotNow when none is open."""
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        waiting = [
            duty
            for duty in response_queries.open_duties_of(episode_id)
            if duty.kind == DutyKind.REVIEW
        ]
        if not waiting:
            raise NotNow("No review is due. The next is set when the level or the time changes.")
        response.meet(
            [duty for duty in waiting if duty == waiting[0] or duty.due_at <= now], by=by, at=now
        )
        review = response.hold_review(acting.episode, waiting[0], findings=findings, by=by, at=now)
        return finish(acting, DEED, made_id=review.id)
