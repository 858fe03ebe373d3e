"""What somebody said is corrected: a sighting, or an answer given with a report."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import correcting
from wayhome.journey.acting import Outcome, unless
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, told
from wayhome.stages.intake import actions as intake
from wayhome.stages.intake import queries as intake_queries
from wayhome.stages.search import actions as search
from wayhome.stages.search import queries as search_queries


def sighting(
    episode_id: UUID,
    sighting_id: UUID,
    said: told.Sighting,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Correct a sighting. Raises NoSuchSighting, or CorrectedAlready: each is corrected once."""
    deed = access.Deed.RECORD_SIGHTING
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        standing = search_queries.sighting(episode_id, sighting_id)
        correcting.not_again(is_corrected=search_queries.is_corrected(sighting_id))
        unless(moments.check_sighting(acting.account, at=said.at, now=now))
        made = search.record_sighting(
            acting.episode, said, by=by, at=acting.now, corrects=told.Correction(standing.id, why)
        )
        return correcting.finish(acting, deed, made_id=made.id, why=why)


def answer(
    episode_id: UUID,
    answer_id: UUID,
    said: told.TopicAnswer,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
) -> Outcome:
    """Correct an answer given with a report. Raises NoSuchAnswer, or CorrectedAlready."""
    deed = access.Deed.REPORT
    with transactions.step():
        acting = correcting.begin(episode_id, deed, why=why, by=by, now=now)
        standing = intake_queries.answer(episode_id, answer_id)
        correcting.not_again(is_corrected=intake_queries.is_corrected(answer_id))
        made = intake.correct_answer(standing, said, why=why, by=by, at=acting.now)
        return correcting.finish(acting, deed, made_id=made.id, why=why)
