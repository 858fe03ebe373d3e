"""How far the journal is dealt with, written beside it: who starts, or starts again, goes on there.

It says so of one certain file (see `lines.Place`), and is shut under the key in use. What is lost,
cut off, changed or said of another file is no word at all: then all is dealt with from the first
line, which does nothing twice. So nobody waits until it is on the disk.
"""

import base64
import json
from pathlib import Path

from wayhome.platform import shut
from wayhome.platform.enciphering import keyring
from wayhome.platform.journal import lines

FILE = "received.reached"
ABOUT = b"wayhome\njournal\nreached\n"
OWNER_ONLY = 0o600


def place(folder: Path) -> lines.Place:
    """Up to where every line is dealt with; the start where nothing that can be read says so."""
    try:
        name, kept = (folder / FILE).read_bytes().split(b" ")
        secret = keyring.ring().named(name.decode()).secret
        content = base64.b64decode(kept, validate=True)
        said = json.loads(shut.opened(content, key=secret, about=ABOUT))
    except (OSError, ValueError, keyring.NoSuchKey):
        return lines.START
    return lines.Place(said["length"], bytes.fromhex(said["mark"]), said["number"], said["torn"])


def say(reached: lines.Place, *, folder: Path) -> None:
    """Say it in one stroke. Raises OSError: then what was said before stands, or nothing does."""
    key = keyring.ring().in_use
    said = {
        "length": reached.length,
        "mark": reached.mark.hex(),
        "number": reached.number,
        "torn": reached.torn,
    }
    kept = shut.shut(json.dumps(said).encode(), key=key.secret, about=ABOUT)
    new = folder / f"{FILE}.new"
    new.touch(OWNER_ONLY)
    new.write_bytes(b" ".join([key.name.encode(), base64.b64encode(kept)]))
    new.replace(folder / FILE)


def forget(folder: Path) -> None:
    """Say nothing any more."""
    (folder / FILE).unlink(missing_ok=True)
