"""Which records are open in an emergency, who asked, and what waits for a review."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from wayhome.platform.unknown import NoSuch
from wayhome.records.emergency.models import BreakGlass, NamedReviewer
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


def to_be_reviewed(*, now: datetime) -> QuerySet[BreakGlass]:
    """The looks that opened a record, are over and were not reviewed, oldest first."""
    rows = BreakGlass.objects.filter(child__isnull=False, reviewed_at__isnull=True)
    over = rows.filter(Q(ends_at__lte=now) | Q(ended_at__isnull=False))
    return over.order_by("opened_at", "id")


def one_or_none(look_id: UUID) -> BreakGlass | None:
    """One look, or None where there is none of that identifier."""
    return BreakGlass.objects.filter(id=look_id).first()


def named_for(look_id: UUID) -> list[UUID]:
    """Those who were named to review a look."""
    rows = NamedReviewer.objects.filter(look_id=look_id).order_by("at", "id")
    return list(rows.values_list("practitioner_id", flat=True))


def named_to(viewer: facts.Viewer) -> QuerySet[NamedReviewer]:
    """The looks that somebody was named to review, of children who are not kept from them."""
    rows = NamedReviewer.objects.filter(practitioner_id=viewer.practitioner_id)
    return rows.exclude(look__child_id__in=viewer.kept_from)


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
