"""Sealing, lowering, joining and parting, and keeping word that came in of a sealed child."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from wayhome.platform.enciphering import enciphering
from wayhome.platform.models import new_id
from wayhome.records.protection import queries
from wayhome.records.protection.models import Joined, Lowering, Named, Seal, Word
from wayhome.rules import facts, protection
from wayhome.rules.vocabulary import Lowered, SealedWord, SealKind


def seal(  # who seals what, why, to whom and when
    child_id: UUID,
    kind: SealKind,
    *,
    mark: UUID,
    why: str,
    named: Collection[UUID],
    by: facts.Viewer,
    at: datetime,
) -> Seal:
    """Seal one record to a named list."""
    row_id = new_id()
    place = enciphering.Place("seal", "why", row_id)
    made = Seal.objects.create(
        id=row_id,
        child_id=child_id,
        mark=mark,
        kind=kind,
        why=enciphering.encipher(why, of=child_id, place=place, at=at),
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
    name([made], named, by=by, at=at)
    return made


def name(
    seals: Iterable[Seal], practitioner_ids: Iterable[UUID], *, by: facts.Viewer, at: datetime
) -> None:
    """Add people to the lists of these seals; whoever is on one already stays."""
    people = list(practitioner_ids)
    Named.objects.bulk_create(
        [
            Named(
                seal=seal,
                practitioner_id=person,
                recorded_at=at,
                recorded_by_id=by.practitioner_id,
            )
            for seal in seals
            for person in people
        ],
        ignore_conflicts=True,
    )


def take_off(
    seals: Iterable[Seal], practitioner_id: UUID, *, by: facts.Viewer, at: datetime
) -> None:
    """A person is on the list of these seals no more; that they were stays."""
    for named in Named.objects.filter(
        seal__in=list(seals), practitioner_id=practitioner_id, ended_at__isnull=True
    ):
        named.ended_at, named.ended_by_id = at, by.practitioner_id
        named.save(update_fields=["ended_at", "ended_by"])


def spread(child_ids: Collection[UUID], *, by: facts.Viewer, at: datetime) -> list[UUID]:
    """Give each of these records, now one child, the seals that any of them bears.

    The records that bear more than they did.
    """
    rows = queries.seals_of(child_ids)
    first = {seal.mark: seal for seals in rows.values() for seal in seals}
    owed = protection.owed_after_joining(queries.borne_by(child_ids))
    for child_id, lacking in owed.items():
        for one in lacking:
            known = first[one.seal_id]
            seal(
                child_id,
                SealKind(known.kind),
                mark=known.mark,
                why=queries.why_sealed_if_readable(known),
                named=one.named,
                by=by,
                at=at,
            )
    return [child_id for child_id, lacking in owed.items() if lacking]


def ask_to_lower(
    seal: Seal,
    what: Lowered,
    *,
    why: str,
    practitioner_id: UUID | None,
    by: facts.Viewer,
    at: datetime,
) -> Lowering:
    """Ask that a seal be lifted, or somebody be added to its list."""
    row_id = new_id()
    place = enciphering.Place("lowering", "why", row_id)
    return Lowering.objects.create(
        id=row_id,
        seal=seal,
        what=what,
        why=enciphering.encipher(why, of=seal.child_id, place=place, at=at),
        practitioner_id=practitioner_id,
        asked_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def agree(lowering: Lowering, *, by: facts.Viewer, at: datetime) -> None:
    """Another person agrees to what was asked."""
    lowering.agreed_at, lowering.agreed_by_id = at, by.practitioner_id
    lowering.agreed_agency_id = by.agency_id
    lowering.save(update_fields=["agreed_at", "agreed_by", "agreed_agency"])


def refuse(lowering: Lowering, *, by: facts.Viewer, at: datetime) -> None:
    """What was asked is not done."""
    lowering.refused_at, lowering.refused_by_id = at, by.practitioner_id
    lowering.save(update_fields=["refused_at", "refused_by"])


def lift(seals: Iterable[Seal], *, asked_by: UUID, by: facts.Viewer, at: datetime) -> None:
    """Lift a seal from every record that bears it."""
    for seal in seals:
        seal.lift_asked_by_id = asked_by
        seal.lifted_at, seal.lifted_by_id = at, by.practitioner_id
        seal.save(update_fields=["lift_asked_by", "lifted_at", "lifted_by"])


def join(one: UUID, other: UUID, *, why: str, by: facts.Viewer, at: datetime) -> Joined:
    """A person says that two records are of one child."""
    first, second = sorted((one, other))
    return Joined.objects.create(
        one_id=first,
        other_id=second,
        why=why,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def part(joined: Joined, *, why: str, by: facts.Viewer, at: datetime) -> None:
    """They are two children after all."""
    joined.parted_at, joined.parted_by_id, joined.parted_why = at, by.practitioner_id, why
    joined.save(update_fields=["parted_at", "parted_by", "parted_why"])


def receive(
    child_id: UUID, other_id: UUID, kind: SealedWord, *, about: UUID, at: datetime
) -> list[Word]:
    """Keep word of a sealed child, once; nothing where it came in before."""
    made = Word(child_id=child_id, other_id=other_id, kind=kind, about=about, recorded_at=at)
    Word.objects.bulk_create([made], ignore_conflicts=True)
    return list(Word.objects.filter(id=made.id))


def paged(word: Word, *, at: datetime) -> None:
    """Everybody on the list was paged once more."""
    word.pages, word.paged_at = word.pages + 1, at
    word.save(update_fields=["pages", "paged_at"])


def acknowledge(word: Word, *, by: facts.Viewer, at: datetime) -> None:
    """A named person says: I have this. The first to say so is kept."""
    if word.acknowledged_at is None:
        word.acknowledged_at, word.acknowledged_by_id = at, by.practitioner_id
        word.save(update_fields=["acknowledged_at", "acknowledged_by"])


def settle(word: Word, *, outcome: str, by: facts.Viewer, at: datetime) -> None:
    """Say what became of it."""
    place = enciphering.Place("word", "outcome", word.id)
    word.outcome = enciphering.encipher(outcome, of=word.child_id, place=place, at=at)
    word.settled_at, word.settled_by_id = at, by.practitioner_id
    word.save(update_fields=["outcome", "settled_at", "settled_by"])
