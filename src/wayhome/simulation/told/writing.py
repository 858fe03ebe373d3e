"""Tables of a back record as files: each column of the kind that `rules/history.py` says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wayhome.rules import history
from wayhome.rules.history import Holds
from wayhome.simulation.chance import Whole, YesNo

ROWS_TOGETHER = 100_000
MICROSECONDS = 1_000_000
TYPES: Mapping[Holds, pa.DataType] = {
    Holds.ROW: pa.int64(),
    Holds.TEXT: pa.string(),
    Holds.CODES: pa.list_(pa.string()),
    Holds.MOMENT: pa.timestamp("us", tz="UTC"),
    Holds.DAY: pa.date32(),
    Holds.YES_NO: pa.bool_(),
}


@dataclass(frozen=True, slots=True)
class Maybe:
    """Values, some of which are not there."""

    values: np.ndarray
    there: YesNo


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of a few kinds: the place of each in `among`."""

    at: Whole
    among: Sequence[str]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Texts that end in a number: `before`, and the number."""

    before: "Words | str"
    number: Whole


@dataclass(frozen=True, slots=True)
class OneOrNone:
    """Lists of codes: of each row the code at that place of `among`, or an empty list."""

    at: Whole
    among: Sequence[str]
    there: YesNo


Column: TypeAlias = np.ndarray | Maybe | Words | Numbered | OneOrNone | str | bool


class Folder:
    """The folder of a back record, to which tables are written."""

    def __init__(self, place: Path, *, name: str) -> None:
        """Begin one: what stood there before is no back record any more."""
        place.mkdir(parents=True, exist_ok=True)
        (place / history.MANIFEST).unlink(missing_ok=True)
        self.place = place
        self.rows: dict[str, int] = {}
        self._name = name

    def write(self, table: str, columns: Mapping[str, Column], *, rows: int) -> None:
        """Write a whole table. Raises KeyError for a column that is not given."""
        arrays = [_array(columns[each.name], each, rows=rows) for each in history.TABLES[table]]
        names = [each.name for each in history.TABLES[table]]
        pq.write_table(
            pa.table(arrays, names=names),
            self.place / f"{table}.parquet",
            row_group_size=ROWS_TOGETHER,
            compression="zstd",
        )
        self.rows[table] = rows

    def finish(self) -> None:
        """Say what the folder holds: only then is it a record. Tables not written are empty."""
        for table in history.TABLES:
            if table not in self.rows:
                empty = {each.name: TYPES[each.holds] for each in history.TABLES[table]}
                pq.write_table(
                    pa.schema(empty.items()).empty_table(), self.place / f"{table}.parquet"
                )
                self.rows[table] = 0
        said = {"version": history.VERSION, "name": self._name, "rows": self.rows}
        (self.place / history.MANIFEST).write_text(json.dumps(said, indent=1) + "\n")


def _array(column: Column, of: history.Column, *, rows: int) -> pa.Array:
    if isinstance(column, str | bool):
        return pa.repeat(pa.scalar(column, TYPES[of.holds]), rows)
    if isinstance(column, Words):
        among = pa.array(list(column.among), pa.string())
        return among.take(pa.array(column.at))
    if isinstance(column, Numbered):
        number = pa.array(column.number).cast(pa.string())
        before = column.before
        first = before if isinstance(before, str) else _array(before, of, rows=rows)
        return pc.binary_join_element_wise(first, number, "")
    if isinstance(column, Maybe):
        return _typed(column.values, of, missing=~column.there)
    if isinstance(column, OneOrNone):
        number = np.r_[0, np.cumsum(column.there)].astype(np.int32)
        codes = _array(Words(column.at[column.there], column.among), of, rows=rows)
        return pa.ListArray.from_arrays(pa.array(number), codes)
    return _typed(column, of, missing=None)


def _typed(values: np.ndarray, of: history.Column, *, missing: YesNo | None) -> pa.Array:
    """Moments come in seconds, days in days, both since 1970."""
    if of.holds is Holds.MOMENT:
        return pa.array(values * MICROSECONDS, pa.int64(), mask=missing).cast(TYPES[of.holds])
    if of.holds is Holds.DAY:
        return pa.array(values.astype(np.int32), pa.int32(), mask=missing).cast(TYPES[of.holds])
    return pa.array(values, TYPES[of.holds], mask=missing)
