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

FROM_ENVIRONMENT = "WAYHOME_STEP_KEY"
SHORTEST = 32
OWNER_ONLY = 0o600


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
        _make(place)
    try:
        return place.read_text().strip()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"{place} is to hold the key of steps, and cannot be read. Give it another place in "
            f"WAYHOME_STEP_KEY_FILE, or the key itself in {FROM_ENVIRONMENT}."
        ) from problem


def _make(place: Path) -> None:
    """Two that start at once make one key: whichever file is there first stays."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    beside.touch(mode=OWNER_ONLY, exist_ok=False)
    beside.write_text(secrets.token_urlsafe(32))
    try:
        os.link(beside, place)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
