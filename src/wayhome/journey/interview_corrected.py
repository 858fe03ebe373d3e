"""An offer of an interview, the answer to one, or a try, was recorded wrongly and is put right.

What was recorded first is kept: a correction is a new row that names it. The clocks that rested
on it are counted again, and what follows from it is asked anew.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import correcting, correcting_offers, interviewing
from wayhome.journey.acting import Acting, NotNow, Outcome, unless
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, told
from wayhome.rules.vocabulary import OfferAnswer
from wayhome.stages.interviews import actions as stage
from wayhome.stages.interviews import queries as stage_queries

if TYPE_CHECKING:
    from wayhome.stages.interviews.models import Offer

OFFER = access.Deed.OFFER_INTERVIEW


def offer(
    episode_id: UUID,
    offer_id: UUID,
    said: told.Offer,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Correct when, how or by whom an interview was offered. The answer to it stays.

    Raises CorrectedAlready, or Contradiction for a time that cannot be.
    """
    with transactions.step():
        acting = correcting.begin_hearing(episode_id, OFFER, why=why, by=by, now=now)
        line = _line(acting, offer_id)
        unless(
            moments.check_offer(acting.account, at=said.at, now=now),
            correcting_offers.still_follows(acting.account, line, offered_at=said.at, now=now),
        )
        made = stage.correct_offer(line[0], said, why=why, by=by, at=acting.now)
        correcting_offers.count_again(acting, line, offered_at=said.at, why=why)
        acting.restated()
        correcting_offers.offered_otherwise(acting, made, line, why=why)
        return correcting.finish(acting, OFFER, made_id=made.id, why=why)


def answer(
    episode_id: UUID,
    offer_id: UUID,
    said: told.Answered,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Correct what the child answered; it may have been no answer at all.

    Raises NotNow for an offer that has had no answer, or a decline without a reason, and
    CorrectedAlready.
    """
    with transactions.step():
        acting = correcting.begin_hearing(episode_id, OFFER, why=why, by=by, now=now)
        line = _line(acting, offer_id)
        if line[0].answered_at is None:
            raise NotNow("This offer has had no answer. Record the answer instead.")
        if said.answer is OfferAnswer.DECLINED and said.reason is None:
            raise NotNow(interviewing.SAY_WHY_DECLINED)
        made = stage.correct_answer(line[0], said, why=why, by=by, at=acting.now)
        acting.restated()
        correcting_offers.answered_otherwise(acting, made, line, why=why)
        return correcting.finish(acting, OFFER, made_id=made.id, why=why)


def attempt(
    episode_id: UUID,
    attempt_id: UUID,
    said: told.Attempt,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Correct a try to reach the child. Raises CorrectedAlready, or Contradiction in the future."""
    with transactions.step():
        acting = correcting.begin_hearing(episode_id, OFFER, why=why, by=by, now=now)
        wrong = stage_queries.attempt(episode_id, attempt_id)
        correcting.not_again(is_corrected=stage_queries.is_corrected(wrong))
        unless(moments.check_not_future(said.at, now=now))
        made = stage.record_attempt(
            acting.episode, said, by=by, at=acting.now, corrects=told.Correction(wrong.id, why)
        )
        return correcting.finish(acting, OFFER, made_id=made.id, why=why)


def _line(acting: Acting, offer_id: UUID) -> "list[Offer]":
    """The offer that stands, and what it was recorded in place of."""
    wrong = stage_queries.offer(acting.episode.id, offer_id)
    correcting.not_again(is_corrected=stage_queries.is_corrected(wrong))
    line = stage_queries.line_of(wrong)
    interviewing.require_of_this_return(acting.account, line)
    return line
