"""Making the file of an export, which is sealed as soon as it is made."""

import hashlib
from dataclasses import replace
from datetime import datetime
from types import ModuleType

from wayhome.journey import acting, exporting, holding_back
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.enciphering import enciphering
from wayhome.platform.tables import csv_file, pdf_file, sheet, xlsx_file
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports.models import Export
from wayhome.rules import export_columns, exports, facts, london
from wayhome.rules.vocabulary import Purpose

WRITERS: dict[exports.ExportFormat, ModuleType] = {
    exports.ExportFormat.CSV: csv_file,
    exports.ExportFormat.XLSX: xlsx_file,
    exports.ExportFormat.PDF: pdf_file,
}
MARK = "%(number)s · taken by %(asker)s for %(recipient)s · %(at)s · do not pass on"
UNPRINTABLE = (
    "%(count)s letters of a script could not be printed here. Make a spreadsheet to read them."
)
GROWN = "There are more children in it now than were approved. Ask again."
MAKING = "make an export"


def wanted_of(export: Export) -> exports.Wanted:
    """What was asked for, as it is kept."""
    return exports.Wanted(
        kind=exports.ExportKind(export.kind),
        format=exports.ExportFormat(export.format),
        purpose=Purpose(export.purpose),
        reason=export.reason,
        recipient_name=export.recipient_name,
        recipient_agency_id=export.recipient_agency_id,
        language=export.language,
        child_id=export.about_child_id,
        episode_id=export.about_episode_id,
    )


def make(export: Export, *, by: facts.Viewer, now: datetime, say: exporting.Say) -> None:
    """Make the file and keep it sealed. Raises Refused or NotNow where nothing of it may be made.

    What the policy shows now is what is written, and not what it showed when it was asked for. A
    list that has grown past what the second person approved is not made.
    """
    asker = replace(by, purpose=Purpose(export.purpose), reason=export.reason)
    found = exporting.gathered(wanted_of(export), by=asker, now=now, say=say)
    if len(found.held) > max(export.children, exports.MOST_CHILDREN_ALONE):
        raise acting.NotNow(GROWN)
    holding_back.unless_held_back(
        found.held, to=export.recipient_name, agency_id=export.recipient_agency_id
    )
    table = sheet.Sheet(
        title=say(exports.ExportKind(export.kind).label).capitalize(),
        mark=_mark(export, now=now, say=say),
        headings=found.headings,
        rows=found.rows,
        language=export.language,
        watermark=say(export_columns.WATERMARK.title),
        unprintable=say(UNPRINTABLE),
    )
    content: bytes = WRITERS[exports.ExportFormat(export.format)].written(table)
    place = enciphering.Place("exports_exportcontent", "sealed", export.id)
    exports_kept.keep(
        export,
        sealed=enciphering.encipher_bytes(content, of=export.id, place=place, at=now),
        digest=hashlib.sha256(content).hexdigest(),
        held=found.held,
        at=now,
    )
    ledger.write(
        Verb.COMBINE,
        by=asker,
        at=now,
        deed=MAKING,
        object_id=export.id,
        sections=found.classes,
        count=len(found.held),
        reference=export.reference,
    )


def _mark(export: Export, *, now: datetime, say: exporting.Say) -> sheet.Mark:
    """Who took it, for whom, when, and its number."""
    words = say(MARK) % {
        "number": export.reference,
        "asker": f"{export.asked_by.name}, {export.agency.name}",
        "recipient": f"{export.recipient_name}, {export.recipient_agency.name}",
        "at": _on_the_wall(now),
    }
    return sheet.Mark(export.reference, words)


def _on_the_wall(moment: datetime) -> str:
    wall = moment.astimezone(london.LONDON).replace(tzinfo=None)
    return wall.isoformat(sep=" ", timespec="minutes")
