"""A tree of hashes over a growing list: one short root that changes if anything in the list does.

Hashed as RFC 6962 section 2.1 hashes certificates, so that a proof can be checked by anybody's
program. A leaf and a node can never be mistaken for each other: each begins with its own byte.
Source: https://www.rfc-editor.org/rfc/rfc6962 and, for checking a path, RFC 9162 section 2.1.3.2.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEAF, NODE = b"\x00", b"\x01"


def leaf_of(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(LEAF + entry).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return hashlib.sha256(NODE + left + right).digest()


@dataclass(slots=True)
class Tree:
    """A tree that only grows. It keeps one hash for each whole part of it, the largest first.

    `size` leaves need no more than one hash for each binary digit of `size`, so that another
    minute's leaves are added without reading those before.
    """

    size: int = 0
    parts: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Add the hash of one entry at the end."""
        digits = self.size
        while digits & 1:
            leaf = node_of(self.parts.pop(), leaf)
            digits >>= 1
        self.parts.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of some entries at the end."""
        for leaf in leaves:
            self.add(leaf)

    @property
    def root(self) -> bytes:
        """The hash of everything; of nothing, the hash of nothing."""
        if not self.parts:
            return hashlib.sha256().digest()
        *larger, root = self.parts
        for part in reversed(larger):
            root = node_of(part, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree of these leaves."""
    tree = Tree()
    tree.extend(leaves)
    return tree.root


def path_of(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What must be hashed with the leaf at this place, in turn, to come to the root.

    Raises IndexError for a place that is not in the tree.
    """
    if not 0 <= place < len(leaves):
        raise IndexError(f"place {place} of {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = leaves[:half], leaves[half:]
    if place < half:
        return [*path_of(left, place), root_of(right)]
    return [*path_of(right, place - half), root_of(left)]


def root_by_path(leaf: bytes, path: Iterable[bytes], *, place: int, size: int) -> bytes | None:
    """The root that a leaf at this place leads to by a path; None for a path of another length."""
    if not 0 <= place < size:
        return None
    here, last, root = place, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if here & 1 or here == last:
            root = node_of(beside, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_of(root, beside)
        here, last = here >> 1, last >> 1
    return root if last == 0 else None
