"""Proving that the ledger is as it was sealed, and naming the first row that is not.

Read as the owner of the tables: the application cannot read the ledger. Every entry is hashed
afresh, every root worked out again, every signature checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from wayhome.platform import clock
from wayhome.platform.audit import merkle, sealing, signing
from wayhome.platform.audit.models import LedgerLeaf, LedgerSeal

AT_ONCE = 5000
LEAVES = """
SELECT leaf.position, leaf.id, leaf.leaf,
       CASE WHEN entry.id IS NOT NULL THEN audit_canonical(entry) END
  FROM audit_ledgerleaf AS leaf
  LEFT JOIN audit_ledgerentry AS entry ON entry.id = leaf.id
 ORDER BY leaf.position
"""
NEVER_SEALED = """
SELECT entry.id FROM audit_ledgerentry AS entry
 WHERE entry.id < %s
   AND NOT EXISTS (SELECT 1 FROM audit_ledgerleaf AS leaf WHERE leaf.id = entry.id)
 ORDER BY entry.id LIMIT 1
"""
CANONICAL = "SELECT audit_canonical(entry) FROM audit_ledgerentry AS entry WHERE entry.id = %s"


class Wrong(StrEnum):
    """What can be wrong with a ledger."""

    ALTERED = "altered since it was sealed"
    REMOVED = "removed since it was sealed"
    REORDERED = "out of its order"
    ADDED = "put in behind the seals"
    FORGED = "the seal was not signed with this key"
    RESEALED = "entries or seals were rewritten up to here"
    SHORTER = "the ledger is shorter than was sealed"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong: what, at which place in the ledger, and which entry."""

    wrong: Wrong
    place: int
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries and seals hold, and the first fault; None where the whole holds."""

    entries: int
    seals: int
    sealed_at: datetime | None
    fault: Fault | None


class NotSealed(LookupError):
    """No seal covers this entry yet, or there is no such entry."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in the ledger, word for word, as a checkpoint sealed it."""

    entry: str
    place: int
    path: Sequence[bytes]
    checkpoint: signing.Checkpoint
    signature: bytes
    key: str


def verify(public: signing.Ed25519PublicKey, *, seen: signing.Checkpoint | None = None) -> Verdict:
    """Prove the whole ledger against a key, and against a checkpoint that somebody kept.

    Only a checkpoint kept elsewhere shows that the end was cut off together with its seals.
    """
    with transaction.atomic():
        return _Reader(public, seen).verdict()


@dataclass(slots=True)
class _Reader:
    """Going through leaves and seals side by side."""

    public: signing.Ed25519PublicKey
    seen: signing.Checkpoint | None

    def verdict(self) -> Verdict:
        tree, seals, last = merkle.Tree(), 0, None
        waiting = LedgerSeal.objects.order_by("size").iterator(AT_ONCE)
        next_seal = next(waiting, None)
        before: UUID | None = None
        for place, entry_id, leaf, entry in _rows():
            fault = _fault_of(place, entry_id, leaf, entry, due=tree.size, before=before)
            if fault:
                return Verdict(tree.size, seals, _moment(last), fault)
            tree.add(leaf)
            before = entry_id
            if self._differs_from_seen(tree):
                return Verdict(
                    tree.size, seals, _moment(last), Fault(Wrong.RESEALED, place, entry_id)
                )
            if next_seal is not None and next_seal.size == tree.size:
                wrong = self._wrong_with(next_seal, tree)
                if wrong:
                    fault = Fault(wrong, last.size if last else 0)
                    return Verdict(tree.size, seals, _moment(last), fault)
                seals, last, before = seals + 1, next_seal, None
                next_seal = next(waiting, None)
        fault = self._at_the_end(tree, next_seal, last)
        return Verdict(tree.size, seals, _moment(last), fault)

    def _wrong_with(self, seal: LedgerSeal, tree: merkle.Tree) -> Wrong | None:
        checkpoint = sealing.checkpoint_of(seal)
        if not signing.is_signed(checkpoint, bytes(seal.signature), by=self.public):
            return Wrong.FORGED
        return None if checkpoint.root == tree.root else Wrong.RESEALED

    def _differs_from_seen(self, tree: merkle.Tree) -> bool:
        return self.seen is not None and tree.size == self.seen.size and tree.root != self.seen.root

    def _at_the_end(
        self, tree: merkle.Tree, unmet: LedgerSeal | None, last: LedgerSeal | None
    ) -> Fault | None:
        if unmet is not None or (self.seen is not None and self.seen.size > tree.size):
            return Fault(Wrong.SHORTER, tree.size)
        if last is None:
            return None
        with connection.cursor() as cursor:
            cursor.execute(NEVER_SEALED, [sealing.looked_from(clock.now())])
            found = cursor.fetchone()
        return Fault(Wrong.ADDED, tree.size, found[0]) if found else None


def proof_of(entry_id: UUID) -> Proof:
    """That this entry is in the ledger, by the first seal that covers it. Raises NotSealed."""
    leaf = LedgerLeaf.objects.filter(id=entry_id).first()
    seal = (
        LedgerSeal.objects.filter(size__gt=leaf.position).order_by("size").first() if leaf else None
    )
    with connection.cursor() as cursor:
        cursor.execute(CANONICAL, [entry_id])
        entry = cursor.fetchone()
    if leaf is None or seal is None or entry is None:
        raise NotSealed(str(entry_id))
    before = LedgerLeaf.objects.filter(position__lt=seal.size).order_by("position")
    leaves = [bytes(each) for each in before.values_list("leaf", flat=True).iterator(AT_ONCE)]
    return Proof(
        entry=entry[0],
        place=leaf.position,
        path=merkle.path_of(leaves, leaf.position),
        checkpoint=sealing.checkpoint_of(seal),
        signature=bytes(seal.signature),
        key=seal.key,
    )


def holds(proof: Proof, *, public: signing.Ed25519PublicKey) -> bool:
    """Whether a proof shows its entry in a ledger sealed with this key. Needs no database."""
    sealed = proof.checkpoint
    root = merkle.root_by_path(
        merkle.leaf_of(proof.entry.encode()), proof.path, place=proof.place, size=sealed.size
    )
    return root == sealed.root and signing.is_signed(sealed, proof.signature, by=public)


def _rows() -> Iterator[tuple[int, UUID, bytes, str | None]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LEAVES)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from ((place, entry, bytes(leaf), said) for place, entry, leaf, said in rows)


def _fault_of(  # one row, and what stood before it
    place: int, entry_id: UUID, leaf: bytes, entry: str | None, *, due: int, before: UUID | None
) -> Fault | None:
    if place != due:
        return Fault(Wrong.REMOVED, due)
    if entry is None:
        return Fault(Wrong.REMOVED, place, entry_id)
    if merkle.leaf_of(entry.encode()) != leaf:
        return Fault(Wrong.ALTERED, place, entry_id)
    if before is not None and entry_id < before:
        return Fault(Wrong.REORDERED, place, entry_id)
    return None


def _moment(seal: Any) -> datetime | None:
    return seal.sealed_at if seal else None
