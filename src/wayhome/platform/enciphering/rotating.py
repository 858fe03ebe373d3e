"""Changing the key-encryption key, and destroying a record's data key for ever.

Rotating wraps every data key again under the key in use, some at a time: it may stop anywhere and
be begun again. Nothing that was enciphered is touched.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from wayhome.platform.enciphering import enciphering, keyring
from wayhome.platform.enciphering.models import DataKey

AT_A_TIME = 200


class NotTwoPeople(ValueError):
    """A key is destroyed by two people: one asks, and another agrees."""


class NothingToDestroy(LookupError):
    """No data key of that record stands, or nobody has asked for its destruction."""


def rotate(*, at_a_time: int = AT_A_TIME) -> int:
    """Wrap again what an older key wrapped; how many there were. Raises NoSuchKey."""
    total = 0
    while count := _rotate_some(at_a_time):
        total += count
    return total


def _rotate_some(most: int) -> int:
    ring = keyring.ring()
    with transaction.atomic():
        old = DataKey.objects.filter(destroyed_at__isnull=True).exclude(key_name=ring.in_use.name)
        some = list(old.select_for_update().order_by("id")[:most])
        for key in some:
            before = ring.named(key.key_name)
            secret = enciphering.unwrap(bytes(key.wrapped or b""), key_id=key.id, by=before)
            key.wrapped = enciphering.wrap(secret, key_id=key.id, by=ring.in_use)
            key.key_name = ring.in_use.name
        DataKey.objects.bulk_update(some, ["wrapped", "key_name"])
    return len(some)


def standing() -> dict[str, int]:
    """How many data keys each key-encryption key wraps now."""
    names = DataKey.objects.filter(destroyed_at__isnull=True).values_list("key_name", flat=True)
    return {name: list(names).count(name) for name in sorted(set(names))}


def destroyed_at(of: UUID) -> datetime | None:
    """When a key of a record was last destroyed; None where none ever was."""
    stones = DataKey.objects.filter(of=of, destroyed_at__isnull=False)
    newest = stones.order_by("-destroyed_at").first()
    return newest.destroyed_at if newest else None


def asked_to_destroy(of: UUID) -> tuple[UUID, str] | None:
    """Who asked that a record's key be destroyed and why, while nobody has agreed."""
    key = _standing_of(of).filter(destruction_asked_by__isnull=False).first()
    if key is None or key.destruction_asked_by_id is None:
        return None
    return key.destruction_asked_by_id, key.why_destroyed


def ask_to_destroy(of: UUID, *, why: str, by: UUID, at: datetime) -> None:
    """Ask that a record's key be destroyed. Raises NothingToDestroy."""
    asked = {
        "destruction_asked_at": at,
        "destruction_asked_by_id": by,
        "why_destroyed": why,
    }
    if not why.strip() or not _standing_of(of).update(**asked):
        raise NothingToDestroy(str(of))


def destroy(of: UUID, *, by: UUID, at: datetime) -> None:
    """Destroy a record's key, as another person asked. Raises NotTwoPeople, NothingToDestroy."""
    with transaction.atomic():
        key = _standing_of(of).select_for_update().first()
        if key is None or key.destruction_asked_by_id is None:
            raise NothingToDestroy(str(of))
        if key.destruction_asked_by_id == by:
            raise NotTwoPeople(str(of))
        key.wrapped, key.destroyed_at, key.destroyed_by_id = None, at, by
        key.save(update_fields=["wrapped", "destroyed_at", "destroyed_by"])


def _standing_of(of: UUID) -> QuerySet[DataKey]:
    return DataKey.objects.filter(of=of, destroyed_at__isnull=True)
