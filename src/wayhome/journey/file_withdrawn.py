"""A photograph or a document that was wrong is withdrawn: it is shown to nobody any more."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import acting
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import visibility
from wayhome.records.files import actions as files_kept
from wayhome.records.files import queries as files_known
from wayhome.rules import access, facts, files

DEED = access.Deed.WITHDRAW_FILE
WHY = "Say what was wrong with it"


def record(file_id: UUID, *, why: str, by: facts.Viewer, now: datetime) -> acting.Outcome:
    """Withdraw a file. Raises NoSuchFile, Refused, and Contradiction where it is not said why."""
    with transactions.step():
        file = files_known.locked(file_id)
        if not visibility.children(by).filter(id=file.child_id).exists():
            raise files_known.NoSuchFile(str(file_id))
        parties = visibility.parties_to_child(file.child_id)
        decision = files.may_withdraw(by, added_by_agency=file.agency_id, parties=parties)
        if not decision.allowed:
            raise access.Refused(decision.reason)
        acting.unless(acting.said(why, field="why", or_else=WHY))
        files_kept.withdraw(file, why=why, by=by, at=now)
        ledger.write(
            Verb.ALTER,
            by=by,
            at=now,
            deed=DEED,
            child_id=file.child_id,
            episode_id=file.episode_id,
            object_id=file.id,
            reason=why,
        )
        return acting.Outcome(file.child.reference, file.child_id, file.id)
