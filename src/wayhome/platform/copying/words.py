"""Columns in PostgreSQL's binary words for COPY, made and joined whole columns at a time.

A field is the length of its value in four bytes and then the value; a length of minus one says that
there is none. Moments are whole microseconds since 1970, days whole days, as Arrow counts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
NONE = b"\xff\xff\xff\xff"
SINCE_2000 = 10_957  # days from 1970, where Arrow begins to count, to 2000, where PostgreSQL does
A_DAY = 86_400_000_000  # in microseconds
LENGTH = 4  # bytes that say how long a value is
LIST, EMPTY_LIST = 24, 16  # bytes before the members of a list: where there are any, and none
VARCHAR = 1043  # PostgreSQL's number for the kind of a list's members
NO_LIST = bytes(8) + VARCHAR.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class Field:
    """One column's fields: its PostgreSQL kind, and its bytes, row by row.

    Where each row takes as many bytes as the others they stand in an array of two dimensions.
    """

    kind: str
    bytes: "np.ndarray | pa.BinaryArray"


def same(kind: str, value: bytes | None, *, rows: int) -> Field:
    """The same value, in binary words, in every row; None for none."""
    one = NONE if value is None else len(value).to_bytes(4, "big") + value
    return Field(kind, np.broadcast_to(np.frombuffer(one, np.uint8), (rows, len(one))))


def uuids(ids: np.ndarray, *, there: np.ndarray | None = None) -> Field:
    """Identifiers, sixteen bytes a row."""
    return _of_one_length("uuid", ids, there)


def moments(microseconds: np.ndarray, *, there: np.ndarray | None = None) -> Field:
    """Moments with their time zone."""
    since = (microseconds - SINCE_2000 * A_DAY).astype(">i8")
    return _of_one_length("timestamptz", since.view(np.uint8).reshape(-1, 8), there)


def days(numbers: np.ndarray, *, there: np.ndarray | None = None) -> Field:
    """Days of the calendar."""
    since = (numbers - SINCE_2000).astype(">i4")
    return _of_one_length("date", since.view(np.uint8).reshape(-1, 4), there)


def truths(values: np.ndarray, *, there: np.ndarray | None = None) -> Field:
    """Yes or no."""
    return _of_one_length("boolean", values.astype(np.uint8).reshape(-1, 1), there)


def texts(values: pa.Array) -> Field:
    """Words. Every row has some, if only none at all."""
    said = values.cast(pa.binary())
    return Field("text", _joined([_lengths(pc.binary_length(said)), said]))


def lists(values: pa.ListArray) -> Field:
    """Lists of codes."""
    codes = values.values.cast(pa.binary())
    each = _joined([_lengths(pc.binary_length(codes)), codes])
    whole = pc.binary_join(pa.ListArray.from_arrays(values.offsets, each), b"")
    counts = pc.list_value_length(values).to_numpy(zero_copy_only=False)
    are_full = counts > 0
    sizes = pc.binary_length(whole).to_numpy(zero_copy_only=False)
    heads = np.stack(
        [
            np.where(are_full, 20 + sizes, 12),
            are_full,
            np.zeros_like(counts),
            np.full_like(counts, VARCHAR),
            counts,
            np.ones_like(counts),
        ],
        axis=1,
    )
    beside = heads.astype(">i4").view(np.uint8).reshape(len(heads), LIST)
    keep = are_full[:, None] | (np.arange(LIST) < EMPTY_LIST)
    return Field("varchar[]", _joined([_cut(beside, keep), whole]))


def rows_of(fields: Sequence[Field]) -> memoryview:
    """The rows of these columns, ready for COPY but for its beginning and its end."""
    rows = len(fields[0].bytes)
    parts: list[np.ndarray | pa.BinaryArray] = []
    beside = [_count(len(fields), rows=rows)]
    for field in fields:
        if isinstance(field.bytes, np.ndarray):
            beside.append(field.bytes)
            continue
        if beside:
            parts.append(np.concatenate(beside, axis=1))
            beside = []
        parts.append(field.bytes)
    if beside:
        parts.append(np.concatenate(beside, axis=1))
    if len(parts) == 1:
        return memoryview(parts[0].tobytes())
    whole = _joined([_as_arrow(part) for part in parts])
    offsets = np.frombuffer(whole.buffers()[1], np.int32)[whole.offset : whole.offset + rows + 1]
    return memoryview(whole.buffers()[2])[offsets[0] : offsets[-1]]


def _count(columns: int, *, rows: int) -> np.ndarray:
    one = np.frombuffer(columns.to_bytes(2, "big"), np.uint8)
    return np.broadcast_to(one, (rows, 2))


def _of_one_length(kind: str, values: np.ndarray, there: np.ndarray | None) -> Field:
    rows, size = values.shape
    length = np.frombuffer(size.to_bytes(4, "big"), np.uint8)
    beside = np.concatenate([np.broadcast_to(length, (rows, LENGTH)), values], axis=1)
    if there is None or there.all():
        return Field(kind, beside)
    if not there.any():
        return same(kind, None, rows=rows)
    beside[~there, :LENGTH] = 0xFF
    keep = there[:, None] | (np.arange(LENGTH + size) < LENGTH)
    return Field(kind, _cut(beside, keep))


def _cut(beside: np.ndarray, keep: np.ndarray) -> pa.BinaryArray:
    """Of each row the bytes to keep, one after the other."""
    offsets = np.zeros(len(beside) + 1, np.int32)
    np.cumsum(keep.sum(axis=1), out=offsets[1:])
    return _binary(offsets, beside[keep])


def _as_arrow(part: "np.ndarray | pa.BinaryArray") -> pa.BinaryArray:
    if not isinstance(part, np.ndarray):
        return part
    rows, size = part.shape
    return _binary(np.arange(rows + 1, dtype=np.int32) * size, np.ascontiguousarray(part))


def _binary(offsets: np.ndarray, data: np.ndarray) -> pa.BinaryArray:
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, buffers)


def _lengths(counts: pa.Array) -> pa.BinaryArray:
    numbers = counts.to_numpy(zero_copy_only=False).astype(">i4")
    return _as_arrow(numbers.view(np.uint8).reshape(-1, 4))


def _joined(parts: Sequence[pa.BinaryArray]) -> pa.BinaryArray:
    return pc.binary_join_element_wise(*parts, b"")
