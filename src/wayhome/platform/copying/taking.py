"""Taking what a question answers out of the database as columns, by COPY in its binary words.

Each row of an answer is one message: the number of its fields, and for each the length of its value
in four bytes and then the value; a length of minus one says that there is none. Many rows at a time
are read field by field, each field of all of them at once. Moments are whole microseconds since
1970, as Arrow counts them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from wayhome.platform.copying import words

AT_ONCE = 100_000
HEAD = len(words.BEGIN)
COUNT = 2  # bytes that say how many fields a row has


class OfAnotherKind(ValueError):
    """The database answers with values of another kind than is read here."""


@dataclass(frozen=True, slots=True)
class Said:
    """One field of many rows: where in the bytes its values begin, how long, and whether any is."""

    data: np.ndarray
    start: np.ndarray
    size: np.ndarray
    there: np.ndarray

    def bytes(self, size: int) -> np.ndarray:
        """Values of so many bytes, a row each; of no meaning where there is none.

        Raises OfAnotherKind where a value has more, or fewer: it is of another kind than was said.
        """
        if (self.size[self.there] != size).any():
            raise OfAnotherKind(f"a value has not the {size} bytes of its kind")
        start = np.where(self.there, self.start, 0)
        return self.data[start[:, None] + np.arange(size)]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field holds, and how its column is read."""

    read: Callable[[Said], pa.Array]


def batches(
    query: str, told: Sequence[Any], kinds: Sequence[Kind], *, at_once: int = AT_ONCE
) -> Iterator[list[pa.Array]]:
    """What a query answers, some rows at a time: a column for each of its fields.

    `told` is what the query is told in the places it leaves open. Inside a transaction.
    """
    with connection.cursor() as cursor:
        whole: Any = cursor  # Django's cursor passes on what psycopg's can
        with whole.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", told) as copying:
            rows = _rows(copying)
            while some := list(islice(rows, at_once)):
                yield _columns(some, kinds)


def _rows(copying: Any) -> Iterator[bytes]:
    """Each row's bytes, without what stands before the first and after the last."""
    messages = iter(copying)
    first = bytes(next(messages))[HEAD:]
    if first not in (b"", words.END):
        yield first
    for message in messages:
        if message != words.END:
            yield message


def _columns(rows: Sequence[bytes], kinds: Sequence[Kind]) -> list[pa.Array]:
    data = np.frombuffer(b"".join(rows), np.uint8)
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    place = lengths.cumsum() - lengths + COUNT
    columns = []
    for kind in kinds:
        size = _numbers(data[place[:, None] + np.arange(words.LENGTH)], ">i4")
        there = size >= 0
        size = np.where(there, size, 0)
        start = place + words.LENGTH
        columns.append(kind.read(Said(data, start, size, there)))
        place = start + size
    return columns


def _numbers(beside: np.ndarray, kind: str) -> np.ndarray:
    return np.ascontiguousarray(beside).view(kind).reshape(-1).astype(np.int64)


def _ids(said: Said) -> pa.Array:
    values = np.ascontiguousarray(said.bytes(16))
    there = None
    if not said.there.all():
        there = pa.py_buffer(np.packbits(said.there, bitorder="little"))
    return pa.Array.from_buffers(pa.binary(16), len(values), [there, pa.py_buffer(values)])


def _moments(said: Said) -> pa.Array:
    since = _numbers(said.bytes(8), ">i8") + words.SINCE_2000 * words.A_DAY
    return pa.array(since, mask=~said.there)


def _truths(said: Said) -> pa.Array:
    return pa.array(said.bytes(1).reshape(-1).astype(bool), mask=~said.there)


def _values(said: Said) -> pa.Array:
    """The bytes of each value: of the whole, cut where each begins and ends, every other piece."""
    rows = len(said.start)
    cuts = np.stack([said.start, said.start + said.size], axis=1).reshape(-1).astype(np.int32)
    buffers = [None, pa.py_buffer(cuts), pa.py_buffer(said.data)]
    pieces = pa.Array.from_buffers(pa.binary(), 2 * rows - 1, buffers)
    found = pieces.take(pa.array(np.arange(0, 2 * rows, 2)))
    return pc.if_else(pa.array(said.there), found, pa.scalar(None, pa.binary()))


def _texts(said: Said) -> pa.Array:
    return _values(said).cast(pa.string())


def _lists(said: Said) -> pa.Array:
    found = _values(said).dictionary_encode()
    each = [_members(value) for value in found.dictionary.to_pylist()]
    return pa.array(each, pa.list_(pa.string())).take(found.indices)


def _members(value: bytes) -> list[str | None]:
    """The members of one list of texts."""
    there: list[str | None] = []
    place = words.LIST - words.LENGTH  # how many there are, and of which kind, stands before them
    while place < len(value):
        size = int.from_bytes(value[place : place + words.LENGTH], signed=True)
        place += words.LENGTH
        there.append(None if size < 0 else value[place : place + size].decode())
        place += max(size, 0)
    return there


IDS = Kind(_ids)
MOMENTS = Kind(_moments)
TRUTHS = Kind(_truths)
TEXTS = Kind(_texts)
LISTS = Kind(_lists)
