"""An area's protocol as it stood on a given day."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform import prepared
from wayhome.records.agencies.models import Protocol
from wayhome.rules import protocol


class NoProtocol(LookupError):
    """The partnership has no protocol in force at that moment."""


def in_force(partnership_id: UUID | None, *, at: datetime) -> Protocol:
    """The version in force at a moment. Raises NoProtocol."""
    found = _IN_FORCE.objects(partnership=partnership_id, at=at) if partnership_id else []
    if not found:
        raise NoProtocol(f"no protocol was in force for this partnership at {at:%Y-%m-%d %H:%M}")
    return cast("Protocol", found[0])


def _in_force(partnership: UUID, at: datetime) -> "QuerySet[Protocol]":
    versions = Protocol.objects.filter(partnership_id=partnership, in_force_from__lte=at)
    return versions.order_by("-in_force_from")[:1]


_IN_FORCE = prepared.Question(
    _in_force,
    partnership=("uuid", UUID("00000000-0000-0000-0000-0000571d0007")),
    at=("timestamptz", datetime(1, 1, 1, tzinfo=UTC)),
)


def versions(partnership_id: UUID) -> list[Protocol]:
    """Every version of a partnership's protocol, newest first."""
    return list(Protocol.objects.filter(partnership_id=partnership_id).order_by("-in_force_from"))


@lru_cache(maxsize=256)
def read(protocol_id: UUID) -> protocol.Protocol:
    """One version as the rules read it. A version never changes, so it may be remembered."""
    return protocol.from_content(Protocol.objects.get(id=protocol_id).content)
