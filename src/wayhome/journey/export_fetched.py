"""An export is fetched: the policy is asked again, and the disclosure entered, before a byte."""

from dataclasses import dataclass, replace
from datetime import datetime

from wayhome.journey import export_making, exporting, holding_back
from wayhome.journey.acting import NotNow
from wayhome.platform import sealed_bytes
from wayhome.platform.audit import disclosures
from wayhome.platform.row_security import transactions
from wayhome.records.exports import queries
from wayhome.records.exports.models import Export
from wayhome.records.safety import queries as safety
from wayhome.rules import access, exports, facts
from wayhome.rules.vocabulary import Purpose

DEED = access.Deed.EXPORT
NOT_READY = "This export is not ready, or its time is over. Ask for a new one."
LESS_IS_SHOWN = (
    "Less of this is shown now than when it was made, so it is not sent. Ask for a new one."
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file, as it is sent."""

    content: bytes
    media_type: str
    name: str


def record(reference: str, *, by: facts.Viewer, now: datetime) -> Fetched:
    """The file. Raises NoSuchExport, Refused, and NotNow for one that is not to be had now.

    Everything that is in it must still be shown, to whoever asks and to the agency it is for.
    """
    with transactions.step():
        export = queries.own(by, reference)
        access.require(by, DEED)
        if exports.state_of(queries.facts_of(export), now=now) is not exports.ExportState.READY:
            raise NotNow(NOT_READY)
        held = queries.held_by(export.id)
        asker = replace(by, purpose=Purpose(export.purpose), reason=export.reason)
        wanted = export_making.wanted_of(export)
        for child_id, shown in held.items():
            if not exporting.still_shown(wanted, child_id, shown, by=asker, now=now):
                raise NotNow(LESS_IS_SHOWN)
        if safety.withheld_since(
            held, from_=(by.agency_id, export.recipient_agency_id), at=export.made_at
        ):
            raise NotNow(LESS_IS_SHOWN)
        holding_back.unless_held_back(
            held, to=export.recipient_name, agency_id=export.recipient_agency_id
        )
        sealed = queries.sealed_content(export.id)
        if sealed is None:
            raise NotNow(NOT_READY)
        classes = {child_id: {kind for kind, _ in shown} for child_id, shown in held.items()}
        disclosures.disclosed(
            classes, by=asker, at=now, deed=DEED, object_id=export.id, reference=export.reference
        )
        place = sealed_bytes.Place("exports_exportcontent", "sealed", export.id)
        return _named(export, sealed_bytes.opened(sealed, place=place))


def _named(export: Export, content: bytes) -> Fetched:
    """The file under a name that says nothing of any child."""
    writer = export_making.WRITERS[exports.ExportFormat(export.format)]
    media_type, ending = str(writer.MEDIA_TYPE), str(writer.ENDING)
    return Fetched(content, media_type, f"wayhome-{export.reference}.{ending}")
