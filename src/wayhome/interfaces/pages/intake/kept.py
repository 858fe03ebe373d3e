"""A report of a page in the journal: what is kept of it, and how it is found again by its key.

What was typed is kept as it was typed, with who says that they gave it, and is judged when it is
recorded. That it has been kept is all that anybody is told of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from wayhome.interfaces.pages.shared import giving
from wayhome.platform.journal import keeping
from wayhome.platform.models import new_id

WAY = "page"


@dataclass(frozen=True, slots=True)
class Kept:
    """One report that waits to be recorded."""

    id: UUID
    key: str
    giver: giving.Giver
    typed: Mapping[str, list[str]]
    received_at: datetime


def keep(typed: QueryDict, *, key: str, by: giving.Giver, now: datetime) -> None:
    """Put a report that was sent from a page into the journal. Raises CannotBeKept."""
    entry = {
        "id": str(new_id()),
        "way": WAY,
        "key": key,
        "practitioner_id": str(by.practitioner_id),
        "digest": by.digest,
        "typed": {name: texts for name, texts in typed.lists() if name != "csrfmiddlewaretoken"},
        "received_at": now.isoformat(),
    }
    keeping.keep(entry, is_proved=True)


def read(entry: Mapping[str, Any]) -> Kept:
    """An entry of the journal that came by a page."""
    return Kept(
        id=UUID(entry["id"]),
        key=entry["key"],
        giver=giving.Giver(UUID(entry["practitioner_id"]), entry["digest"]),
        typed=entry["typed"],
        received_at=datetime.fromisoformat(entry["received_at"]),
    )


def found(key: str, *, practitioner_id: UUID) -> Kept | None:
    """What this practitioner sent under a key and the journal still holds, the first of it."""
    for entry in keeping.held().entries:
        if (entry["way"], entry["key"]) == (WAY, key):
            kept = read(entry)
            if kept.giver.practitioner_id == practitioner_id:
                return kept
    return None
