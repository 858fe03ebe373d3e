"""Bytes shut under a key, and opened again: AES-256-GCM, a nonce of its own each time.

What they are about is bound to them: under the same key, but said to be about something else, they
do not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32  # bytes
NONCE = 12


class DoesNotOpen(ValueError):
    """What was shut was changed or cut, is about something else, or was shut under another key."""


def shut(content: bytes, *, key: bytes, about: bytes) -> bytes:
    """The nonce, and the content enciphered with its tag. Never the same twice."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def opened(kept: bytes, *, key: bytes, about: bytes) -> bytes:
    """What was shut. Raises DoesNotOpen."""
    if len(kept) <= NONCE:
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(kept[:NONCE], kept[NONCE:], about)
    except InvalidTag:
        raise DoesNotOpen from None
