"""Saying who a person is, whom a child is kept from, what is not disclosed, and taking it back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from wayhome.records.safety import queries
from wayhome.records.safety.models import Conflict, Person, PersonAccount, Withholding
from wayhome.rules import facts, matching, told
from wayhome.rules import vocabulary as v


def _who(by: facts.Viewer | None) -> UUID | None:
    return by.practitioner_id if by else None


def identify(
    name: str, *, email: str, accounts: Iterable[UUID], by: facts.Viewer, at: datetime
) -> Person:
    """A person, and the accounts that are theirs: those given. One already known is taken up."""
    given = list(dict.fromkeys(accounts))
    known = next((found for each in given if (found := queries.person_of(each))), None)
    person = known or Person.objects.create(
        name=name, email=email.strip().casefold(), recorded_at=at, recorded_by_id=_who(by)
    )
    link(person.id, given, by=by, at=at)
    return person


def link(
    person_id: UUID, accounts: Iterable[UUID], *, by: facts.Viewer | None, at: datetime
) -> None:
    """These accounts are a person's; one that is already is left as it is."""
    PersonAccount.objects.bulk_create(
        [
            PersonAccount(
                person_id=person_id, practitioner_id=each, recorded_at=at, recorded_by_id=_who(by)
            )
            for each in accounts
        ],
        ignore_conflicts=True,
    )


def link_by_email(emails: Mapping[UUID, str], *, at: datetime) -> None:
    """New accounts are those of every person known by their e-mail address."""
    owners: dict[str, list[UUID]] = {}
    for practitioner_id, email in emails.items():
        if email:
            owners.setdefault(email.strip().casefold(), []).append(practitioner_id)
    for person in Person.objects.filter(email__in=owners):
        link(person.id, owners[person.email], by=None, at=at)


def keep_from(
    person: Person,
    child_id: UUID,
    *,
    kind: v.Conflict,
    reason: str,
    by: facts.Viewer | None,
    at: datetime,
    declared: bool = False,
    corrects_id: UUID | None = None,
) -> Conflict:
    """A child is kept from a person; one that is already is left as it stands."""
    standing = Conflict.objects.filter(person=person, child_id=child_id, lifted_at__isnull=True)
    return standing.first() or Conflict.objects.create(
        person=person,
        child_id=child_id,
        kind=kind,
        reason=reason,
        declared=declared,
        corrects_id=corrects_id,
        recorded_at=at,
        recorded_by_id=_who(by),
    )


def declare(
    person: Person,
    named: told.NamedChild,
    *,
    kind: v.Conflict,
    reason: str,
    by: facts.Viewer,
    at: datetime,
) -> Conflict:
    """Keep what somebody declared of a child by name, whether or not the child is known."""
    return Conflict.objects.create(
        person=person,
        given_folded=matching.folded(named.given_name),
        family_folded=matching.folded(named.family_name),
        date_of_birth=named.date_of_birth,
        kind=kind,
        reason=reason,
        declared=True,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def spread(records: Collection[UUID], *, by: facts.Viewer | None, at: datetime) -> list[UUID]:
    """Keep each of these records from every person any of them is kept from; those that gained.

    So too what is withheld from a person or an agency. Of a parent or carer each record has a row
    of its own: see journey/family.py.
    """
    gained = []
    for standing, child_id in queries.owed_to_all(records):
        gained.append(child_id)
        if isinstance(standing, Conflict):
            kind, declared = v.Conflict(standing.kind), standing.declared
            keep_from(
                standing.person,
                child_id,
                kind=kind,
                reason=standing.reason,
                by=by,
                at=at,
                declared=declared,
            )
        else:
            of = told.WithheldFrom(agency_id=standing.agency_id, person_id=standing.person_id)
            matter = v.Matter(standing.matter)
            withhold(child_id, matter, of=of, reason=standing.reason, by=by, at=at)
    return sorted(set(gained))


def match_declared(*, at: datetime) -> list[UUID]:
    """Keep every child from whoever declared them before they were known; those that are new."""
    made = []
    for declared, child_id in queries.awaited():
        stands = Conflict.objects.filter(person_id=declared.person_id, child_id=child_id)
        if stands.exists():
            continue
        keep_from(
            declared.person,
            child_id,
            kind=v.Conflict(declared.kind),
            reason=declared.reason,
            by=None,
            at=at,
            declared=True,
        )
        made.append(child_id)
    return made


def ask_to_lift(conflict: Conflict, *, reason: str, by: facts.Viewer, at: datetime) -> None:
    """Somebody asks that a conflict be taken back; it stands until another agrees."""
    conflict.lift_asked_at, conflict.lift_asked_by_id = at, by.practitioner_id
    conflict.lift_reason = reason
    conflict.save(update_fields=["lift_asked_at", "lift_asked_by", "lift_reason"])


def lift(conflict: Conflict, *, by: facts.Viewer, at: datetime) -> None:
    """The second of two agrees: the child is kept from the person no more."""
    conflict.lifted_at, conflict.lifted_by_id = at, by.practitioner_id
    conflict.save(update_fields=["lifted_at", "lifted_by"])


def withhold(
    child_id: UUID,
    matter: v.Matter,
    *,
    of: told.WithheldFrom,
    reason: str,
    by: facts.Viewer | None,
    at: datetime,
) -> Withholding:
    """Something of a child is not disclosed to an agency, a person or a contact."""
    return Withholding.objects.create(
        child_id=child_id,
        matter=matter,
        agency_id=of.agency_id,
        person_id=of.person_id,
        contact_id=of.contact_id,
        reason=reason,
        recorded_at=at,
        recorded_by_id=_who(by),
    )


def disclose_again(row: Withholding, *, reason: str, by: facts.Viewer, at: datetime) -> None:
    """What was withheld may be disclosed again, for a reason that is kept."""
    row.lifted_at, row.lifted_by_id, row.lift_reason = at, by.practitioner_id, reason
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
