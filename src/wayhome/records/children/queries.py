"""Questions about children. Which children a viewer may ask about is decided by visibility."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from wayhome.platform.as_of import stage_as_it_stood
from wayhome.platform.gather import Reading, Rows, Tables
from wayhome.platform.unknown import NoSuch
from wayhome.records.children.models import (
    CareArrangement,
    Child,
    ChildDetail,
    ChildMarker,
    Contact,
    Identifier,
)
from wayhome.rules import facts, london, matching
from wayhome.rules.vocabulary import Marker

TEXT = ("CharField", "TextField")
# What is learned of a child: each by a detail, and the newest of each in the row of the child.
LEARNED = (
    *("given_name", "family_name", "known_as", "date_of_birth", "age_stated", "sex"),
    *("ethnicity", "ethnicity_source", "language", "description"),
)


class NoSuchChild(NoSuch):
    """No child is known by that identifier, or none the viewer may know of."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything in the child's own record."""

    child: Child
    details: list[ChildDetail]
    contacts: list[Contact]
    arrangements: list[CareArrangement]
    markers: list[ChildMarker]
    identifiers: list[Identifier]

    @property
    def arrangement(self) -> CareArrangement | None:
        """The care arrangement now: the newest."""
        return self.arrangements[-1] if self.arrangements else None

    @property
    def standing_contacts(self) -> list[Contact]:
        """The parents and carers, each as last corrected."""
        replaced = {contact.corrects_id for contact in self.contacts}
        return [contact for contact in self.contacts if contact.id not in replaced]

    def was_unsafe(self, contact_id: UUID) -> bool:
        """Whether it was ever recorded that it is not safe to tell whom this contact stands for."""
        standing = self.standing_of(contact_id)
        return any(
            contact.unsafe_to_tell and self.standing_of(contact.id) == standing
            for contact in self.contacts
        )

    def standing_of(self, contact_id: UUID) -> UUID:
        """The contact that stands now for this one: itself, or its newest correction."""
        corrected_by = {
            contact.corrects_id: contact.id for contact in self.contacts if contact.corrects_id
        }
        standing = contact_id
        while standing in corrected_by:
            standing = corrected_by[standing]
        return standing


def reference_of(child_id: UUID) -> str:
    """The reference of a child's record. Raises NoSuchChild."""
    found = Child.objects.filter(id=child_id).values_list("reference", flat=True).first()
    if found is None:
        raise NoSuchChild(str(child_id))
    return found


def tables(child_id: UUID) -> Tables:
    """The tables of a child's own record, in the order of `Known`."""
    return (
        Child.objects.filter(id=child_id),
        ChildDetail.objects.filter(child_id=child_id),
        Contact.objects.filter(child_id=child_id),
        CareArrangement.objects.filter(child_id=child_id),
        ChildMarker.objects.filter(child_id=child_id),
        Identifier.objects.filter(child_id=child_id),
    )


_READING = Reading(tables)


def known(child_id: UUID) -> Known:
    """The child's own record. Raises NoSuchChild."""
    return known_from(_READING.rows(child_id)[0])


def known_first(child: Child, details: list[ChildDetail]) -> Known:
    """The record of a child who has just been introduced: what was said of them, and no more."""
    return Known(child, details, [], [], [], [])


def known_from(rows: Rows) -> Known:
    """The child's own record, from the rows of its tables. Raises NoSuchChild for none."""
    children, *others = rows
    if not children:
        raise NoSuchChild("the child")
    return Known(children[0], *others)


def as_known(record: Known, *, as_of: datetime) -> Known:
    """The child's own record as it stood: each detail as it had been given by then.

    The row of the child holds the newest of each, which whoever asks may not know of: what they
    are shown is worked out from the details they are shown.
    """
    stood = stage_as_it_stood(record, as_of=as_of)
    if not record.details:
        return stood
    child = copy(record.child)
    for field in LEARNED:
        given = [detail.value for detail in stood.details if detail.field == field]
        setattr(child, field, _as_typed(field, given[-1] if given else ""))
    ages = [detail for detail in stood.details if detail.field == "age_stated"]
    newest = ages[-1].value if ages else ""
    all_of_them = [detail for detail in record.details if detail.field == "age_stated"]
    if ages != all_of_them or newest != str(record.child.age_stated or ""):
        child.age_stated_at = ages[-1].learned_at if ages else None
    return replace(stood, child=child)


def _as_typed(field: str, value: str) -> object:
    typed = next(known for known in Child._meta.concrete_fields if known.name == field)
    return value if typed.get_internal_type() in TEXT else typed.to_python(value or None)


def locked(among: QuerySet[Child], child_id: UUID) -> Child:
    """One of these children, locked until the transaction ends. Raises NoSuchChild."""
    if not among.filter(id=child_id).exists():
        raise NoSuchChild(str(child_id))
    return Child.objects.select_for_update(no_key=True).get(id=child_id)


def facts_of(record: Known) -> facts.Child:
    """The child as the rules know them."""
    arrangement = record.arrangement
    away = bool(
        arrangement
        and arrangement.host_authority_id
        and arrangement.host_authority_id != arrangement.responsible_authority_id
    )
    return facts.Child(
        date_of_birth=record.child.date_of_birth,
        age_stated=record.child.age_stated,
        age_stated_on=age_stated_on(record.child),
        is_looked_after=bool(arrangement and arrangement.is_looked_after),
        placed_out_of_area=away,
        markers=frozenset(
            Marker(marker.marker) for marker in record.markers if marker.lifted_at is None
        ),
    )


def age_stated_on(child: Child) -> date | None:
    """The day on which somebody said how old the child was, where no date of birth is known."""
    return london.day_of(child.age_stated_at) if child.age_stated_at else None


def contacts_of(record: Known) -> tuple[facts.Contact, ...]:
    """The parents and carers as the rules know them."""
    return tuple(as_contact(contact) for contact in record.standing_contacts)


def unsafe_contacts(record: Known) -> tuple[facts.Contact, ...]:
    """Everybody it is not safe to tell, once for each name and number they were recorded by."""
    by_id = {contact.id: contact for contact in record.contacts}
    standing = [(each, by_id[record.standing_of(each.id)]) for each in record.contacts]
    return tuple(
        replace(as_contact(each), contact_id=now.id, unsafe_reason=now.unsafe_reason)
        for each, now in standing
        if now.unsafe_to_tell
    )


def as_contact(row: Contact) -> facts.Contact:
    """A parent or carer as the rules know them."""
    return facts.Contact(
        row.id,
        row.name,
        row.relationship,
        row.unsafe_to_tell,
        row.unsafe_reason,
        row.telephone,
        row.email,
    )


def identity_of(child: Child) -> matching.Identity:
    """The child's identity as matching compares it."""
    return matching.Identity(child.given_name, child.family_name, child.date_of_birth)


def ever_called(child_ids: Iterable[UUID]) -> list[matching.Identity]:
    """Every identity these children were known by: each name, known-as and date of birth ever said.

    By one query.
    """
    rows = ChildDetail.objects.filter(child_id__in=list(child_ids), field__in=_IDENTIFY)
    said: dict[UUID, dict[str, set[str]]] = {}
    for row in rows.exclude(value=""):
        of_child = said.setdefault(row.child_id, {name: set() for name in _IDENTIFY})
        of_child[row.field].add(row.value)
    return [each for one in said.values() for each in _identities_of(one)]


_IDENTIFY = ("given_name", "known_as", "family_name", "date_of_birth")


def _identities_of(said: dict[str, set[str]]) -> list[matching.Identity]:
    given = (said["given_name"] | said["known_as"]) or {""}
    born: set[date | None] = {date.fromisoformat(each) for each in said["date_of_birth"]}
    every = product(given, said["family_name"] or {""}, born or {None})
    return [matching.Identity(*each) for each in every]


def numbers_of(child_ids: Iterable[UUID]) -> list[tuple[str, str, str]]:
    """By what numbers agencies know these children: of each the agency's name, scheme, number."""
    held = Identifier.objects.filter(child_id__in=list(child_ids))
    return list(held.values_list("agency__name", "scheme", "value"))


def candidates(
    children: QuerySet[Child],
    *,
    given_name: str = "",
    family_name: str = "",
    date_of_birth: date | None = None,
) -> list[Child]:
    """The children among these who may be the one described, at most twenty, by name.

    A family name matches by its beginning; with a given name both must begin so. A date of
    birth alone matches exactly.
    """
    family, given = matching.folded(family_name), matching.folded(given_name)
    wanted = Q()
    if family:
        wanted &= Q(family_folded__gte=family, family_folded__lt=family + "\uffff")
    if given:
        wanted &= Q(given_folded__gte=given, given_folded__lt=given + "\uffff")
    if date_of_birth and not (family or given):
        wanted &= Q(date_of_birth=date_of_birth)
    if not wanted:
        return []
    return list(children.filter(wanted).order_by("family_folded", "given_folded", "id")[:20])


def same_children(
    identity: matching.Identity, *, among: QuerySet[Child] | None = None
) -> list[Child]:
    """The children whom the matching rule calls the same as this one, oldest record first.

    Over every record there is, or `among` some: what of them may be said, and to whom, is for the
    caller.
    """
    if not matching.is_whole(identity):
        return []
    return the_same(identity, near(Child.objects.all() if among is None else among, **of(identity)))


def of(identity: matching.Identity) -> dict[str, Any]:
    """By what the children are found who may be the same as this one."""
    return {
        "family": matching.folded(identity.family_name),
        "given": matching.folded(identity.given_name),
        "born": identity.date_of_birth,
    }


def near(
    children: QuerySet[Child], *, family: str, given: str, born: date | None
) -> QuerySet[Child]:
    """The children among these of a folded name and a date of birth, oldest record first."""
    named = children.filter(family_folded=family, given_folded=given, date_of_birth=born)
    return named.order_by("recorded_at")


def the_same(identity: matching.Identity, found: Iterable[Child]) -> list[Child]:
    """Of the children that were found, those whom the matching rule calls the same."""
    same = matching.Verdict.SAME
    return [
        child for child in found if matching.compare(identity, identity_of(child)).verdict is same
    ]


def called_the_same(child_id: UUID, *, among: QuerySet[Child]) -> list[UUID]:
    """A child's record and every other, `among` some, that the matching rule calls the same."""
    child = Child.objects.get(id=child_id)
    same = same_children(identity_of(child), among=among)
    return [child.id, *(one.id for one in same if one.id != child.id)]


def take_turns(identity: matching.Identity) -> None:
    """Wait until nobody else is making a record for this name and date of birth.

    Held until the transaction ends. Without it two first reports of one child, made at the same
    moment, would each make a child.
    """
    whole = f"{matching.folded(identity.given_name)}|{matching.folded(identity.family_name)}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{whole}|{identity.date_of_birth}"],
        )


def by_reference(reference: str | None) -> Child | None:
    """The child of a reference, over every record there is, whoever may know of them."""
    return Child.objects.filter(reference=reference).first() if reference else None


def placed_with(children: QuerySet[Child], agency_id: UUID) -> list[Child]:
    """Of these children, those who live with an agency now, by name."""
    newest = CareArrangement.objects.filter(child_id=OuterRef("pk")).order_by("-since")
    ever = CareArrangement.objects.filter(placement_id=agency_id).values("child_id")
    return list(
        children.filter(pk__in=ever)
        .annotate(lives_with=Subquery(newest.values("placement_id")[:1]))
        .filter(lives_with=agency_id)
        .order_by("given_folded", "family_folded", "id")
    )
