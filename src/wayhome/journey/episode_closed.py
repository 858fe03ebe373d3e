"""The episode closes, once nothing that must be done is left undone."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import handing
from wayhome.journey.acting import NotNow, Outcome, begin, finish
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import actions as episodes
from wayhome.rules import access, episode_state, facts

DEED = access.Deed.CLOSE
CLOSED = "The episode closed"
NOT_YET = "This episode cannot be closed yet."


class NotYet(NotNow):
    """The episode cannot be closed; `blockers` say what must be done first."""

    def __init__(self, blockers: tuple[episode_state.Blocker, ...]) -> None:
        """Keep the blockers; the message is their words."""
        super().__init__(" ".join([NOT_YET, *(f"{blocker.reason}." for blocker in blockers)]))
        self.blockers = blockers


def record(episode_id: UUID, *, summary: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Close the episode. Raises NotYet, naming everything that must be done first."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        blockers = episode_state.closing_blockers(acting.account)
        if blockers:
            raise NotYet(blockers)
        handing.fall_away(acting, because=CLOSED)
        acting.stand_down(*episode_state.ENDED_BY_CLOSING, because=CLOSED)
        acting.stand_down_steps(because=CLOSED)
        episodes.close(acting.episode, summary=summary, by=by, at=acting.now)
        return finish(acting, DEED)
