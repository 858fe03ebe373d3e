"""No interview could be offered, and a manager authorises that; or it is put right, or taken back.

Taken back, the child is owed an offer as if nothing had been said.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import correcting, interviewing
from wayhome.journey.acting import NotNow, Outcome, begin_hearing, finish, unless
from wayhome.journey.acting import said as was_said
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, sentences, told
from wayhome.rules.reasons import NotOfferedReason
from wayhome.stages.interviews import actions as stage
from wayhome.stages.interviews import queries as stage_queries

if TYPE_CHECKING:
    from wayhome.stages.interviews.models import NotOffered

DEED = access.Deed.AUTHORISE_NO_OFFER


def record(episode_id: UUID, said: told.NotOffered, *, by: facts.Viewer, now: datetime) -> Outcome:
    """No offer could be made; the viewer authorises that, with a reason. Never a threshold."""
    with transactions.step():
        acting = begin_hearing(episode_id, DEED, by=by, now=now)
        unless(moments.check_offer(acting.account, at=now, now=now), _explained(said))
        if acting.account.not_offered is not None:
            raise NotNow("It is already recorded why no offer was made.")
        before = stage_queries.not_offered_of(episode_id)
        made = stage.record_not_offered(
            episode_id,
            said,
            instead_of=told.Correction(before.id, said.explanation) if before else None,
            by=by,
            at=acting.now,
        )
        acting.restated()
        interviewing.settled(acting, because=said.reason.label)
        return finish(acting, DEED, made_id=made.id)


def corrected(
    episode_id: UUID,
    said: told.NotOffered,
    *,
    why: str,
    by: facts.Viewer,
    now: datetime,
    instead_of: UUID | None = None,
) -> Outcome:
    """Correct the reason why no offer could be made; it is authorised again by doing so.

    `instead_of` is the record that was looked at. Raises NotNow where none is recorded, or it
    was taken back, CorrectedAlready when another stands in its place.
    """
    with transactions.step():
        acting = correcting.begin_hearing(episode_id, DEED, why=why, by=by, now=now)
        wrong = _standing(episode_id)
        correcting.not_again(is_corrected=instead_of not in (None, wrong.id))
        unless(_explained(said))
        made = stage.record_not_offered(
            episode_id, said, instead_of=told.Correction(wrong.id, why), by=by, at=acting.now
        )
        return correcting.finish(acting, DEED, made_id=made.id, why=why)


def taken_back(episode_id: UUID, *, why: str, by: facts.Viewer, now: datetime) -> Outcome:
    """It is no longer so that no offer could be made: the child is owed one, from the return.

    Raises NotNow as `corrected` does.
    """
    with transactions.step():
        acting = correcting.begin_hearing(episode_id, DEED, why=why, by=by, now=now)
        wrong = _standing(episode_id)
        made = stage.record_not_offered(
            episode_id,
            told.NotOffered(NotOfferedReason(wrong.reason), wrong.explanation),
            instead_of=told.Correction(wrong.id, why),
            withdrawn=True,
            by=by,
            at=acting.now,
        )
        acting.restated()
        because = sentences.CORRECTED % {"why": why}
        interviewing.owed_now(acting, key=str(made.id), because=because)
        return correcting.finish(acting, DEED, made_id=made.id, why=why)


def _standing(episode_id: UUID) -> "NotOffered":
    standing = stage_queries.not_offered_of(episode_id)
    if standing is None or standing.withdrawn:
        raise NotNow("It is not recorded that no offer could be made.")
    return standing


def _explained(why_not: told.NotOffered) -> tuple[moments.Problem, ...]:
    return was_said(why_not.explanation, field="explanation", or_else=interviewing.SAY_WHY_NOT)
