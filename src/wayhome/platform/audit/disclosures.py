"""Entering in the ledger that something left Wayhome: one entry for the whole, one for each child.

In the transaction of the sending, before the first byte of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.rules import facts


def disclosed(
    held: Mapping[UUID, Iterable[str]],
    *,
    by: facts.Viewer,
    at: datetime,
    deed: str,
    object_id: UUID,
    reference: str,
) -> None:
    """Enter what was sent: `held` are the classes of fact that are sent of each child."""
    whole = _entry(by, at, deed, object_id, reference)
    whole.sections = sorted({kind for kinds in held.values() for kind in kinds})
    whole.count = len(held)
    entries = [whole]
    for child_id, kinds in sorted(held.items()):
        entry = _entry(by, at, deed, object_id, reference)
        entry.child_id, entry.sections = child_id, sorted(kinds)
        entries.append(entry)
    LedgerEntry.objects.bulk_create(entries)


def _entry(
    by: facts.Viewer, at: datetime, deed: str, object_id: UUID, reference: str
) -> LedgerEntry:
    return LedgerEntry(
        at=at,
        practitioner_id=by.practitioner_id,
        agency_id=by.agency_id,
        verb=Verb.DISCLOSE,
        deed=deed,
        purpose=by.purpose or "",
        reason=by.reason,
        reference=reference,
        object_id=object_id,
    )
