"""A child's protection, and word of sealed children, as they are answered. Call in a step."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wayhome.interfaces.api.v1.presenters import episodes, sections
from wayhome.interfaces.api.v1.schemas import protection as schemas
from wayhome.interfaces.api.v1.schemas.episodes import ChildInList, Named
from wayhome.journey import key_destroyed, records_joined, word_of_sealed
from wayhome.records.kept import queries as kept
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.protection import queries
from wayhome.rules import facts
from wayhome.rules.vocabulary import Lowered, SealedWord, SealKind


def protection(child_id: UUID, *, by: facts.Viewer) -> schemas.Protection:
    """Everything about a child's protection that the viewer may know, but for the text."""
    seals = [_seal(row) for row in queries.seals_of([child_id])[child_id]]
    asked = [_lowering(row) for row in queries.waiting_lowerings([child_id])]
    joins = [_join(row, other) for row, other in records_joined.seen(child_id, by=by)]
    destruction = _destruction(child_id, by=by)
    wanted = [person for seal in seals for person in (seal.recorded_by_id, *seal.named)]
    wanted += [person for row in asked for person in (row.recorded_by_id, row.practitioner_id)]
    wanted += [row.recorded_by_id for row in joins]
    wanted += [destruction.asked_by_id] if destruction else []
    return schemas.Protection(
        seals=seals,
        asked=asked,
        joins=joins,
        destroyed_at=kept.destroyed_at(child_id),
        destruction_asked=destruction,
        people=_people(wanted),
    )


def _seal(row: Any) -> schemas.Seal:
    return schemas.Seal(
        id=row.mark,
        kind=SealKind(row.kind),
        why=queries.why_sealed_if_readable(row) or None,
        named=sorted(queries.named_on(row)),
        recorded_at=row.recorded_at,
        recorded_by_id=row.recorded_by_id,
    )


def _lowering(row: Any) -> schemas.Lowering:
    return schemas.Lowering(
        id=row.id,
        seal_id=row.seal.mark,
        what=Lowered(row.what),
        practitioner_id=row.practitioner_id,
        why=queries.why_lowered_if_readable(row) or None,
        recorded_at=row.recorded_at,
        recorded_by_id=row.recorded_by_id,
    )


def _join(row: Any, other: Any) -> schemas.Join:
    return schemas.Join(
        id=row.id,
        other=ChildInList.model_validate(other),
        why=row.why,
        recorded_at=row.recorded_at,
        recorded_by_id=row.recorded_by_id,
    )


def _destruction(child_id: UUID, *, by: facts.Viewer) -> schemas.DestructionAsked | None:
    asked = key_destroyed.asked(child_id, by=by)
    return schemas.DestructionAsked(asked_by_id=asked[0], why=asked[1]) if asked else None


def texts(read: Iterable[kept.Text], *, to_ask: Iterable[UUID]) -> schemas.ProtectedTexts:
    """Protected texts that were read, who kept them, and whom to ask for an address."""
    found = sections.each(schemas.ProtectedText, list(read))
    return schemas.ProtectedTexts(
        texts=found,
        people=_people(each.recorded_by_id for each in found),
        ask_for_address=sections.to_ask(to_ask),
    )


def words(rows: Sequence[Any], *, next_cursor: str) -> schemas.Words:
    """A page of the sealed inbox: as many questions for all as for one."""
    return schemas.Words(words=_came(rows), people=_had_by(rows), next_cursor=next_cursor)


def word(row: Any) -> schemas.OneWord:
    """One of them."""
    [came] = _came([row])
    return schemas.OneWord(word=came, people=_had_by([row]))


def _came(rows: Sequence[Any]) -> list[schemas.WordThatCame]:
    led = word_of_sealed.led_by(row.other_id for row in rows)
    return [
        schemas.WordThatCame(
            id=row.id,
            kind=SealedWord(row.kind),
            child=schemas.SealedChild.model_validate(row.child),
            other_reference=row.other.reference,
            led_by=sections.each(schemas.LedBy, led.get(row.other_id, [])),
            recorded_at=row.recorded_at,
            acknowledged_at=row.acknowledged_at,
            acknowledged_by_id=row.acknowledged_by_id,
            settled_at=row.settled_at,
        )
        for row in rows
    ]


def _had_by(rows: Sequence[Any]) -> list[Named]:
    return _people(row.acknowledged_by_id for row in rows)


def _people(ids: Iterable[UUID | None]) -> list[Named]:
    wanted = {each for each in ids if each}
    return episodes.named(practitioners.names(wanted), wanted)
