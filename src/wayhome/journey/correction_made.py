"""A moment or a word that was recorded wrongly is corrected; what was recorded first is kept.

A correction is a new row that names the old. A corrected moment moves the clocks that start
from it: the old duty falls away with the reason, and another is opened from the right moment,
met at once where the thing itself was done.

An assessment is not corrected but made again, so that what each side knew when it judged stays
in order.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from wayhome.journey import correcting
from wayhome.journey.acting import NotNow, Outcome, unless
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, told
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.found import actions as found
from wayhome.stages.found import queries as found_queries

NOT_LOCATED = "It is not recorded yet that this child was located."
NOT_RETURNED = "This child's return is not recorded yet."
NOT_SEEN = "The prevention interview is not recorded yet."


def located(
    episode_id: UUID,
    said: told.Located,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Correct when, where or by whom the child was located.

    `instead_of` is the record that was looked at. Raises NotNow when nothing is recorded yet,
    CorrectedAlready when another stands in its place, Contradiction for a time that cannot be.
    """
    deed = access.Deed.RECORD_LOCATED
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        rows = found_queries.everything(episode_id).located
        standing = correcting.standing(rows, instead_of, or_else=NOT_LOCATED)
        without = replace(acting.account, located=None)
        unless(
            moments.check_located(without, at=said.at, now=now),
            correcting.seen_still_follows(acting.account, found_at=said.at, now=now),
        )
        made = found.record_located(
            acting.episode, said, by=by, at=acting.now, corrects=told.Correction(standing.id, why)
        )
        correcting.restart(acting, DutyKind.PREVENTION_INTERVIEW, started_at=said.at, why=why)
        return correcting.finish(acting, deed, made_id=made.id, why=why)


def returned(
    episode_id: UUID,
    said: told.Returned,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Correct when, or to where, the child returned: the 72 hours are counted again.

    A find that was only the return itself moves with it. Whether the absence ended in a return
    at all is not corrected here. Raises as `located` does.
    """
    deed = access.Deed.RECORD_RETURN
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        remembered = found_queries.everything(episode_id)
        standing = correcting.standing(remembered.returned, instead_of, or_else=NOT_RETURNED)
        if correcting.ends_otherwise(standing.to, said.to):
            raise NotNow("A return cannot be changed into an end without one, or back.")
        found_with_it = correcting.found_by_returning(remembered)
        account = replace(acting.account, located=None) if found_with_it else acting.account
        if found_with_it is not None:
            unless(correcting.seen_still_follows(account, found_at=said.at, now=now))
        unless(
            moments.check_returned(account, at=said.at, now=now),
            correcting.what_followed_still_follows(acting, returned_at=said.at, now=now),
        )
        if found_with_it is not None:
            correcting.move_find(acting, found_with_it.id, said, why=why, by=by)
        made = found.record_returned(
            acting.episode, said, by=by, at=acting.now, corrects=told.Correction(standing.id, why)
        )
        correcting.restart(acting, DutyKind.OFFER_INTERVIEW, started_at=said.at, why=why)
        return correcting.finish(acting, deed, made_id=made.id, why=why)


def seen(
    episode_id: UUID,
    said: told.PreventionInterview,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Correct when or how the police saw the child. Raises as `located` does."""
    deed = access.Deed.RECORD_PREVENTION_INTERVIEW
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        rows = found_queries.everything(episode_id).seen
        standing = correcting.standing(rows, instead_of, or_else=NOT_SEEN)
        unless(moments.check_seen(acting.account, at=said.at, now=now))
        made = found.record_seen(
            acting.episode, said, by=by, at=acting.now, corrects=told.Correction(standing.id, why)
        )
        correcting.restart(acting, DutyKind.PREVENTION_INTERVIEW, done_at=said.at, why=why)
        return correcting.finish(acting, deed, made_id=made.id, why=why)
