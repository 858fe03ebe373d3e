"""The key by which the database knows a step of the journey.

A file, or the environment, holds it; the database holds its digest, which only the owner wrote.
Whoever smuggles a statement into a page knows neither, so what they read stays what the person
whose page it is may know of.
"""

import hashlib
import os
import secrets
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from wayhome.platform import key_files

FROM_ENVIRONMENT = "WAYHOME_STEP_KEY"
SHORTEST = 32


@cache
def key_in(place: Path, *, may_make: bool) -> str:
    """The key: of the environment, else of this file, made where that is allowed.

    Raises ImproperlyConfigured where there is none, or one that could be guessed.
    """
    found = os.environ.get(FROM_ENVIRONMENT) or _read(place, may_make=may_make)
    if len(found) < SHORTEST:
        raise ImproperlyConfigured(
            f"The key of steps has fewer than {SHORTEST} characters: make one with "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`."
        )
    return found


def digest_of(key: str) -> str:
    """What the database holds of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _read(place: Path, *, may_make: bool) -> str:
    if may_make and not place.exists():
        key_files.make_once(place, secrets.token_urlsafe(32).encode())
    try:
        return place.read_text().strip()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"{place} is to hold the key of steps, and cannot be read. Give it another place in "
            f"WAYHOME_STEP_KEY_FILE, or the key itself in {FROM_ENVIRONMENT}."
        ) from problem
