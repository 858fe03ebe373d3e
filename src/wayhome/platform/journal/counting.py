"""How many lines the journal has, without reading all of it for each report.

Whoever writes reads only what others wrote since this process looked last. What it knows is of one
certain file, by its number on the disk and by the bytes that ended it then; of any other, or of one
that was changed there, every line is counted anew. So it is of each file after some seconds, in
case a line before was damaged: whoever reads counts what is there. Asked only by whoever alone has
the journal.
"""

import os
import time
from dataclasses import dataclass

from wayhome.platform.journal import lines

KNOWN_BY = 64  # bytes: of an envelope, so that no two lines end alike
KNOWN_FOR = 10.0  # seconds, since every line was counted


@dataclass(frozen=True, slots=True)
class Counted:
    """How long a file is, how it ends, and the number of the line that is written next.

    All of it was counted `since`, in seconds of this process's own clock.
    """

    length: int
    tail: bytes
    next_number: int
    since: float


@dataclass(frozen=True, slots=True)
class _Known:
    """The file that was counted last, and the whole lines of it that were; all of them `since`."""

    file: tuple[int, int]
    length: int
    tail: bytes
    next_number: int
    since: float


def _nothing() -> _Known:
    return _Known((0, 0), 0, b"", 1, time.monotonic())


_known: list[_Known] = []  # one at most: a process has one journal


def counted(descriptor: int) -> Counted:
    """The file behind this descriptor."""
    known = _still_so(descriptor)
    rest = _read(descriptor, start=known.length)
    ends = (known.tail + rest[-KNOWN_BY:])[-KNOWN_BY:]
    number = known.next_number - 1 + lines.next_number(rest)
    return Counted(known.length + len(rest), ends, number, known.since)


def remember(descriptor: int, *, length: int, next_number: int, since: float) -> None:
    """Keep in mind that the file has these bytes now, of whole lines, and which number is next."""
    tail = os.pread(descriptor, KNOWN_BY, max(0, length - KNOWN_BY))
    _known[:] = [_Known(_name(descriptor), length, tail, next_number, since)]


def _still_so(descriptor: int) -> _Known:
    """What is known of this file, where it still holds what was counted; nothing otherwise."""
    for known in _known:
        start = max(0, known.length - KNOWN_BY)
        there = os.pread(descriptor, len(known.tail), start)
        is_young = time.monotonic() - known.since < KNOWN_FOR
        if is_young and known.file == _name(descriptor) and there == known.tail:
            return known
    return _nothing()


def _name(descriptor: int) -> tuple[int, int]:
    found = os.fstat(descriptor)
    return found.st_dev, found.st_ino


def _read(descriptor: int, *, start: int) -> bytes:
    """Everything from there to the end."""
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(start)
        return file.read()
