"""Somebody saw, or may have seen, the child. The lead is told at once and risk is asked again."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import Outcome, begin, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access, episode_state, facts, moments, told
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.search import actions as search

DEED = access.Deed.RECORD_SIGHTING


def record(episode_id: UUID, said: told.Sighting, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Append a sighting. Raises Contradiction for a time that cannot be."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        unless(moments.check_sighting(acting.account, at=said.at, now=now))
        made = search.record_sighting(acting.episode, said, by=by, at=acting.now)
        acting.tell(NoticeReason.SIGHTING, key=str(made.id))
        if episode_state.is_still_away(acting.account):
            acting.ask_again(why="A sighting was recorded")
        return finish(acting, DEED, made_id=made.id, verb=Verb.COLLECT)
