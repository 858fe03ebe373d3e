"""Sealing the ledger: every minute, a signed root over every entry there is.

An entry takes its place in the tree once, in the order in which entries were made among those
sealed together. What is sealed cannot be changed, removed or put in another order without the root
changing, and nobody without the key can sign another.
"""

import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from wayhome.platform.audit import merkle, signing
from wayhome.platform.audit.models import LedgerLeaf, LedgerSeal

# No transaction lasts so long, and no clock is so far behind: an entry made this long before the
# newest that is sealed, and never sealed itself, was put there by hand.
LATEST = timedelta(days=1)
AT_ONCE = 20_000  # entries a turn, so that a long backlog holds nothing else up
OF_A_BACKLOG = 200_000  # entries a turn of a command that does nothing else
TAKE_TURN = "SELECT audit_try_turn()"
ADD_LEAVES = "SELECT audit_add_some_leaves(%s, %s)"


def seal(*, now: datetime, most: int | None = None) -> LedgerSeal | None:
    """Seal what has been entered since the last time, the oldest first: at most AT_ONCE, or `most`.

    None where nothing has been, or while another worker seals. Raises ImproperlyConfigured where
    there is no key.
    """
    key = signing.key()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TAKE_TURN)
            if not cursor.fetchone()[0]:
                return None
        last = LedgerSeal.objects.order_by("-size").first()
        tree = tree_of(last)
        with connection.cursor() as cursor:
            cursor.execute(ADD_LEAVES, [looked_from(now), most or AT_ONCE])
        added = LedgerLeaf.objects.filter(position__gte=tree.size).order_by("position")
        tree.extend(bytes(leaf) for leaf in added.values_list("leaf", flat=True).iterator())
        if tree.size == (last.size if last else 0):
            return None
        checkpoint = signing.Checkpoint(tree.size, tree.root, now)
        return LedgerSeal.objects.create(
            sealed_at=now,
            size=tree.size,
            root=tree.root,
            parts=tree.parts,
            key=signing.name_of(key.public_key()),
            signature=key.sign(checkpoint.words),
        )


def seal_all(*, now: datetime) -> int:
    """Seal a long backlog, under as many seals as it needs; how many entries are sealed now.

    Where another seals at that moment it goes on with the rest, a turn at a time.
    """
    while seal(now=now, most=OF_A_BACKLOG):
        pass
    last = LedgerSeal.objects.order_by("-size").first()
    return last.size if last else 0


def tree_of(seal_: LedgerSeal | None) -> merkle.Tree:
    """The tree as it was sealed; an empty one where nothing ever was."""
    if seal_ is None:
        return merkle.Tree()
    return merkle.Tree(seal_.size, [bytes(part) for part in seal_.parts])


def checkpoint_of(seal_: LedgerSeal) -> signing.Checkpoint:
    """What a seal says."""
    return signing.Checkpoint(seal_.size, bytes(seal_.root), seal_.sealed_at)


def looked_from(now: datetime) -> uuid.UUID:
    """From which identifier on an entry may still wait for its seal: by the entries' own clock.

    One made by a clock that ran ahead of `now` does not count: those made after it come before it.
    """
    newest = LedgerLeaf.objects.filter(id__lt=first_id_at(now)).order_by("-id").first()
    return first_id_at(made_at(newest.id) - LATEST) if newest else uuid.UUID(int=0)


def made_at(identifier: uuid.UUID) -> datetime:
    """When an identifier was made (UUID version 7)."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=UTC)


def first_id_at(moment: datetime) -> uuid.UUID:
    """The smallest identifier that could have been made at a moment (UUID version 7)."""
    return uuid.UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)
