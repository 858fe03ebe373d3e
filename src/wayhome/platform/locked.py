"""Text kept so that whoever reads the database alone cannot read it: AES-GCM, under one key.

The key is a file of 32 random bytes. Each text is bound to what it is kept for (`about`): moved to
another place, or to another person's row, it does not open.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

LENGTH = 32  # bytes of the key
NONCE = 12
FORM = "v1:"
OWNER_ONLY = 0o600


class CannotBeOpened(ValueError):
    """What is kept was changed, moved, or locked with another key."""


def lock(text: str, *, about: str) -> str:
    """The text, locked. The same text locked twice is never the same."""
    nonce = secrets.token_bytes(NONCE)
    shut = AESGCM(_key()).encrypt(nonce, text.encode(), about.encode())
    return FORM + base64.b64encode(nonce + shut).decode()


def unlock(kept: str, *, about: str) -> str:
    """The text that was locked. Raises CannotBeOpened."""
    try:
        whole = base64.b64decode(kept.removeprefix(FORM), validate=True)
        return AESGCM(_key()).decrypt(whole[:NONCE], whole[NONCE:], about.encode()).decode()
    except (InvalidTag, ValueError, binascii.Error) as problem:
        raise CannotBeOpened(f"what is kept for {about} does not open") from problem


def _key() -> bytes:
    """The key. Raises ImproperlyConfigured where the file is not one."""
    place = Path(settings.WAYHOME_SIGN_IN_KEY_FILE)
    if settings.WAYHOME_MAKES_SIGN_IN_KEY and not place.exists():
        _make(place)
    try:
        found = base64.b64decode(place.read_text().strip(), validate=True)
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{place} is not the key of signing in") from problem
    if len(found) != LENGTH:
        raise ImproperlyConfigured(f"{place} holds {len(found)} bytes, not {LENGTH}")
    return found


def _make(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    beside.touch(mode=OWNER_ONLY, exist_ok=False)
    beside.write_text(base64.b64encode(secrets.token_bytes(LENGTH)).decode())
    try:
        os.link(beside, place)  # whoever comes second uses the first one's key
    except FileExistsError:
        pass
    finally:
        beside.unlink()
