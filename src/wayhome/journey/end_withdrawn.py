"""A find, a return, a death or a sight by police that was recorded by mistake is withdrawn.

What was recorded is kept, and marked as withdrawn by whom, when and why. The absence goes on as
if it had never ended (`going_on`), and everybody who was told of the end is told of the mistake.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wayhome.journey import correcting, correction_made, going_on
from wayhome.journey.acting import Acting, NotNow, Outcome
from wayhome.platform.as_of import just_after
from wayhome.platform.models import Fact
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, facts, sentences, withdrawing
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.found import actions as found
from wayhome.stages.found import queries as found_queries


def located(
    episode_id: UUID,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Withdraw that the child was located. The search goes on.

    `instead_of` is the record that was looked at. Raises NotNow, with what to do first, while the
    child's return or that the police saw the child stands; CorrectedAlready when another stands.
    """
    deed = access.Deed.RECORD_LOCATED
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        rows = found_queries.everything(episode_id).located
        wrong = correcting.standing(rows, instead_of, or_else=correction_made.NOT_LOCATED)
        _unless(withdrawing.why_not_find(acting.account))
        ended = found_queries.since_withdrawn(rows)[0].recorded_at
        _withdraw(acting, [wrong], why=why)
        going_on.as_before(acting, ended, (NoticeReason.LOCATED,), because=_because(why))
        return correcting.finish(acting, deed, made_id=wrong.id, why=_because(why))


def returned(
    episode_id: UUID,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Withdraw a return, or an end without one such as a death: the child is missing.

    A find that was only the return itself goes with it, unless the police saw the child; so does
    what ended because of it, the police record or the council's. Raises NotNow once the child was
    heard or is away again; otherwise as `located` does.
    """
    deed = access.Deed.RECORD_RETURN
    with transactions.step():
        episodes.lock_child_of(episode_id)
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        remembered = found_queries.everything(episode_id)
        rows = remembered.returned
        wrong = correcting.standing(rows, instead_of, or_else=correction_made.NOT_RETURNED)
        away_again = episodes.next_absence_after(acting.episode) is not None
        _unless(withdrawing.why_not_return(acting.account, is_away_again=away_again))
        ended = found_queries.since_withdrawn(rows)[0].recorded_at
        _withdraw(acting, [wrong, *going_on.rests_on_it(acting.account, remembered)], why=why)
        going_on.reviews_by_the_report(acting, ended, because=_because(why))
        going_on.as_before(acting, ended, going_on.TOLD_OF_A_RETURN, because=_because(why))
        return correcting.finish(acting, deed, made_id=wrong.id, why=_because(why))


def seen(
    episode_id: UUID,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Withdraw that the police saw the child: they are asked again, from when it was first asked.

    Raises NotNow once the police record is closed; otherwise as `located` does.
    """
    deed = access.Deed.RECORD_PREVENTION_INTERVIEW
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        rows = found_queries.everything(episode_id).seen
        wrong = correcting.standing(rows, instead_of, or_else=correction_made.NOT_SEEN)
        _unless(withdrawing.why_not_seen(acting.account))
        _withdraw(acting, [wrong], why=why)
        going_on.as_recorded(acting, because=_because(why))
        return correcting.finish(acting, deed, made_id=wrong.id, why=_because(why))


def _because(why: str) -> str:
    return sentences.WITHDRAWN % {"why": why}


def _unless(why_not: str | None) -> None:
    if why_not is not None:
        raise NotNow(why_not)


def _withdraw(acting: Acting, wrong: Sequence[Fact], *, why: str) -> None:
    """Withdraw these, at a moment after each: what was said before it can be told from after."""
    acting.now = just_after(acting.now, max(row.recorded_at for row in wrong))
    for row in wrong:
        found.withdraw(row, why=why, by=acting.person, at=acting.now)
    acting.restated()
