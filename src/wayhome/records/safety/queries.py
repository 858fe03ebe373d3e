"""Whom a child is kept from, and what is not disclosed to whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.platform.unknown import NoSuch
from wayhome.records.children.models import Child
from wayhome.records.safety.models import Conflict, Person, PersonAccount, Withholding
from wayhome.rules import redaction
from wayhome.rules.vocabulary import Matter


class NoSuchConflict(NoSuch):
    """Nothing that keeps anybody from this child is known by that identifier."""


_ACCOUNT, _AGENCY = OuterRef("pk"), OuterRef("agency_id")
_HELD = PersonAccount.objects.filter(practitioner=OuterRef(OuterRef("pk")))
_IS_THEIRS = Exists(_HELD.filter(person=OuterRef("person_id")))


def conflicts_of_an_account() -> QuerySet[Conflict]:
    """For the account asked about around this, the conflicts that stand with a known child."""
    return Conflict.objects.filter(_IS_THEIRS, child__isnull=False, lifted_at__isnull=True)


def withheld_from_an_account() -> QuerySet[Withholding]:
    """For the account asked about around this, what is withheld from it or from its agency."""
    return Withholding.objects.filter(Q(_IS_THEIRS) | Q(agency_id=_AGENCY), lifted_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept from one account: whole children, and matters of others."""

    children: frozenset[UUID]
    matters: frozenset[tuple[UUID, Matter]]


def kept(children: Iterable[UUID], withheld: Iterable[tuple[UUID, str]]) -> Kept:
    """What is kept from an account, by the conflicts and what is withheld, each as stored."""
    matters = frozenset((child, Matter(matter)) for child, matter in withheld)
    closed = {child for child, matter in matters if matter in redaction.CLOSES_THE_RECORD}
    return Kept(frozenset(children) | closed, matters)


def accounts_of_person(practitioner_id: UUID) -> frozenset[UUID]:
    """Every account of the person whose account this is, with this one."""
    people = PersonAccount.objects.filter(practitioner_id=practitioner_id).values("person")
    theirs = PersonAccount.objects.filter(person__in=people)
    return frozenset({practitioner_id, *theirs.values_list("practitioner_id", flat=True)})


def conflicts_of(child_id: UUID) -> list[Conflict]:
    """Who is kept from a child, or was, newest first, with the person."""
    rows = Conflict.objects.filter(child_id=child_id).select_related("person", "recorded_by")
    return list(rows.order_by("-recorded_at", "-id"))


def withheld_of(child_id: UUID) -> list[Withholding]:
    """What of a child is not disclosed to whom, or was, newest first."""
    rows = Withholding.objects.filter(child_id=child_id)
    return list(rows.select_related("agency", "person", "contact").order_by("-recorded_at", "-id"))


def conflict(child_id: UUID, conflict_id: UUID) -> Conflict:
    """One that stands, locked. Raises NoSuchConflict."""
    found = (
        Conflict.objects.select_for_update(of=("self",))
        .filter(id=conflict_id, child_id=child_id, lifted_at__isnull=True)
        .first()
    )
    if found is None:
        raise NoSuchConflict(str(conflict_id))
    return found


def withholding(child_id: UUID, withholding_id: UUID) -> Withholding:
    """One that stands, locked. Raises NoSuchConflict."""
    found = (
        Withholding.objects.select_for_update(of=("self",))
        .filter(id=withholding_id, child_id=child_id, lifted_at__isnull=True)
        .first()
    )
    if found is None:
        raise NoSuchConflict(str(withholding_id))
    return found


def withheld_from(agency_id: UUID) -> frozenset[tuple[UUID, Matter]]:
    """What of which child is not disclosed to an agency."""
    rows = Withholding.objects.filter(agency_id=agency_id, lifted_at__isnull=True)
    return frozenset(
        (child, Matter(matter)) for child, matter in rows.values_list("child_id", "matter")
    )


def withheld_since(
    child_ids: Iterable[UUID], *, from_: Collection[UUID], at: datetime | None
) -> bool:
    """Whether anything of these children was withheld from these agencies since then."""
    return Withholding.objects.filter(
        child_id__in=list(child_ids),
        agency_id__in=from_,
        recorded_at__gt=at,
        lifted_at__isnull=True,
    ).exists()


def names_kept_from(child_id: UUID) -> list[str]:
    """The names of the people from whom a child is kept, or something of the child withheld."""
    conflicts = Conflict.objects.filter(child_id=child_id, lifted_at__isnull=True)
    withheld = Withholding.objects.filter(
        child_id=child_id, person__isnull=False, lifted_at__isnull=True
    )
    return [
        *conflicts.values_list("person__name", flat=True),
        *withheld.values_list("person__name", flat=True),
    ]


def must_not_know(child_id: UUID) -> frozenset[UUID]:
    """The accounts of people for whom a child does not exist, and the agencies for which."""
    withheld = Withholding.objects.filter(
        child_id=child_id, lifted_at__isnull=True, matter__in=redaction.CLOSES_THE_RECORD
    )
    conflicts = Conflict.objects.filter(child_id=child_id, lifted_at__isnull=True)
    people = [
        *conflicts.values_list("person", flat=True),
        *withheld.values_list("person", flat=True),
    ]
    accounts = PersonAccount.objects.filter(person__in=[each for each in people if each])
    agencies = withheld.filter(agency__isnull=False).values_list("agency", flat=True)
    return frozenset({*accounts.values_list("practitioner_id", flat=True), *agencies})


def owed_to_all(records: Collection[UUID]) -> list[tuple[Conflict | Withholding, UUID]]:
    """What keeps a person or an agency from any of these, with each of the others that lacks it."""
    standing = {"child_id__in": list(records), "lifted_at__isnull": True}
    conflicts = Conflict.objects.filter(**standing).select_related("person")
    withheld = Withholding.objects.filter(**standing, contact__isnull=True)
    found: dict[tuple[UUID | None, UUID | None, str], Conflict | Withholding] = {}
    held: dict[tuple[UUID | None, UUID | None, str], set[UUID]] = {}
    rows: list[Conflict | Withholding] = [*conflicts, *withheld]
    for row in rows:
        of = (None, "") if isinstance(row, Conflict) else (row.agency_id, row.matter)
        key = (row.person_id, *of)
        found.setdefault(key, row)
        held.setdefault(key, set()).update([row.child_id] if row.child_id else [])
    return [(row, each) for key, row in found.items() for each in sorted(set(records) - held[key])]


def agency_must_not_know(agency_id: UUID, child_id: UUID) -> bool:
    """Whether a child does not exist for an agency."""
    return Withholding.objects.filter(
        agency_id=agency_id,
        child_id=child_id,
        lifted_at__isnull=True,
        matter__in=redaction.CLOSES_THE_RECORD,
    ).exists()


def withheld_from_contacts(child_id: UUID) -> list[tuple[UUID, Matter]]:
    """What is not disclosed to the parents and carers of a child, each by who they are recorded."""
    rows = Withholding.objects.filter(
        child_id=child_id, contact__isnull=False, lifted_at__isnull=True
    )
    return [
        (contact, Matter(matter)) for contact, matter in rows.values_list("contact_id", "matter")
    ]


def awaited() -> list[tuple[Conflict, UUID]]:
    """What was declared of a child nobody knew, with each child of that name and birth since."""
    known = Child.objects.filter(
        family_folded=OuterRef("family_folded"),
        given_folded=OuterRef("given_folded"),
        date_of_birth=OuterRef("date_of_birth"),
    )
    waiting = Conflict.objects.filter(Exists(known), child__isnull=True, lifted_at__isnull=True)
    return [
        (one, child_id)
        for one in waiting
        for child_id in Child.objects.filter(
            family_folded=one.family_folded,
            given_folded=one.given_folded,
            date_of_birth=one.date_of_birth,
        ).values_list("id", flat=True)
    ]


def person_of(practitioner_id: UUID) -> Person | None:
    """The person whose account this is, or None where nobody has said."""
    found = PersonAccount.objects.filter(practitioner_id=practitioner_id).select_related("person")
    first = found.order_by("recorded_at", "id").first()
    return first.person if first else None


def declared_by(practitioner_id: UUID) -> list[Conflict]:
    """What a person declared of themselves, newest first, as they said it."""
    rows = Conflict.objects.filter(recorded_by_id=practitioner_id, date_of_birth__isnull=False)
    return list(rows.order_by("-recorded_at", "-id"))
