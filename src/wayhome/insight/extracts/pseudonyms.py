"""Pseudonyms: the same row has the same number each time, and nobody without the key knows whose.

A number is cut from a keyed digest (HMAC-SHA-256) of what kind of row it is and its identifier. The
key is kept as the others are, in a file or the environment; with another key every number is
another one, and no extract can be laid beside an earlier one.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
import pyarrow as pa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wayhome.platform import key_files

FROM_ENVIRONMENT = "WAYHOME_PSEUDONYM_KEY"
SHORTEST = 32
BYTES, BLOCK = 8, 64
CHILD, EPISODE, FACT = "child", "episode", "fact"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Numbers in the place of identifiers. The key is never shown."""

    key: bytes = field(repr=False)

    def of(self, kind: str, identifier: UUID) -> int:
        """The number of a row of some kind."""
        return int(self.of_each(kind, pa.array([identifier.bytes]))[0].as_py())

    def of_each(self, kind: str, identifiers: pa.Array) -> pa.Array:
        """The numbers of many rows of some kind, by the sixteen bytes of the identifier of each."""
        inside, around = self._begun()
        inside.update(kind.encode())
        digests = b"".join(
            [_ended(inside.copy(), around.copy(), each) for each in identifiers.to_pylist()]
        )
        return pa.array(np.frombuffer(digests, ">i8").astype(np.int64))

    def _begun(self) -> tuple["hashlib._Hash", "hashlib._Hash"]:
        """Both digests of HMAC (RFC 2104) as far as the key goes: for millions, worked out once."""
        whole = self.key if len(self.key) <= BLOCK else hashlib.sha256(self.key).digest()
        padded = whole.ljust(BLOCK, b"\0")
        inside, around = (bytes(byte ^ pad for byte in padded) for pad in (0x36, 0x5C))
        return hashlib.sha256(inside), hashlib.sha256(around)

    def mark(self, what: str) -> str:
        """What says that something was made with this key and of these things, and tells neither.

        Two marks are alike only where the key and the things were.
        """
        return hmac.digest(self.key, f"mark {what}".encode(), hashlib.sha256).hex()


def _ended(inside: "hashlib._Hash", around: "hashlib._Hash", identifier: bytes) -> bytes:
    inside.update(identifier)
    around.update(inside.digest())
    return around.digest()[:BYTES]


def kept() -> Pseudonyms:
    """The pseudonyms of this installation, by its key.

    Raises ImproperlyConfigured where there is none, or one that could be guessed.
    """
    place = Path(settings.WAYHOME_PSEUDONYM_KEY_FILE)
    found = os.environ.get(FROM_ENVIRONMENT) or _read(place)
    if len(found) < SHORTEST:
        raise ImproperlyConfigured(
            f"The key of pseudonyms has fewer than {SHORTEST} characters: make one with "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`."
        )
    return Pseudonyms(found.encode())


def _read(place: Path) -> str:
    if settings.WAYHOME_MAKES_PSEUDONYM_KEY and not place.exists():
        key_files.make_once(place, secrets.token_urlsafe(32).encode())
    try:
        return place.read_text().strip()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"{place} is to hold the key of pseudonyms, and cannot be read. Give it another place "
            f"in WAYHOME_PSEUDONYM_KEY_FILE, or the key itself in {FROM_ENVIRONMENT}."
        ) from problem
