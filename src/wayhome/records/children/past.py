"""Children as an older record knows them: found among those known, or made, many at a time.

Makes rows without writing them; the journey writes them together.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform import references
from wayhome.records.children import queries
from wayhome.records.children.models import CareArrangement, Child, ChildDetail, Identifier
from wayhome.rules import facts, matching, told

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


def by_number(
    agency_id: UUID, scheme: str, values: Iterable[str], *, among: QuerySet[Child]
) -> dict[str, Child]:
    """The children, `among` some, an agency knows by these numbers: the oldest of each number."""
    held = Identifier.objects.filter(
        agency_id=agency_id, scheme=scheme, value__in=set(values), child__in=among
    ).select_related("child")
    return {row.value: row.child for row in held.order_by("-recorded_at", "-id")}


def near(identities: Iterable[matching.Identity], *, among: QuerySet[Child]) -> list[Child]:
    """The children, `among` some, who share a date of birth, or both names, with any of these."""
    wanted = list(identities)
    born = {one.date_of_birth for one in wanted if one.date_of_birth}
    families = {matching.folded(one.family_name) for one in wanted} - {""}
    given = {matching.folded(one.given_name) for one in wanted} - {""}
    found = among.filter(
        Q(date_of_birth__in=born) | Q(family_folded__in=families, given_folded__in=given)
    )
    return list(found.order_by("recorded_at", "id"))


def identity_of(child: Child) -> matching.Identity:
    """The child's identity as matching compares it."""
    return queries.identity_of(child)


def arrangements(child_ids: Iterable[UUID]) -> dict[UUID, CareArrangement]:
    """The newest care arrangement of each of some children who have one."""
    newest = (
        CareArrangement.objects.filter(child_id__in=list(child_ids))
        .order_by("child_id", "-since", "-id")
        .distinct("child_id")
    )
    return {row.child_id: row for row in newest}


def new_child(said: told.Child, *, at: datetime, age_stated_at: datetime | None) -> Child:
    """A child made from an older record."""
    return Child(
        reference=references.new(),
        recorded_at=at,
        given_folded=matching.folded(said.given_name),
        family_folded=matching.folded(said.family_name),
        age_stated_at=age_stated_at if said.age_stated is not None else None,
        **{field: getattr(said, field) for field in DETAILS},
    )


def missing_from(child: Child, said: told.Child) -> told.Child:
    """Of what an older record says, what is not known of the child yet.

    An older record never replaces what is known now.
    """
    return told.Child(
        **{
            field: getattr(said, field)
            for field in DETAILS
            if getattr(child, field) in ("", None) and getattr(said, field) not in ("", None)
        }
    )


def details(
    child: Child, said: told.Child, *, supplied_by: str, by: facts.Viewer, at: datetime
) -> list[ChildDetail]:
    """What was said of a new child, each detail with whose it is."""
    return [
        ChildDetail(
            child=child,
            field=field,
            value=str(getattr(said, field)),
            supplied_by=supplied_by,
            learned_at=at,
            recorded_at=at,
            recorded_by_id=by.practitioner_id,
        )
        for field in DETAILS
        if getattr(said, field) not in ("", None)
    ]


def number(
    child: Child, *, agency_id: UUID, scheme: str, value: str, by: facts.Viewer, at: datetime
) -> Identifier:
    """The number by which the agency knows the child."""
    return Identifier(
        child=child,
        agency_id=agency_id,
        scheme=scheme,
        value=value,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
