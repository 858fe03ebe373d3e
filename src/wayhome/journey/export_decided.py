"""A second person approves or declines that the records of many children are taken out."""

from datetime import datetime

from wayhome.journey import acting
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports import queries
from wayhome.records.exports.models import Export
from wayhome.rules import access, exports, facts

DEED = access.Deed.APPROVE_EXPORT
DECLINING = "decline that records are taken out"
NOT_WAITING = "This export does not wait for a second person."
WHY_NOT = "Say why it is declined"


def approved(reference: str, *, by: facts.Viewer, now: datetime) -> Export:
    """The second person agrees; it is made within minutes. Raises NoSuchExport, NotNow."""
    with transactions.step():
        export = _waiting(reference, by=by, now=now)
        exports_kept.approve(export, by=by, at=now)
        _enter(export, by=by, now=now, deed=DEED)
        return export


def declined(reference: str, *, why: str, by: facts.Viewer, now: datetime) -> Export:
    """The second person does not agree, and says why. Raises as `approved`, and Contradiction."""
    with transactions.step():
        export = _waiting(reference, by=by, now=now)
        acting.unless(acting.said(why, field="why", or_else=WHY_NOT))
        exports_kept.decline(export, why=why, by=by, at=now)
        _enter(export, by=by, now=now, deed=DECLINING, reason=why)
        return export


def _waiting(reference: str, *, by: facts.Viewer, now: datetime) -> Export:
    """One that waits, of those this person may decide about: `exports.may_decide`, as a query."""
    export = queries.locked_to_decide(by, reference)
    if exports.state_of(queries.facts_of(export), now=now) is not exports.ExportState.WAITING:
        raise acting.NotNow(NOT_WAITING)
    return export


def _enter(export: Export, *, by: facts.Viewer, now: datetime, deed: str, reason: str = "") -> None:
    ledger.write(
        Verb.ALTER,
        by=by,
        at=now,
        deed=deed,
        object_id=export.id,
        count=export.children,
        reference=export.reference,
        reason=reason,
    )
