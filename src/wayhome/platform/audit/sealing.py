"""Sealing the ledger: every minute, a signed root over every entry there is.

An entry takes its place in the tree once, in the order in which entries were made among those
sealed together. What is sealed cannot be changed, removed or put in another order without the root
changing, and nobody without the key can sign another.
"""

import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from wayhome.platform.audit import merkle, signing
from wayhome.platform.audit.models import LedgerLeaf, LedgerSeal

# No transaction lasts so long: an entry made before this and never sealed was put there by hand.
LATEST = timedelta(hours=1)
ADD_LEAVES = "SELECT audit_add_leaves(%s)"


def seal(*, now: datetime) -> LedgerSeal | None:
    """Seal what has been entered since the last time; None where nothing has.

    Raises ImproperlyConfigured where there is no key.
    """
    key = signing.key()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_take_turns()")
        last = LedgerSeal.objects.order_by("-size").first()
        tree = tree_of(last)
        since = first_id_at(last.sealed_at - LATEST) if last else uuid.UUID(int=0)
        with connection.cursor() as cursor:
            cursor.execute(ADD_LEAVES, [since])
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


def tree_of(seal_: LedgerSeal | None) -> merkle.Tree:
    """The tree as it was sealed; an empty one where nothing ever was."""
    if seal_ is None:
        return merkle.Tree()
    return merkle.Tree(seal_.size, [bytes(part) for part in seal_.parts])


def checkpoint_of(seal_: LedgerSeal) -> signing.Checkpoint:
    """What a seal says."""
    return signing.Checkpoint(seal_.size, bytes(seal_.root), seal_.sealed_at)


def first_id_at(moment: datetime) -> uuid.UUID:
    """The smallest identifier that could have been made at a moment (UUID version 7)."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)
