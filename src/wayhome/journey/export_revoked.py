"""Whoever asked for an export ends it: its link is dead and the file is gone."""

from datetime import datetime

from wayhome.journey.acting import NotNow
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports import queries
from wayhome.records.exports.models import Export
from wayhome.rules import exports, facts

ENDING = "end an export"
ENDED_ALREADY = "This export has ended already."
ENDS = frozenset(
    {exports.ExportState.REVOKED, exports.ExportState.DECLINED, exports.ExportState.EXPIRED}
)


def record(reference: str, *, by: facts.Viewer, now: datetime) -> Export:
    """End an export at once. Raises NoSuchExport, and NotNow for one that has ended."""
    with transactions.step():
        export = queries.own(by, reference)
        if exports.state_of(queries.facts_of(export), now=now) in ENDS:
            raise NotNow(ENDED_ALREADY)
        exports_kept.revoke(export, by=by, at=now)
        ledger.write(
            Verb.ERASE,
            by=by,
            at=now,
            deed=ENDING,
            object_id=export.id,
            count=export.children,
            reference=export.reference,
        )
        return export
