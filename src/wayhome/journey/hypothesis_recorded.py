"""An idea of where the child may be, kept apart from any assessment of risk."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import Outcome, begin, finish
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, told
from wayhome.stages.search import actions as search

DEED = access.Deed.RECORD_HYPOTHESIS


def record(episode_id: UUID, said: told.Hypothesis, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Append a hypothesis."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        made = search.record_hypothesis(acting.episode, said, by=by, at=acting.now)
        return finish(acting, DEED, made_id=made.id, verb=Verb.COLLECT)
