"""Signatures of webhooks, made and checked, as Standard Webhooks 1.0 says.

What is signed is the message's id, the moment of this try and the very bytes of its body. A secret
is `whsec_` and base64. While a secret is rotated a message bears one signature for each that
stands, and whoever holds any of them can check it.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

PREFIX = "whsec_"
VERSION = "v1,"
SHORTEST, LONGEST = 24, 64  # bytes of a secret
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
WINDOW = timedelta(minutes=5)
MOST_SIGNATURES = 16
WHOLE_SECONDS = re.compile(r"[0-9]{1,12}")
KNOWN_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


class NotGenuine(ValueError):
    """A header is missing or ill-formed, no signature fits, or the moment is too far away."""


class SeenBefore(ValueError):
    """It is genuine and was taken already: answer that all is well, and do nothing again."""


def new_secret() -> str:
    """A new secret, as it is shown."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """The bytes that sign. Raises ValueError, without the secret, where it is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise ValueError(f"a secret is {PREFIX} and {SHORTEST} to {LONGEST} bytes in base64")
    return key


def headers(
    message_id: str, *, body: bytes, with_secrets: Iterable[str], now: datetime
) -> dict[str, str]:
    """The three headers of one try: one signature for each secret, the newest first."""
    timestamp = str(int(now.timestamp()))
    made = [_signature(each, message_id, timestamp, body) for each in with_secrets]
    return {ID: message_id, TIMESTAMP: timestamp, SIGNATURE: " ".join(made)}


def _signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return VERSION + base64.b64encode(digest).decode()


@dataclass(slots=True)
class Seen:
    """The ids that were taken within the window. One that is older is refused by its moment."""

    taken: dict[str, datetime] = field(default_factory=dict)

    def take(self, message_id: str, *, now: datetime) -> None:
        """Remember an id. Raises SeenBefore."""
        kept = {each: at for each, at in self.taken.items() if now - at <= 2 * WINDOW}
        if message_id in kept:
            raise SeenBefore(message_id)
        self.taken = kept | {message_id: now}


def verify(
    given: Mapping[str, str],
    *,
    body: bytes,
    with_secrets: Iterable[str],
    seen: Seen,
    now: datetime,
) -> str:
    """The id of a message that is genuine, new, and not taken before.

    The names of headers are looked for in small letters. Raises NotGenuine, or SeenBefore.
    """
    message_id, timestamp = given.get(ID, ""), given.get(TIMESTAMP, "")
    if not KNOWN_ID.fullmatch(message_id) or not WHOLE_SECONDS.fullmatch(timestamp):
        raise NotGenuine("a header is missing or ill-formed")
    if abs(now - _moment(timestamp)) > WINDOW:
        raise NotGenuine("it was sent too long ago, or has yet to be")
    wanted = [_signature(each, message_id, timestamp, body) for each in with_secrets]
    if not _is_among(given.get(SIGNATURE, ""), wanted):
        raise NotGenuine("no signature fits")
    seen.take(message_id, now=now)
    return message_id


def _moment(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise NotGenuine("a header is missing or ill-formed") from None


def _is_among(said: str, wanted: Iterable[str]) -> bool:
    """Whether any signature fits any that is wanted; each pair is compared in the same time."""
    given = [each.encode() for each in said.split(" ")[:MOST_SIGNATURES]]
    pairs = [(one, other.encode()) for one in given for other in wanted]
    return any([hmac.compare_digest(one, other) for one, other in pairs])  # noqa: C419  # all asked
