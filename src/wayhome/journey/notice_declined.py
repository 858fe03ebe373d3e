"""Somebody cannot take what their post was told: the next on its ladder is asked at once.

Nobody is left waiting for a time that can only run out. Somebody else of the same post may still
say "I have this"; where nobody is left to be asked, that is a gap, and is told again by the clock.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import climbs, own_notices, support_overdue
from wayhome.journey.acting import Acting, NotNow, Outcome, resume, said, unless
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, facts
from wayhome.rules.reasons import CannotTake
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

DEED = access.Deed.DECLINE_NOTICE


def record(
    notice_id: UUID, *, kind: CannotTake, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """A named person says: I cannot take this, and why; the first to say so is kept.

    Raises NotNow once somebody has it, NoSuchThing for a notice not to the viewer's posts, and
    Contradiction where the reason is something else and is not said.
    """
    with transactions.step():
        found = own_notices.may_answer(notice_id, by=by, deed=DEED)
        acting = resume(episodes.locked(found.episode_id), by=by, now=now)
        notice = response_queries.notice(found.episode_id, notice_id)
        if notice.acknowledged_at is not None:
            raise NotNow("Somebody has this already. Speak to them if it must go to another.")
        if kind is CannotTake.SOMETHING_ELSE:
            unless(said(reason, field="reason", or_else="Say why you cannot take this."))
        is_new = notice.declined_at is None
        response.decline_notice(notice, kind=kind, reason=reason.strip(), by=by, at=acting.now)
        if is_new:
            _turn_to_the_next(acting)
        return own_notices.entered(notice, by=by, now=now, deed=DEED)


def _turn_to_the_next(acting: Acting) -> None:
    climbed = climbs.climb_at_once(acting)
    if acting.episode.closed_at is None:
        climbed = climbs.climb_challenge(acting) or climbed
    late = support_overdue.asking(now=acting.now, among=[acting.episode.id])
    asked = [ask_after(acting) for _episode, ask_after in late]
    if climbed or any(asked):
        acting.restated()
