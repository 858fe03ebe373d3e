"""The police see the child: the prevention interview. It does not replace the return interview."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import NotNow, Outcome, begin, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, told
from wayhome.rules.duties import Milestone
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.found import actions as found

DEED = access.Deed.RECORD_PREVENTION_INTERVIEW


def record(
    episode_id: UUID, said: told.PreventionInterview, *, by: facts.Viewer, now: datetime
) -> Outcome:
    """Record the prevention interview. Raises NotNow when it was recorded before."""
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        if acting.account.seen_by_police is not None:
            raise NotNow("The prevention interview is already recorded.")
        unless(moments.check_seen(acting.account, at=said.at, now=now))
        made = found.record_seen(acting.episode, said, by=by, at=acting.now)
        acting.meet(DutyKind.PREVENTION_INTERVIEW, done_at=said.at)
        acting.start(Milestone.SEEN)
        return finish(acting, DEED, made_id=made.id, verb=Verb.COLLECT)
