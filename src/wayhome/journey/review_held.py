"""A review is held; the next one is set by the timetable that runs from the report."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import NotNow, Outcome, begin, finish
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import actions as response

DEED = access.Deed.REVIEW


def record(episode_id: UUID, *, findings: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Hold the review that is due first. Raises NotNow when that one was held ahead of time.

    The next mark of the timetable can be met early; the one after it cannot, so that no number
    of reviews held today leaves a child without one tomorrow.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        waiting = acting.waiting(DutyKind.REVIEW)
        is_new = waiting[0].recorded_at == acting.now
        if is_new or waiting[0].due_at > acting.next_review(after=acting.now):
            raise NotNow("The next review has been held already, ahead of its time.")
        acting.meet_these(
            duty for duty in waiting if duty == waiting[0] or duty.due_at <= acting.now
        )
        review = response.hold_review(
            acting.episode, waiting[0], findings=findings, by=by, at=acting.now
        )
        return finish(acting, DEED, made_id=review.id)
