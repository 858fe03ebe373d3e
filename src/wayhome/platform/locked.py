"""Text kept so that whoever reads the database alone cannot read it: under one key (`shut`).

The key is a file of 32 random bytes. Each text is bound to what it is kept for (`about`): moved to
another place, or to another person's row, it does not open.
"""

import base64
import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wayhome.platform import key_files, shut

FORM = "v1:"


class CannotBeOpened(ValueError):
    """What is kept was changed, moved, or locked with another key."""


def lock(text: str, *, about: str) -> str:
    """The text, locked. The same text locked twice is never the same."""
    kept = shut.shut(text.encode(), key=_key(), about=about.encode())
    return FORM + base64.b64encode(kept).decode()


def unlock(kept: str, *, about: str) -> str:
    """The text that was locked. Raises CannotBeOpened."""
    try:
        whole = base64.b64decode(kept.removeprefix(FORM), validate=True)
        return shut.opened(whole, key=_key(), about=about.encode()).decode()
    except ValueError as problem:
        raise CannotBeOpened(f"what is kept for {about} does not open") from problem


def _key() -> bytes:
    """The key. Raises ImproperlyConfigured where the file is not one."""
    place = Path(settings.WAYHOME_SIGN_IN_KEY_FILE)
    if settings.WAYHOME_MAKES_SIGN_IN_KEY and not place.exists():
        key_files.make_once(place, base64.b64encode(secrets.token_bytes(shut.KEY)))
    try:
        found = base64.b64decode(place.read_text().strip(), validate=True)
    except (OSError, ValueError) as problem:
        raise ImproperlyConfigured(f"{place} is not the key of signing in") from problem
    if len(found) != shut.KEY:
        raise ImproperlyConfigured(f"{place} holds {len(found)} bytes, not {shut.KEY}")
    return found
