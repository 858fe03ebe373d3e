"""Where an engine lays out what it counts: a folder of its own, gone once it has counted.

Whoever is killed leaves theirs behind, as large as the extract, and the next who counts removes it:
a room is held by a lock, of which the kernel lets go with the process that had it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAMED = "counting-"
TURN = "counting.lock"
HELD = "held.lock"


class Room:
    """A folder beside the extract, for one who counts."""

    def __init__(self, beside: Path) -> None:
        with _turn(beside):
            for left in beside.glob(f"{NAMED}*"):
                _remove_unless_held(left)
            self.folder = tempfile.TemporaryDirectory(prefix=NAMED, dir=beside)
            self.path = Path(self.folder.name)
            self.held = _opened(self.path / HELD)
            fcntl.flock(self.held, fcntl.LOCK_EX)

    def close(self) -> None:
        """Let go of it: nothing is left."""
        self.folder.cleanup()
        os.close(self.held)


@contextmanager
def _turn(beside: Path) -> Iterator[None]:
    """One at a time, so that nobody finds a room that is not held yet."""
    turn = _opened(beside / TURN)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _remove_unless_held(room: Path) -> None:
    try:
        held = _opened(room / HELD)
    except FileNotFoundError:  # whoever had it has just removed it
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(room, ignore_errors=True)
    finally:
        os.close(held)


def _opened(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
