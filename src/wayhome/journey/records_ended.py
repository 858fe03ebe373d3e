"""The police close their record, and the responsible council finalises its own."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import NotNow, Outcome, begin, finish
from wayhome.platform.row_security import transactions
from wayhome.rules import access, episode_state, facts
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.found import actions as found


def close_police_record(
    episode_id: UUID, *, summary: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Close the force's record. Raises NotNow before the child is back and has been seen."""
    with transactions.step():
        acting = begin(episode_id, access.Deed.CLOSE_POLICE_RECORD, by=by, now=now)
        if acting.account.police_closed is not None:
            raise NotNow("The police record is already closed.")
        if not episode_state.police_record_may_close(acting.account):
            raise NotNow("Record the return and the prevention interview before closing.")
        made = found.close_police_record(acting.episode, summary=summary, by=by, at=acting.now)
        acting.meet(DutyKind.CLOSE_POLICE_RECORD)
        return finish(acting, access.Deed.CLOSE_POLICE_RECORD, made_id=made.id)


def finalise(episode_id: UUID, *, summary: str, by: facts.Viewer, now: datetime) -> Outcome:
    """Finalise the council's record. Raises NotNow before the interview is settled."""
    with transactions.step():
        acting = begin(episode_id, access.Deed.FINALISE, by=by, now=now)
        if acting.account.finalised is not None:
            raise NotNow("The council's record is already finalised.")
        if not episode_state.council_record_may_end(acting.account):
            raise NotNow(
                "Settle the return home interview first: hold it, offer it a second time, or "
                "record why it could not be offered."
            )
        made = found.finalise(acting.episode, summary=summary, by=by, at=acting.now)
        acting.meet(DutyKind.FINALISE_EPISODE)
        return finish(acting, access.Deed.FINALISE, made_id=made.id)
