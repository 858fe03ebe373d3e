"""Reading a folder of columns as the format of its tables says them.

Refused, with the file and the column named, where it is not in that format.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wayhome.platform.copying import naming
from wayhome.rules import history
from wayhome.rules.history import Column, Holds

AT_ONCE = 100_000
TEXT = pa.string()
ARROW: Mapping[Holds, tuple[pa.DataType, Callable[[pa.DataType], bool]]] = {
    Holds.ROW: (pa.int64(), pa.types.is_integer),
    Holds.TEXT: (TEXT, lambda kind: _is_text(kind)),
    Holds.CODES: (pa.list_(TEXT), lambda kind: _is_list(kind) and _is_text(kind.value_type)),
    Holds.MOMENT: (pa.int64(), lambda kind: _is_moment(kind)),
    Holds.DAY: (pa.int32(), pa.types.is_date32),
    Holds.YES_NO: (pa.bool_(), pa.types.is_boolean),
}


class DoesNotFit(ValueError):
    """The folder is not a back record of this format; the message names the file and column."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table, and the place of each in it."""

    table: str
    places: np.ndarray
    columns: Mapping[str, pa.Array]

    def __len__(self) -> int:
        return len(self.places)

    def where(self, holds: np.ndarray) -> "Batch":
        """Those rows of which it holds."""
        chosen = pa.array(holds)
        columns = {name: values.filter(chosen) for name, values in self.columns.items()}
        return Batch(self.table, self.places[holds], columns)

    def numbers(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """A column of numbers, nought where there is none, and where there is one."""
        found = self.columns[column]
        return (
            found.fill_null(0).to_numpy(zero_copy_only=False),
            found.is_valid().to_numpy(zero_copy_only=False),
        )


class Folder:
    """A back record, as it lies in its folder. Raises DoesNotFit where it is opened."""

    def __init__(self, place: Path) -> None:
        """Open each file and hold it against the format; no row is read yet."""
        self.place = place
        self.name = _name(place)
        self._files = {table: _file(place, table) for table in history.TABLES}

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._files[table].metadata.num_rows)

    @cached_property
    def digest(self) -> str:
        """What tells this back record from every other, and from itself if it was changed since."""
        said = hashlib.sha256(self.name.encode())
        for table in history.TABLES:
            with (self.place / f"{table}.parquet").open("rb") as file:
                said.update(hashlib.file_digest(file, "sha256").digest())
        return said.hexdigest()

    def key_of(self, table: str) -> bytes:
        """By what the rows of a table are named."""
        return naming.key_of(self.digest, table)

    def batches(
        self, table: str, *, start: int = 0, only: list[str] | None = None
    ) -> Iterator[Batch]:
        """The rows of a table from `start` on, some at a time; of these columns, or of all."""
        file = self._files[table]
        groups, first = _groups(file, start)
        wanted = [column for column in history.TABLES[table] if only is None or column.name in only]
        there = [column.name for column in wanted if column.name in file.schema_arrow.names]
        for rows in file.iter_batches(AT_ONCE, row_groups=groups, columns=there):
            if first + len(rows) > start:
                fresh = rows.slice(max(start - first, 0))
                columns = {column.name: _read(fresh, column) for column in wanted}
                begins = max(start, first)
                yield Batch(table, np.arange(begins, begins + len(fresh)), columns)
            first += len(rows)

    def column(self, table: str, name: str) -> pa.Array:
        """The whole of one column."""
        parts = [batch.columns[name] for batch in self.batches(table, only=[name])]
        [column] = [column for column in history.TABLES[table] if column.name == name]
        return pa.concat_arrays(parts) if parts else pa.array([], ARROW[column.holds][0])


def _name(place: Path) -> str:
    try:
        said = json.loads((place / history.MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as lost:
        raise DoesNotFit(f"{place / history.MANIFEST} cannot be read: {lost}") from lost
    version = said.get("version") if isinstance(said, dict) else None
    if version != history.VERSION:
        raise DoesNotFit(
            f"{history.MANIFEST} says version {version!r}; this Wayhome reads {history.VERSION}."
        )
    name = said.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= history.LONGEST_NAME:
        raise DoesNotFit(f"{history.MANIFEST}: name must be said, and be a short text.")
    return name.strip()


def _file(place: Path, table: str) -> pq.ParquetFile:
    name = f"{table}.parquet"
    try:
        file = pq.ParquetFile(place / name, memory_map=True)
    except (OSError, pa.ArrowException) as lost:
        raise DoesNotFit(f"{name} cannot be read: {lost}") from lost
    found = {field.name: field.type for field in file.schema_arrow}
    for column in history.TABLES[table]:
        kind = found.pop(column.name, None)
        if kind is None and not column.may_lack:
            raise DoesNotFit(f"{name}: there is no column {column.name}.")
        if kind is not None and not ARROW[column.holds][1](kind):
            raise DoesNotFit(
                f"{name}: {column.name} is {kind}, and should hold {column.holds.value}."
            )
    if found:
        raise DoesNotFit(f"{name}: nobody knows a column {min(found)}.")
    return file


def _groups(file: pq.ParquetFile, start: int) -> tuple[list[int], int]:
    """The groups of rows that are still to be read, and the place of their first row."""
    first = 0
    for number in range(file.num_row_groups):
        rows = file.metadata.row_group(number).num_rows
        if first + rows > start:
            return list(range(number, file.num_row_groups)), first
        first += rows
    return [], first


def _read(rows: pa.RecordBatch, column: Column) -> pa.Array:
    kind = ARROW[column.holds][0]
    if column.name not in rows.schema.names:
        empty = pa.nulls(len(rows), kind)
        return empty.fill_null("") if column.holds is Holds.TEXT else empty
    found = rows.column(column.name)
    if column.holds is Holds.MOMENT:
        found = found.cast(pa.timestamp("us", found.type.tz))
    return found.cast(kind)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _is_moment(kind: pa.DataType) -> bool:
    """In whole microseconds of UTC, or without a zone, which is taken for UTC."""
    return bool(pa.types.is_timestamp(kind) and kind.unit == "us" and kind.tz in (None, "UTC"))
