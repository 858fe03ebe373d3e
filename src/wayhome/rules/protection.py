"""Who may know that a sealed record exists, and how its protection follows the child.

A record is sealed to a named list: anybody else is answered as if there were no such child. Records
that a person has joined are one child, and each bears every seal that any of them bears; parted
again, each keeps them. A seal is set by one person and lowered only by two, of two agencies.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.rules import access, clocks, facts, sources
from wayhome.rules.moments import Problem
from wayhome.rules.vocabulary import Side

SOURCE = sources.NEED_TO_KNOW
# Word of a sealed child reaches everybody on the list at once, and again until one of them has it.
PAGED_AGAIN_AFTER = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
AN_OWNER_IS_NAMED = "Name whoever owns the open episode: a child who is missing must be found"
SOMEBODY_CAN_ACT = (
    "Name somebody who can assess risk for the police, and somebody who can for children's "
    "services: both must be able to act, and to agree if protection is to be lowered"
)


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal as every record of the child bears it: the same `seal_id` on each."""

    seal_id: UUID
    named: frozenset[UUID]


def may_know(seals: Iterable[Seal], practitioner_id: UUID) -> bool:
    """Whether a practitioner may know of a record: named on every seal it bears, or none there."""
    return all(practitioner_id in seal.named for seal in seals)


def highest(records: Iterable[Collection[Seal]]) -> frozenset[Seal]:
    """The protection of records joined as one child: every seal that any of them bears."""
    return frozenset(seal for seals in records for seal in seals)


def together(of: UUID, joins: Iterable[tuple[UUID, UUID]]) -> frozenset[UUID]:
    """The records that are one child with this one, by the joins that stand; itself among them."""
    beside: dict[UUID, set[UUID]] = {}
    for one, other in joins:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, waiting = {of}, [of]
    while waiting:
        new = beside.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)


def owed_after_joining(borne: Mapping[UUID, Collection[Seal]]) -> dict[UUID, frozenset[Seal]]:
    """The seals each of these records lacks, now that they are one child."""
    every = highest(borne.values())
    held = {record: {seal.seal_id for seal in seals} for record, seals in borne.items()}
    return {
        record: frozenset(seal for seal in every if seal.seal_id not in ids)
        for record, ids in held.items()
    }


def may_agree(asked_by: UUID, asked_agency: UUID, *, by: facts.Viewer) -> bool:
    """Whether this person may agree to what another asked: not the same, nor of one agency."""
    return by.practitioner_id != asked_by and by.agency_id != asked_agency


def is_paged_again(came_at: datetime, *, pages: int, now: datetime) -> bool:
    """Whether those on the list are owed another page about word that nobody has yet."""
    due = PAGED_AGAIN_AFTER[: max(0, pages)][-1:] if pages <= len(PAGED_AGAIN_AFTER) else ()
    return any(clocks.elapsed(came_at, until=now) >= wait for wait in due)


def problems_with_list(
    named: Collection[facts.Viewer],
    *,
    parties: Iterable[facts.Party],
    owners: Iterable[Collection[UUID]],
) -> tuple[Problem, ...]:
    """Why a record may not be sealed to this list.

    `owners` are, for each open episode, those who own it: whoever took it, else the holders of the
    post that owns it. One of them must be named, so that no search goes on without its owner.
    """
    parts = tuple(parties)
    problems = []
    if not all(_can_act(named, side, parts) for side in Side):
        problems.append(Problem("named", SOMEBODY_CAN_ACT))
    ids = {each.practitioner_id for each in named}
    if any(ids.isdisjoint(those) for those in owners):
        problems.append(Problem("named", AN_OWNER_IS_NAMED))
    return tuple(problems)


def _can_act(named: Collection[facts.Viewer], side: Side, parts: tuple[facts.Party, ...]) -> bool:
    deed = access.deed_to_assess(side)
    return any(access.decide(each, deed, parties=parts).allowed for each in named)
