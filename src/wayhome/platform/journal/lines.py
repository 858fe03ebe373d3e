"""The lines of the journal's file: how one is written, and what is left when writing was cut off.

A line is its number, the name of its key, and an envelope bound to that number. Whatever was being
written when the power went has no end of line: nobody was told that it is kept. Whoever writes
next ends it with TORN, so that it is told for ever from a line that somebody damaged.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wayhome.platform import shut
from wayhome.platform.enciphering import keyring

END = b"\n"
TORN = b"~"  # never in a line that is whole: an envelope is written in base 64


@dataclass(frozen=True, slots=True)
class Place:
    """The end of a line in one certain file: how long the file is up to there, and what it says.

    `mark` is of every byte up to there, so a file that was begun anew is never taken for this one.
    `number` is of that line; up to it so many lines are `torn`, and so many `damaged`.
    """

    length: int = 0
    mark: bytes = hashlib.sha256(b"").digest()
    number: int = 0
    torn: int = 0
    damaged: int = 0

    def is_in(self, content: bytes) -> bool:
        """Whether a file with this content is the one, as far as this place."""
        return self.mark == _mark(content[: self.length])


START = Place()


@dataclass(frozen=True, slots=True)
class Lines:
    """What a file holds: the entries in order, how many were cut off, and how many damaged.

    What was cut off was never acknowledged. What is damaged was: a person must look at it. `place`
    is where the last whole line ends; `ends` is where the line of each entry does.
    """

    entries: tuple[Mapping[str, Any], ...] = ()
    ends: tuple[Place, ...] = ()
    torn: int = 0
    damaged: int = 0
    last: int = 0
    place: Place = START


def written(entry: Mapping[str, Any], *, number: int) -> bytes:
    """An entry as a line, shut under the key in use."""
    key = keyring.ring().in_use
    content = json.dumps(entry, sort_keys=True).encode()
    kept = shut.shut(content, key=key.secret, about=_about(number))
    return b" ".join([str(number).encode(), key.name.encode(), base64.b64encode(kept)]) + END


def mended(tail: bytes) -> bytes:
    """What must be written first, after a file that ends so: nothing, where its last line ends."""
    return b"" if not tail or tail.endswith(END) else TORN + END


def next_number(content: bytes) -> int:
    """The number of the line that is written next after this content."""
    return 1 + sum(not line.endswith(TORN) for line in (content + mended(content)).split(END)[:-1])


def read(content: bytes, *, after: Place = START) -> Lines:
    """What the file holds. What follows the last end of line is being written, or was cut off.

    Of entries only those `after` a place, where it is in this very file; every one where it is not.
    What is torn or damaged is counted from the first line on.
    """
    place = after if after.is_in(content) else START
    *whole, tail = content[place.length :].split(END)
    entries: list[Mapping[str, Any]] = []
    ends: list[Place] = []
    said = hashlib.sha256(content[: place.length])
    for line in whole:
        said.update(line + END)
        place, entry = _passed(line, place, mark=said.digest())
        if entry is not None:
            entries.append(entry)
            ends.append(place)
    torn = place.torn + bool(tail)
    return Lines(tuple(entries), tuple(ends), torn, place.damaged, place.number, place)


def _passed(line: bytes, place: Place, *, mark: bytes) -> tuple[Place, Mapping[str, Any] | None]:
    """The place after a line that stands at one, and its entry where it is whole."""
    at = replace(place, length=place.length + len(line) + len(END), mark=mark)
    if line.endswith(TORN):
        return replace(at, torn=at.torn + 1), None
    at = replace(at, number=at.number + 1)
    entry = _opened(line, number=at.number)
    return (at if entry is not None else replace(at, damaged=at.damaged + 1)), entry


def _mark(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _opened(line: bytes, *, number: int) -> Mapping[str, Any] | None:
    try:
        said, name, kept = line.split(b" ")
        secret = keyring.ring().named(name.decode()).secret
        content = base64.b64decode(kept, validate=True)
        entry: dict[str, Any] = json.loads(shut.opened(content, key=secret, about=_about(number)))
    except (ValueError, keyring.NoSuchKey):
        return None
    return entry if said == str(number).encode() else None


def _about(number: int) -> bytes:
    return f"wayhome\njournal\n{number}\n".encode()
