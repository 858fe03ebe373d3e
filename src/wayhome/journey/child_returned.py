"""A missing child is back: end the search, start the return duties, tell who must be told."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import telling
from wayhome.journey.acting import Acting, NotNow, Outcome, begin, finish, unless
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, duties, facts, moments, told
from wayhome.stages.found import actions as found
from wayhome.stages.risk import actions as risk_actions
from wayhome.stages.risk import queries as risk

DEED = access.Deed.RECORD_RETURN


def record(episode_id: UUID, said: told.Returned, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Record the return: the 72 hours to offer an interview start at `said.at`.

    A child who came straight back is located by returning. An absence may also end without a
    return; then no interview is owed. Raises NotNow when the return was
    recorded before, and Contradiction for a time that cannot be.
    """
    with transactions.step():
        acting = begin(episode_id, DEED, by=by, now=now)
        if acting.account.returned is not None:
            raise NotNow("This child's return is already recorded.")
        unless(moments.check_returned(acting.account, at=said.at, now=now))
        if acting.account.located is None and said.to not in duties.NOT_BACK:
            located = told.Located(said.at, said.to.label, said.found_by, said.circumstances)
            found.record_located(acting.episode, located, by=by, at=acting.now)
        made = found.record_returned(acting.episode, said, by=by, at=acting.now)
        acting.restated()
        acting.ask_for_strategy(episodes.starts_of(acting.episode.child_id))
        milestone, reason = duties.end_of_absence(said.to)
        _stand_down(acting, milestone, because=reason.label)
        acting.start(milestone, at=said.at)
        known = children.known(acting.episode.child_id)
        telling.owe_of_the_end(acting, known, children.contacts_of(known))
        acting.tell(reason)
        return finish(acting, DEED, made_id=made.id, verb=Verb.COLLECT)


def _stand_down(acting: Acting, milestone: duties.Milestone, *, because: str) -> None:
    """What was asked only while the child was away falls away, with the reason.

    An assessment that was never made is not made after the fact: that it was owed, by when, and
    why it fell away are kept. What the absence calls for all the same stays: telling the family,
    a strategy discussion, the review that is due.
    """
    acting.stand_down(*duties.ENDED_BY[milestone], because=because)
    acting.stand_down_steps(because=because, of_the_search=True)
    challenge = risk.open_challenge(acting.episode.id)
    if challenge is not None:
        risk_actions.settle_challenge(challenge, outcome=because, at=acting.now)
