"""What is kept enciphered about a child, read back, and who is on the lists of its readers."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from wayhome.platform.enciphering import enciphering, rotating
from wayhome.records.kept.models import (
    ConfidentialSource,
    LegalAdvice,
    ProtectedAddress,
    Reader,
)
from wayhome.rules.vocabulary import Protected

MODELS: dict[Protected, type[ProtectedAddress | ConfidentialSource | LegalAdvice]] = {
    Protected.ADDRESS: ProtectedAddress,
    Protected.SOURCE: ConfidentialSource,
    Protected.ADVICE: LegalAdvice,
}
# The enciphered columns of each.
COLUMNS = {
    Protected.ADDRESS: ("text", "kept_from", "why"),
    Protected.SOURCE: ("text",),
    Protected.ADVICE: ("text",),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One protected text in the clear. What it says is never part of its repr."""

    id: UUID
    of: Protected
    recorded_at: datetime
    recorded_by_id: UUID | None
    text: str = field(repr=False)
    kept_from: str = field(default="", repr=False)
    why: str = field(default="", repr=False)
    since: datetime | None = None


def texts(child_id: UUID, of: Protected) -> list[Text]:
    """The texts of one kind about a child, newest first; none of those whose key is destroyed.

    Whoever shows them has asked whether they may.
    """
    rows = MODELS[of]._default_manager.filter(child_id=child_id).order_by("-recorded_at", "-id")
    return [text for row in rows if (text := _read(row, of)) is not None]


def destroyed_at(child_id: UUID) -> datetime | None:
    """When what was kept about a child was last made unreadable; None if it never was."""
    return rotating.destroyed_at(child_id)


def addresses_of(child: OuterRef) -> QuerySet[ProtectedAddress]:
    """The protected addresses of the child that is asked about around this, readable or not."""
    return ProtectedAddress.objects.filter(child=child)


def how_many(child_id: UUID) -> int:
    """How many protected texts there are about a child, readable or not."""
    return sum(
        model._default_manager.filter(child_id=child_id).count() for model in MODELS.values()
    )


def _read(row: ProtectedAddress | ConfidentialSource | LegalAdvice, of: Protected) -> Text | None:
    table = row._meta.db_table
    try:
        said = {
            name: enciphering.decipher(
                bytes(getattr(row, name)), place=enciphering.Place(table, name, row.id)
            )
            for name in COLUMNS[of]
        }
    except enciphering.Destroyed:
        return None
    since = getattr(row, "since", None)
    return Text(row.id, of, row.recorded_at, row.recorded_by_id, since=since, **said)


def readers(child_id: UUID, of: Protected) -> frozenset[UUID]:
    """Those on the list of readers now."""
    found = Reader.objects.filter(child_id=child_id, of=of, ended_at=None)
    return frozenset(found.values_list("practitioner_id", flat=True))
