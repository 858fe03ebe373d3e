"""An area's protocol as it stood on a given day."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from wayhome.records.agencies.models import Protocol
from wayhome.rules import protocol


class NoProtocol(LookupError):
    """The partnership has no protocol in force at that moment."""


def in_force(partnership_id: UUID | None, *, at: datetime) -> Protocol:
    """The version in force at a moment. Raises NoProtocol."""
    found = (
        Protocol.objects.filter(partnership_id=partnership_id, in_force_from__lte=at)
        .order_by("-in_force_from")
        .first()
        if partnership_id
        else None
    )
    if found is None:
        raise NoProtocol(f"no protocol was in force for this partnership at {at:%Y-%m-%d %H:%M}")
    return found


def versions(partnership_id: UUID) -> list[Protocol]:
    """Every version of a partnership's protocol, newest first."""
    return list(Protocol.objects.filter(partnership_id=partnership_id).order_by("-in_force_from"))


@lru_cache(maxsize=256)
def read(protocol_id: UUID) -> protocol.Protocol:
    """One version as the rules read it. A version never changes, so it may be remembered."""
    return protocol.from_content(Protocol.objects.get(id=protocol_id).content)
