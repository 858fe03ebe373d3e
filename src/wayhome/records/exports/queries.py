"""Questions about exports: whose they are, and what they hold."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform import references
from wayhome.platform.unknown import NoSuch
from wayhome.records.exports.models import Export, ExportContent, ExportedChild
from wayhome.rules import access, exports, facts
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section

AT_ONCE = 20


class NoSuchExport(NoSuch):
    """No export is known by that reference, or none the viewer may know of."""


def facts_of(export: Export) -> exports.Export:
    """The export as the rules know it."""
    return exports.Export(
        asked_by=export.asked_by_id,
        agency_id=export.agency_id,
        children=export.children,
        expires_at=export.expires_at,
        approved_at=export.approved_at,
        declined_at=export.declined_at,
        made_at=export.made_at,
        failed_at=export.failed_at,
        revoked_at=export.revoked_at,
    )


def asked_by(viewer: facts.Viewer) -> QuerySet[Export]:
    """The exports a person asked for, newest first; none for one whose post may ask for none."""
    if not access.decide(viewer, access.Deed.EXPORT).allowed:
        return Export.objects.none()
    return _shown().filter(asked_by=viewer.practitioner_id, agency_id=viewer.agency_id)


def to_decide(viewer: facts.Viewer) -> QuerySet[Export]:
    """The exports of their agency, asked for by somebody else, that a manager may decide about."""
    if not access.decide(viewer, access.Deed.APPROVE_EXPORT).allowed:
        return Export.objects.none()
    return (
        _shown()
        .filter(agency_id=viewer.agency_id, children__gt=exports.MOST_CHILDREN_ALONE)
        .exclude(asked_by=viewer.practitioner_id)
    )


def waiting_for(viewer: facts.Viewer, *, now: datetime) -> QuerySet[Export]:
    """Those that wait for this manager, oldest first."""
    return (
        to_decide(viewer)
        .filter(approved_at=None, declined_at=None, revoked_at=None, expires_at__gt=now)
        .order_by("asked_at")
    )


def one(viewer: facts.Viewer, reference: str) -> Export:
    """One that the viewer asked for or may decide about. Raises NoSuchExport, alike for both."""
    written = references.read(reference)
    found = asked_by(viewer).filter(reference=written).first()
    found = found or to_decide(viewer).filter(reference=written).first()
    if found is None:
        raise NoSuchExport(reference)
    return found


def own(viewer: facts.Viewer, reference: str) -> Export:
    """One that the viewer asked for, locked. Raises NoSuchExport."""
    written = references.read(reference)
    found = asked_by(viewer).select_for_update(of=("self",)).filter(reference=written).first()
    if found is None:
        raise NoSuchExport(reference)
    return found


def locked_to_decide(viewer: facts.Viewer, reference: str) -> Export:
    """One that the viewer may decide about, locked. Raises NoSuchExport."""
    written = references.read(reference)
    found = to_decide(viewer).select_for_update(of=("self",)).filter(reference=written).first()
    if found is None:
        raise NoSuchExport(reference)
    return found


def to_make(*, now: datetime) -> list[Export]:
    """Those approved that nobody has made yet, oldest first, a few at a time, locked."""
    waiting = Export.objects.filter(
        approved_at__isnull=False,
        made_at=None,
        failed_at=None,
        declined_at=None,
        revoked_at=None,
        expires_at__gt=now,
    )
    return list(waiting.select_for_update(skip_locked=True).order_by("approved_at")[:AT_ONCE])


def held_by(export_id: UUID) -> dict[UUID, frozenset[tuple[FieldClass, Section]]]:
    """The children an export holds something of: which classes, each in which section."""
    return {
        row.child_id: frozenset(
            (FieldClass(kind), Section(section))
            for kind, section in zip(row.classes, row.sections, strict=True)
        )
        for row in ExportedChild.objects.filter(export_id=export_id).order_by("child_id")
    }


def sealed_content(export_id: UUID) -> bytes | None:
    """The file as it is kept, or None where it is kept no more."""
    found = ExportContent.objects.filter(export_id=export_id).first()
    return bytes(found.sealed) if found else None


def _shown() -> QuerySet[Export]:
    return Export.objects.select_related(
        "asked_by", "agency", "recipient_agency", "approved_by", "declined_by"
    ).order_by("-asked_at", "-id")
