"""A missing child is back: end the search, start the return duties, tell who must be told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.journey.acting import NotNow, Outcome, begin, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.rules import access, duties, facts, moments, told
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.found import actions as found

DEED = access.Deed.RECORD_RETURN


def record(episode_id: UUID, said: told.Returned, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Record the return: the 72 hours to offer an interview start at `said.at`.

    A child who came straight back is located by returning. An absence may also end without a
    return; then no interview is owed. Raises NotNow when the return was
    recorded before, and Contradiction for a time that cannot be.
    """
    with transaction.atomic():
        acting = begin(episode_id, DEED, by=by, now=now)
        if acting.account.returned is not None:
            raise NotNow("This child's return is already recorded.")
        unless(moments.check_returned(acting.account, at=said.at, now=now))
        if acting.account.located is None:
            located = told.Located(said.at, said.to.label, said.found_by, said.circumstances)
            found.record_located(acting.episode, located, by=by, at=now)
        made = found.record_returned(acting.episode, said, by=by, at=now)
        acting.restated()
        milestone, reason = duties.end_of_absence(said.to)
        acting.stand_down(DutyKind.AGREE_LEVEL, DutyKind.REASSESS, because=reason.label)
        acting.start(milestone, at=said.at)
        acting.tell(reason)
        return finish(acting, DEED, made_id=made.id, verb=Verb.COLLECT)
