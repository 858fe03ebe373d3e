"""The child's whereabouts are known. Located is not yet returned."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import NotNow, Outcome, begin, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, told
from wayhome.rules.duties import Milestone
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.found import actions as found

DEED = access.Deed.RECORD_LOCATED


def record(episode_id: UUID, said: told.Located, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Record that the child is located, and start the prevention interview's clock.

    Raises NotNow when it was recorded before, and Contradiction for a time that cannot be.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        if acting.account.located is not None:
            raise NotNow("It is already recorded that this child was located.")
        unless(moments.check_located(acting.account, at=said.at, now=now))
        made = found.record_located(acting.episode, said, by=by, at=acting.now)
        acting.stand_down_steps(because=NoticeReason.LOCATED.label, of_the_search=True)
        acting.start(Milestone.LOCATED, at=said.at)
        acting.tell(NoticeReason.LOCATED)
        return finish(acting, DEED, made_id=made.id, verb=Verb.COLLECT)
