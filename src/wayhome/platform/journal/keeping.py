"""Keeping what was received on a disk of its own until the database has it.

What `keep` returned from is on the disk: the line, and where it is new the file's name. Only then
is anybody told that it was received. It stays until `settle` was told that every line is dealt
with. How far they are is said with `deal_with`, for whoever goes on after a worker that was ended;
that may be lost, so what is read may be read again, and whoever reads must do nothing twice.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from wayhome.platform.journal import counting, lines, reached

FILE = "received.journal"
LOCK = "lock"
OWNER_ONLY = 0o600
LEAST_FREE = 1024 * 1024  # bytes: some hundred reports
log = logging.getLogger("wayhome.journal")


class CannotBeKept(OSError):
    """It is not on the disk: the disk is full or fails, or the journal is as long as it may be."""


def keep(entry: Mapping[str, Any], *, is_proved: bool) -> None:
    """Put an entry at the end of the journal, on the disk. Raises CannotBeKept.

    Who gave it is `is_proved` or only claimed: what is claimed fills half of the journal at most,
    so that nobody can fill it for those who are known.
    """
    most = settings.WAYHOME_JOURNAL_BYTES // (1 if is_proved else 2)
    try:
        with _alone():
            _append(entry, most=most)
    except OSError as problem:
        raise CannotBeKept(str(problem)) from problem


def holds_any() -> bool:
    """Whether there is anything in the journal at all."""
    return _file().exists()


def length() -> int:
    """How many bytes the journal has: more than before where somebody was put into it."""
    try:
        return _file().stat().st_size
    except FileNotFoundError:
        return 0


def has_room() -> bool:
    """Whether a report would be kept now: the folder may be written, on a disk that is not full."""
    place = _file().parent
    there = next(each for each in (place, *place.parents) if each.exists())
    is_short = length() < settings.WAYHOME_JOURNAL_BYTES
    return is_short and os.access(there, os.W_OK) and shutil.disk_usage(there).free > LEAST_FREE


def held(*, after: lines.Place = lines.START) -> lines.Lines:
    """What the journal holds now, `after` a place where it is still that one. Empty for none."""
    if not holds_any():
        return lines.Lines()
    with _alone():
        content = _content()
    return lines.read(content, after=after)  # others may write meanwhile


def left() -> lines.Lines:
    """What the journal holds now that is not dealt with, as far as it was said. Empty for none."""
    return held(after=reached.place(_file().parent))


def deal_with(place: lines.Place) -> None:
    """Say that every line up to this place is dealt with, so that a next worker goes on from there.

    A place after a damaged line is not said: a key brought back may mend it. Where the disk does
    not take it, the next worker does again what was done.
    """
    if place.damaged:
        return
    try:
        with _alone():
            if holds_any():
                reached.say(place, folder=_file().parent)
    except OSError as problem:
        log.warning("how far the journal is dealt with cannot be written: %s", problem)


def settle(read: lines.Lines) -> bool:
    """Whether the journal is empty now: all that was `read` is dealt with, and no more has come.

    A journal with a damaged line is put aside under another name, for a person to look at.
    """
    with _alone():
        content = _content()
        if lines.END in content[read.place.length :]:
            return False  # not read while those wait who bring more
        now = lines.read(content, after=read.place)
        if now.place != read.place:
            return False
        reached.forget(_file().parent)
        if now.damaged:
            _file().rename(_aside())
        else:
            _file().unlink(missing_ok=True)
        _on_disk(_file().parent)
        return True


def put_aside() -> list[Path]:
    """The journals in which a line is damaged. Each waits for a person to look at it."""
    return sorted(_file().parent.glob(f"damaged-*-{FILE}"))


def _append(entry: Mapping[str, Any], *, most: int) -> None:
    is_new = not _file().exists()
    descriptor = os.open(_file(), os.O_RDWR | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
    try:
        there = counting.counted(descriptor)
        number = there.next_number
        line = lines.mended(there.tail) + lines.written(entry, number=number)
        if there.length + len(line) > most:
            raise CannotBeKept("the journal is as long as it may be")
        _write(descriptor, line, after=there.length)
        length = there.length + len(line)
        counting.remember(descriptor, length=length, next_number=number + 1, since=there.since)
    finally:
        os.close(descriptor)
    if is_new:
        _on_disk(_file().parent)


def _write(descriptor: int, line: bytes, *, after: int) -> None:
    """Write the whole line to the disk, or leave the file as it was."""
    try:
        left = line
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, after)
        raise


@contextmanager
def _alone() -> Iterator[None]:
    """Of several processes and threads one at a time reads or writes."""
    place = _file().parent
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(place / LOCK, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _content() -> bytes:
    try:
        return _file().read_bytes()
    except FileNotFoundError:
        return b""


def _aside() -> Path:
    return _file().with_name(f"damaged-{len(put_aside()) + 1}-{FILE}")


def _on_disk(folder: Path) -> None:
    """That a name was made or removed in this folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file() -> Path:
    return Path(settings.WAYHOME_JOURNAL_DIR) / FILE
