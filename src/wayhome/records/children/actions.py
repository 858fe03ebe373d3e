"""Changing what is known of a child: always by adding what was learned, and from whom."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform import adding, prepared, references
from wayhome.records.agencies.models import Agency
from wayhome.records.children import queries
from wayhome.records.children.models import (
    CareArrangement,
    Child,
    ChildDetail,
    ChildMarker,
    Contact,
    Identifier,
)
from wayhome.rules import facts, london, matching, risk, told

DETAILS = (
    "given_name",
    "family_name",
    "known_as",
    "date_of_birth",
    "age_stated",
    "sex",
    "ethnicity",
    "ethnicity_source",
    "language",
    "description",
)

# What is said of a child's care, and what stands there where nothing ever was.
CARE: dict[str, Any] = {
    "responsible_authority_id": None,
    "placement_id": None,
    "school_id": None,
    "health_id": None,
    "social_worker_id": None,
    "legal_basis": "",
    "is_looked_after": False,
}


def introduce(*, at: datetime) -> Child:
    """A child of whom nothing is known yet. Kept with what is first learned of them."""
    return Child(reference=references.new(), recorded_at=at)


def learn(
    child: Child,
    said: told.Child,
    *,
    supplied_by: str,
    by: facts.Viewer | None,
    at: datetime,
    supplier_contact: str = "",
    said_at: datetime | None = None,
) -> list[ChildDetail]:
    """Add each detail that was said and differs from what was known; return what was added.

    A detail that was not said leaves what is known as it is. `said_at` is when it was said, where
    that was before now. A child who has just been introduced is kept, whatever was said.
    """
    said_at = said_at or at
    new = {
        field: value
        for field in DETAILS
        if (value := getattr(said, field)) not in ("", None) and value != getattr(child, field)
    }
    if said.age_stated is not None and said.age_stated != _age_stated(child, at=said_at):
        new["age_stated"] = said.age_stated
    is_first = child._state.adding
    if not new and not is_first:
        return []
    for field, value in new.items():
        setattr(child, field, value)
    if "age_stated" in new:
        child.age_stated_at = said_at
    child.given_folded = matching.folded(child.given_name)
    child.family_folded = matching.folded(child.family_name)
    if is_first:
        adding.add(child)
    else:
        child.save()
    return adding.add_all(
        ChildDetail(
            child=child,
            field=field,
            value=str(value),
            supplied_by=supplied_by,
            supplier_contact=supplier_contact,
            learned_at=said_at,
            recorded_at=at,
            recorded_by_id=by.practitioner_id if by else None,
        )
        for field, value in new.items()
    )


def _age_stated(child: Child, *, at: datetime) -> int | None:
    """How old the child is by the age that was stated: the same age said a year later is news."""
    known = facts.Child(age_stated=child.age_stated, age_stated_on=queries.age_stated_on(child))
    return risk.age_on(known, london.day_of(at))


def arrange_care(
    child: Child,
    arrangement: told.Arrangement,
    *,
    by: facts.Viewer | None,
    at: datetime,
) -> CareArrangement:
    """Record who is responsible and where the child lives; forces and host follow from those.

    What is not said stays as it stands.
    """
    standing = CareArrangement.objects.filter(child=child).order_by("since", "id").last()
    return arrange_first_care(child, arrangement, standing=standing, by=by, at=at)


def arrange_first_care(
    child: Child,
    arrangement: told.Arrangement,
    *,
    standing: CareArrangement | None = None,
    by: facts.Viewer | None,
    at: datetime,
) -> CareArrangement:
    """As `arrange_care`, of a child of whose care nothing is known, or what is `standing`."""
    care = worked_out(arrangement, standing=standing)
    care.child, care.since, care.recorded_at = child, at, at
    care.recorded_by_id = by.practitioner_id if by else None
    return adding.add(care)


def worked_out(
    arrangement: told.Arrangement, *, standing: CareArrangement | None = None
) -> CareArrangement:
    """An arrangement with its forces and its host council, of no child yet and not kept.

    A council that is responsible stays so wherever the child lives; where none is known, it is that
    of the home.
    """
    care = _care(standing, arrangement)
    council, home = _agency(care["responsible_authority_id"]), _agency(care["placement_id"])
    host = home.council if home and home.council else council
    council = council or host
    unplaced = standing.home_force if standing else None
    return CareArrangement(
        **care
        | {
            "responsible_authority_id": council.id if council else None,
            "host_authority": host,
            "home_force": council.police_force if council else unplaced,
            "host_force": host.police_force if host else None,
        }
    )


def _care(standing: CareArrangement | None, said: told.Arrangement) -> dict[str, Any]:
    """What was said of a child's care, with what was not said as it stands."""
    care = {}
    for field, empty in CARE.items():
        is_kept = standing is not None and field not in said.no_longer
        known = getattr(standing, field) if is_kept else empty
        value = getattr(said, field)
        care[field] = known if value in (None, "") else value
    if said.is_looked_after is False and not said.legal_basis:
        care["legal_basis"] = ""
    return care


def _agency(agency_id: UUID | None) -> Agency | None:
    if agency_id is None:
        return None
    (found,) = _AGENCY.objects(agency=agency_id)
    return cast("Agency", found)


def _with_forces(agency: UUID) -> "QuerySet[Agency]":
    forces = Agency.objects.select_related("police_force", "council__police_force")
    return forces.filter(id=agency)


_AGENCY = prepared.Question(
    _with_forces, agency=("uuid", UUID("00000000-0000-0000-0000-0000571d0004"))
)


def add_contact(
    child: Child,
    said: told.Contact,
    *,
    by: facts.Viewer | None,
    at: datetime,
    corrects_id: UUID | None = None,
) -> Contact:
    """Add a parent or carer, or correct one."""
    return Contact.objects.create(
        child=child,
        name=said.name,
        relationship=said.relationship,
        telephone=said.telephone,
        email=said.email,
        unsafe_to_tell=said.unsafe_to_tell,
        unsafe_reason=said.unsafe_reason,
        why_corrected=said.why_corrected,
        corrects_id=corrects_id,
        recorded_at=at,
        recorded_by_id=by.practitioner_id if by else None,
    )


def mark(
    child: Child, concern: told.Concern, *, by: facts.Viewer | None, at: datetime
) -> ChildMarker:
    """Add a lasting concern; one that already stands is left as it is and returned."""
    standing = ChildMarker.objects.filter(
        child=child, marker=concern.marker, lifted_at__isnull=True
    ).first()
    return standing or ChildMarker.objects.create(
        child=child,
        marker=concern.marker,
        evidence=concern.evidence,
        supplied_by=concern.supplied_by,
        recorded_at=at,
        recorded_by_id=by.practitioner_id if by else None,
    )


def identify(
    child: Child, *, agency_id: UUID, scheme: str, value: str, by: facts.Viewer, at: datetime
) -> Identifier:
    """Record the number by which an agency knows the child."""
    return Identifier.objects.create(
        child=child,
        agency_id=agency_id,
        scheme=scheme,
        value=value,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
