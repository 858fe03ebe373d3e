"""The key that seals the ledger, and checkpoints signed with it (Ed25519).

The key is a file that the database's owner need not be able to read: whoever can change the tables
but not the key cannot seal what they changed.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wayhome.platform import key_files

NAME = "wayhome ledger"
RAW = serialization.Encoding.Raw


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many entries were sealed by a moment, and the root of the tree over all of them."""

    size: int
    root: bytes
    sealed_at: datetime

    @property
    def words(self) -> bytes:
        """What is signed: four lines of text."""
        at = self.sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"{NAME}\n{self.size}\n{self.root.hex()}\n{at}\n".encode()


def key() -> Ed25519PrivateKey:
    """The key that seals. Raises ImproperlyConfigured where the file is not one.

    Where the settings allow it, as in development, a key is made the first time.
    """
    place = Path(settings.WAYHOME_SEAL_KEY_FILE)
    if settings.WAYHOME_MAKES_SEAL_KEY and not place.exists():
        _make(place)
    try:
        found = serialization.load_pem_private_key(place.read_bytes(), password=None)
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{place} is not the key that seals the ledger") from problem
    if not isinstance(found, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"{place} is a key, but not an Ed25519 one")
    return found


def name_of(public: Ed25519PublicKey) -> str:
    """What a key is called: sixteen digits of its hash."""
    return hashlib.sha256(public_bytes(public)).hexdigest()[:16]


def public_bytes(public: Ed25519PublicKey) -> bytes:
    """The public key, in its 32 bytes."""
    return public.public_bytes(RAW, serialization.PublicFormat.Raw)


def public_from(said: str) -> Ed25519PublicKey:
    """The public key written in hexadecimal. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(said))


def is_signed(checkpoint: Checkpoint, signature: bytes, *, by: Ed25519PublicKey) -> bool:
    """Whether a checkpoint was signed with a key."""
    try:
        by.verify(signature, checkpoint.words)
    except InvalidSignature:
        return False
    return True


def _make(place: Path) -> None:
    made = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key_files.make_once(place, made)
