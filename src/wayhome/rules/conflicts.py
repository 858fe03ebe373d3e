"""Who may take back that somebody must not know of a child.

Two people of two agencies, neither of whom is the person concerned nor the other under another
account. The first asks, with the reason; the second agrees.
"""

from dataclasses import dataclass
from uuid import UUID

from wayhome.rules import facts, sources

SOURCE = sources.KEPT_FROM


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked that a conflict be taken back, with all their accounts, in which agency."""

    accounts: frozenset[UUID]
    agency_id: UUID


def may_lift(viewer: facts.Viewer, *, asked: Asked | None) -> bool:
    """Whether somebody's word takes it back: the second of two people, of another agency."""
    return (
        asked is not None
        and viewer.agency_id != asked.agency_id
        and viewer.practitioner_id not in asked.accounts
    )
