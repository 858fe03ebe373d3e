"""The type of an episode changes. Every type keeps every duty; the history is kept."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import Outcome, begin, finish
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import actions as episodes
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import EpisodeType, NoticeReason

DEED = access.Deed.CHANGE_TYPE


def record(
    episode_id: UUID, type_: EpisodeType, *, reason: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Give the episode another type from now, and ask each side to look at the risk again."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        if acting.account.type is type_:
            return finish(acting, DEED)
        given = episodes.give_type(
            acting.episode, type_, reason=reason, happened_at=acting.now, by=by, at=acting.now
        )
        acting.restated()
        acting.tell(NoticeReason.TYPE_CHANGED, key=acting.now.isoformat())
        acting.ask_again(why="The type of the episode changed")
        return finish(acting, DEED, made_id=given.id)
