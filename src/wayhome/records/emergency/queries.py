"""Which records are open in an emergency, who asked, and what waits for a review."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from wayhome.platform.unknown import NoSuch
from wayhome.records.emergency.models import BreakGlass
from wayhome.rules import emergency, facts


class NoSuchEmergencyLook(NoSuch):
    """No emergency look is known by that identifier, or none the viewer may know of."""


def open_to_an_account(*, now: datetime) -> QuerySet[BreakGlass]:
    """For the account asked about around this, the looks that are open at `now`."""
    return BreakGlass.objects.filter(
        practitioner=OuterRef("pk"),
        child__isnull=False,
        opened_at__lte=now,
        ends_at__gt=now,
        ended_at__isnull=True,
    )


def asked_by(accounts: Iterable[UUID]) -> list[BreakGlass]:
    """Every time a person asked, in any of their accounts, newest first."""
    rows = BreakGlass.objects.filter(practitioner_id__in=list(accounts))
    return list(rows.select_related("child").order_by("-opened_at", "-id"))


def as_look(row: BreakGlass) -> emergency.Look:
    """A look as the rules know it."""
    return emergency.Look(
        asked_at=row.opened_at,
        opened=row.child_id is not None,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        reviewed_at=row.reviewed_at,
    )


def mine(viewer: facts.Viewer) -> QuerySet[BreakGlass]:
    """Every time this account asked."""
    rows = BreakGlass.objects.filter(practitioner_id=viewer.practitioner_id)
    return rows.select_related("child")


def by_agency(viewer: facts.Viewer) -> QuerySet[BreakGlass]:
    """Every time somebody of the viewer's agency asked."""
    rows = BreakGlass.objects.filter(agency_id=viewer.agency_id)
    return rows.select_related("practitioner")


def late(*, now: datetime) -> QuerySet[BreakGlass]:
    """The looks that opened a record and were not reviewed in time, oldest first."""
    waiting = BreakGlass.objects.filter(child__isnull=False, reviewed_at__isnull=True)
    return waiting.filter(opened_at__lt=now - emergency.REVIEW_WITHIN).order_by("opened_at", "id")


def to_review(viewer: facts.Viewer) -> QuerySet[BreakGlass]:
    """The looks by other agencies that nobody has reviewed."""
    return (
        BreakGlass.objects.filter(child__isnull=False, reviewed_at__isnull=True)
        .exclude(agency_id=viewer.agency_id)
        .exclude(practitioner_id=viewer.practitioner_id)
        .select_related("child", "practitioner", "agency")
    )


def of(look_id: UUID) -> BreakGlass:
    """One look, locked. Raises NoSuchEmergencyLook."""
    found = (
        BreakGlass.objects.select_for_update(of=("self",))
        .select_related("child", "practitioner", "agency")
        .filter(id=look_id)
        .first()
    )
    if found is None:
        raise NoSuchEmergencyLook(str(look_id))
    return found
