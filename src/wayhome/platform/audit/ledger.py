"""Writing to the ledger, in the transaction of the look or change itself.

If the entry cannot be written the transaction fails, and there is no data.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.rules import facts


def write(  # noqa: PLR0913  # one argument for each column of an entry
    verb: Verb,
    *,
    by: facts.Viewer | None,
    at: datetime,
    deed: str,
    child_id: UUID | None = None,
    episode_id: UUID | None = None,
    object_id: UUID | None = None,
    sections: Iterable[str] = (),
    count: int = 1,
    reference: str = "",
    reason: str = "",
) -> None:
    """Add one entry. `by` is None only where the service acted because time passed."""
    LedgerEntry.objects.create(
        at=at,
        practitioner_id=by.practitioner_id if by else None,
        agency_id=by.agency_id if by else None,
        verb=verb,
        deed=deed,
        purpose=(by.purpose or "") if by else "",
        reason=reason or (by.reason if by else ""),
        reference=reference,
        child_id=child_id,
        episode_id=episode_id,
        object_id=object_id,
        sections=sorted(sections),
        count=count,
    )


def write_many(
    verb: Verb,
    *,
    by: facts.Viewer,
    at: datetime,
    deed: str,
    child_ids: Iterable[UUID],
    sections: Iterable[str] = (),
) -> None:
    """Add one entry for each child shown in a list, in one statement."""
    shown = sorted(sections)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            at=at,
            practitioner_id=by.practitioner_id,
            agency_id=by.agency_id,
            verb=verb,
            deed=deed,
            purpose=by.purpose or "",
            reason=by.reason,
            child_id=child_id,
            sections=shown,
        )
        for child_id in child_ids
    )


def collected(
    *, by: facts.Viewer, at: datetime, deed: str, child_id: UUID, episode_id: UUID, object_id: UUID
) -> LedgerEntry:
    """An entry for one of many records taken in, to be written together with them."""
    return LedgerEntry(
        at=at,
        practitioner_id=by.practitioner_id,
        agency_id=by.agency_id,
        verb=Verb.COLLECT,
        deed=deed,
        purpose=by.purpose or "",
        reason=by.reason,
        child_id=child_id,
        episode_id=episode_id,
        object_id=object_id,
    )
