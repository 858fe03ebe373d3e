"""A key kept in a file: made once, for its owner alone, whoever else starts at the same moment."""

import os
import secrets
from pathlib import Path

OWNER_ONLY = 0o600


def make_once(place: Path, content: bytes) -> None:
    """Put a key in its place, unless one is there: of two that come together, the first stays."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    beside.touch(mode=OWNER_ONLY, exist_ok=False)
    try:
        beside.write_bytes(content)
        os.link(beside, place)
    except FileExistsError:
        return
    finally:
        beside.unlink()
