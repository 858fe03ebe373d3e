"""Reports out of the journal that a person must look at: kept encrypted, and found again.

They are shown to nobody by the database: only steps reach them, and ask first who may.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform import locked
from wayhome.platform.journal.models import HeldReport, HeldTold
from wayhome.platform.unknown import NoSuch

Entry: TypeAlias = Mapping[str, Any]
_LONGEST_WAY, _LONGEST_KEY = 10, 100  # what the columns hold; the content holds the whole


class NoSuchHeld(NoSuch):
    """No report of that name waits for this person."""


def hold(
    entry: Entry,
    *,
    claimed_by: UUID | None,
    force_id: UUID | None,
    why: str,
    problems: list[str],
    at: datetime,
) -> bool:
    """Keep an entry of the journal for a person. False where it is kept already."""
    content = {"entry": dict(entry), "problems": problems}
    made = HeldReport(
        id=UUID(entry["id"]),
        way=entry["way"][:_LONGEST_WAY],
        key=entry["key"][:_LONGEST_KEY],
        claimed_by_id=claimed_by,
        force_id=force_id,
        received_at=datetime.fromisoformat(entry["received_at"]),
        held_at=at,
        why=why,
        content=locked.lock(json.dumps(content), about=_about(entry["id"])),
    )
    if HeldReport.objects.filter(id=made.id).exists():
        return False
    HeldReport.objects.bulk_create([made])
    return True


def waiting(*, force_id: UUID) -> QuerySet[HeldReport]:
    """What waits for those who take reports for a force, the oldest first."""
    theirs = Q(force_id=force_id) | Q(force_id__isnull=True)
    return HeldReport.objects.filter(theirs, settled_at__isnull=True).order_by("received_at", "id")


def one(held_id: UUID, *, force_id: UUID) -> HeldReport:
    """One that waits, held until the transaction ends. Raises NoSuchHeld."""
    found = waiting(force_id=force_id).select_for_update().filter(id=held_id).first()
    if found is None:
        raise NoSuchHeld(held_id)
    return found


def one_or_none(held_id: UUID) -> HeldReport | None:
    """One, whether or not it waits; None where there is none."""
    return HeldReport.objects.filter(id=held_id).first()


def nobodys() -> QuerySet[HeldReport]:
    """What waits and nobody has said "I have this" of, the oldest first."""
    waits = HeldReport.objects.filter(settled_at__isnull=True, had_at__isnull=True)
    return waits.order_by("received_at", "id")


def tell(held: HeldReport, post_id: UUID, *, at: datetime) -> bool:
    """A post is told that it waits. False where it was told before."""
    made = HeldTold(held=held, post_id=post_id, at=at)
    HeldTold.objects.bulk_create([made], ignore_conflicts=True)
    return HeldTold.objects.filter(id=made.id).exists()


def told(held_id: UUID) -> list[UUID]:
    """The posts that were told that it waits."""
    return list(HeldTold.objects.filter(held_id=held_id).values_list("post_id", flat=True))


def have(held: HeldReport, *, by: UUID, at: datetime) -> bool:
    """Somebody says "I have this"; the first who does is kept. Whether it is they."""
    if held.had_at is None:
        held.had_at, held.had_by_id = at, by
        held.save(update_fields=["had_at", "had_by"])
    return held.had_by_id == by


def content_of(held: HeldReport) -> tuple[Entry, list[str]]:
    """The entry as it was received, and what stood in its way."""
    read = json.loads(locked.unlock(held.content, about=_about(str(held.id))))
    return read["entry"], read["problems"]


def settle(held: HeldReport, *, how: str, by: UUID, at: datetime) -> None:
    """A person has dealt with it, and says how."""
    held.settled_at, held.settled_by_id, held.settled_as = at, by, how
    held.save(update_fields=["settled_at", "settled_by", "settled_as"])


def of_key(key: str, *, claimed_by: UUID) -> HeldReport | None:
    """What was kept of this practitioner's key, if anything was: the newest."""
    found = HeldReport.objects.filter(key=key, claimed_by_id=claimed_by)
    return found.order_by("-received_at").first()


def _about(entry_id: str) -> str:
    return f"held report {entry_id}"
