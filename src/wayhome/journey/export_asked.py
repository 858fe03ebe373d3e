"""Records are asked for, to be taken out: by whom, for whom, why. Of a few it is made at once."""

from datetime import datetime

from wayhome.journey import acting, export_making, exporting, holding_back
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports.models import Export
from wayhome.rules import access, exports, facts, moments

DEED = access.Deed.EXPORT
FOR_WHOM = "Name the person it is for"
WHY = "Say why it is needed"


def record(
    wanted: exports.Wanted, *, by: facts.Viewer, now: datetime, say: exporting.Say
) -> Export:
    """Ask for an export. Raises Refused, NotNow, Contradiction, NoSuchChild or NoSuchEpisode.

    One of more children than one person may take out alone waits for a second, and nothing is
    made before.
    """
    with transactions.step():
        access.require(by, DEED)
        acting.unless(_unsaid(wanted))
        found = exporting.gathered(wanted, by=by, now=now, say=say)
        holding_back.unless_held_back(
            found.held, to=wanted.recipient_name, agency_id=wanted.recipient_agency_id
        )
        export = exports_kept.ask(
            wanted, children=len(found.held), classes=found.classes, by=by, at=now
        )
        ledger.write(
            Verb.COLLECT,
            by=by,
            at=now,
            deed=DEED,
            object_id=export.id,
            sections=found.classes,
            count=len(found.held),
            reference=export.reference,
            reason=wanted.reason,
        )
        if not exports.needs_second(export.children):
            export_making.make(export, by=by, now=now, say=say)
        return export


def _unsaid(wanted: exports.Wanted) -> tuple[moments.Problem, ...]:
    return (
        *acting.said(wanted.recipient_name, field="recipient_name", or_else=FOR_WHOM),
        *acting.said(wanted.reason, field="reason", or_else=WHY),
    )
