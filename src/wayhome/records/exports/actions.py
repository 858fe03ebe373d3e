"""Asking for an export, deciding about it, keeping the file, and ending it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wayhome.platform import references
from wayhome.records.exports.models import Export, ExportContent, ExportedChild
from wayhome.rules import exports, facts


def ask(
    wanted: exports.Wanted, *, children: int, classes: Iterable[str], by: facts.Viewer, at: datetime
) -> Export:
    """A new export. Nothing is made yet."""
    return Export.objects.create(
        reference=references.new(),
        kind=wanted.kind,
        format=wanted.format,
        language=wanted.language,
        purpose=wanted.purpose,
        reason=wanted.reason,
        recipient_name=wanted.recipient_name,
        recipient_agency_id=wanted.recipient_agency_id,
        about_child_id=wanted.child_id,
        about_episode_id=wanted.episode_id,
        asked_at=at,
        asked_by_id=by.practitioner_id,
        agency_id=by.agency_id,
        children=children,
        classes=sorted(classes),
        expires_at=at + exports.LASTS,
    )


def approve(export: Export, *, by: facts.Viewer, at: datetime) -> None:
    """The second person agrees."""
    export.approved_at, export.approved_by_id = at, by.practitioner_id
    export.save(update_fields=["approved_at", "approved_by"])


def decline(export: Export, *, why: str, by: facts.Viewer, at: datetime) -> None:
    """The second person does not agree, and says why."""
    export.declined_at, export.declined_by_id = at, by.practitioner_id
    export.declined_why = why
    export.save(update_fields=["declined_at", "declined_by", "declined_why"])


def keep(
    export: Export,
    *,
    sealed: bytes,
    digest: str,
    held: Mapping[UUID, Iterable[tuple[str, str]]],
    at: datetime,
) -> None:
    """The file that was made, sealed, with the children it holds and what of each."""
    ExportContent.objects.create(export=export, made_at=at, sealed=sealed)
    ExportedChild.objects.bulk_create(
        ExportedChild(
            export=export,
            child_id=child_id,
            classes=[kind for kind, _section in sorted(shown)],
            sections=[section for _kind, section in sorted(shown)],
        )
        for child_id, shown in sorted(held.items())
    )
    export.made_at, export.digest = at, digest
    export.save(update_fields=["made_at", "digest"])


def fail(export: Export, *, why: str, at: datetime) -> None:
    """It could not be made, and why."""
    export.failed_at, export.failed_why = at, why[:300]
    export.save(update_fields=["failed_at", "failed_why"])


def revoke(export: Export, *, by: facts.Viewer, at: datetime) -> None:
    """The link ends now, and the file is removed."""
    export.revoked_at, export.revoked_by_id = at, by.practitioner_id
    export.save(update_fields=["revoked_at", "revoked_by"])
    ExportContent.objects.filter(export=export).delete()


def forget(*, now: datetime) -> int:
    """Remove the files whose link has died; how many there were."""
    dead = ExportContent.objects.filter(
        Q(export__expires_at__lte=now) | Q(export__revoked_at__isnull=False)
    )
    gone, _ = dead.delete()
    return gone
