"""The body of a webhook: a CloudEvents 1.0 envelope in JSON, written and strictly read.

It says that a notice waits, which one, and where to read it; nothing else fits in. The reader takes
what the writer writes and nothing more: an attribute that is unknown, missing, said twice or of
another type is refused.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SPECVERSION = "1.0"
TYPE = "wayhome.notice.waits.v1"
KIND = "notice waits"
LONGEST = 4096  # bytes
LONGEST_ADDRESS = 500
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
ATTRIBUTES = {"specversion", "id", "source", "type", "time", "datacontenttype", "data"}
OF_DATA = {"notice", "kind", "link"}


class NotAnEvent(ValueError):
    """It is no such envelope; the message says what is wrong, and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Event:
    """That a notice waits."""

    id: UUID
    source: str
    time: datetime
    notice: UUID
    link: str


def write(event: Event) -> bytes:
    """The envelope. The same event is the same bytes, however often it is tried."""
    said = {
        "specversion": SPECVERSION,
        "id": str(event.id),
        "source": event.source,
        "type": TYPE,
        "time": event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {"notice": str(event.notice), "kind": KIND, "link": event.link},
    }
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()


def read(body: bytes) -> Event:
    """The event of an envelope. Raises NotAnEvent."""
    said = _object(_parsed(body), ATTRIBUTES, of="the envelope")
    for name, only in (
        ("specversion", SPECVERSION),
        ("type", TYPE),
        ("datacontenttype", "application/json"),
    ):
        _only(said, name, only)
    data = _object(said["data"], OF_DATA, of="data")
    _only(data, "kind", KIND)
    return Event(
        id=_identifier(said, "id"),
        source=_address(said, "source"),
        time=_moment(said, "time"),
        notice=_identifier(data, "notice"),
        link=_address(data, "link"),
    )


def _parsed(body: bytes) -> Any:
    if len(body) > LONGEST:
        raise NotAnEvent(f"it is longer than {LONGEST} bytes")
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_never)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise NotAnEvent("it is not JSON in UTF-8") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAnEvent("an attribute is said twice")
    return found


def _never(_constant: str) -> None:
    raise NotAnEvent("it holds what is no JSON")


def _object(said: Any, names: set[str], *, of: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise NotAnEvent(f"{of} is no object")
    if set(said) != names:
        raise NotAnEvent(f"{of} has an attribute that is unknown, or lacks one")
    return said


def _text(said: dict[str, Any], name: str) -> str:
    value = said[name]
    if not isinstance(value, str) or not value:
        raise NotAnEvent(f"{name} is no text")
    return value


def _only(said: dict[str, Any], name: str, only: str) -> None:
    if _text(said, name) != only:
        raise NotAnEvent(f"{name} is not {only}")


def _identifier(said: dict[str, Any], name: str) -> UUID:
    text = _text(said, name)
    try:
        found = UUID(text)
    except ValueError:
        raise NotAnEvent(f"{name} is no identifier") from None
    if str(found) != text:
        raise NotAnEvent(f"{name} is no identifier")
    return found


def _address(said: dict[str, Any], name: str) -> str:
    text = _text(said, name)
    is_plain = text.isascii() and text.isprintable() and " " not in text
    if not text.startswith(("https://", "http://")) or not is_plain or len(text) > LONGEST_ADDRESS:
        raise NotAnEvent(f"{name} is no address")
    return text


def _moment(said: dict[str, Any], name: str) -> datetime:
    text = _text(said, name)
    try:
        return datetime.fromisoformat(_matching(text, name))
    except ValueError:
        raise NotAnEvent(f"{name} is no moment with its zone") from None


def _matching(text: str, name: str) -> str:
    if not MOMENT.fullmatch(text) or not text.isascii():
        raise NotAnEvent(f"{name} is no moment with its zone")
    return text
