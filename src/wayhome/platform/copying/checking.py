"""Holding the rows of a back record against its format and our promises, before any is written.

Raises DoesNotFit for the first promise that is not held, with the file, the column, and the rows
that do not hold to it: the first ten, and how many more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import models

from wayhome.platform.copying import ahead, promises
from wayhome.platform.copying.promises import Promise
from wayhome.platform.copying.reading import Batch, DoesNotFit, Folder
from wayhome.rules import history
from wayhome.rules.history import Column, Holds

EARLIEST = int(datetime(1900, 1, 1, tzinfo=UTC).timestamp() * 1_000_000)
MOST_NAMED = 10  # rows that do not fit, in one message
LATEST = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp() * 1_000_000)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows of a table that are not taken in: by which column, why, and of each whether it is one.

    Asked once each row by itself has been found to fit.
    """

    table: str
    column: str
    why: str
    find: Callable[[Folder, datetime], np.ndarray]


def check(
    folder: Folder,
    models_of: Mapping[str, type[models.Model]],
    *,
    refusals: Sequence[Refusal],
    now: datetime,
) -> Iterator[tuple[str, int]]:
    """Go through every row; tell the table and how many rows after each part. Raises DoesNotFit."""
    for table, columns in history.TABLES.items():
        names = {column.name for column in columns}
        asked = [*_of_format(folder, columns), *promises.of_each_row(models_of[table], names)]
        for batch in ahead.ahead(folder.batches(table)):
            for promise in asked:
                _require(batch, promise)
            yield table, len(batch)
        for once, condition in promises.of_all_rows(models_of[table], names):
            _require_once(folder, table, once, condition)
    for refusal in refusals:
        _refuse(refusal.table, refusal.column, refusal.why, refusal.find(folder, now))


def _require(batch: Batch, promise: Promise) -> None:
    holds = promises.or_yes(promise.holds(batch.columns)).to_numpy(zero_copy_only=False)
    why = f"it must hold to: {promise.name}"
    _refuse(batch.table, ", ".join(promise.columns), why, ~holds, first=int(batch.places[0]))


def _refuse(table: str, column: str, why: str, is_so: np.ndarray, *, first: int = 0) -> None:
    if is_so.any():
        every = np.flatnonzero(is_so)
        found = [str(first + row) for row in every[:MOST_NAMED].tolist()]
        rows = "row" if len(found) == 1 else "rows"
        more = f" and {len(every) - MOST_NAMED} more" if len(every) > MOST_NAMED else ""
        raise DoesNotFit(f"{table}.parquet: {column}, {rows} {', '.join(found)}{more}: {why}.")


def _of_format(folder: Folder, columns: Sequence[Column]) -> Iterator[Promise]:
    for column in columns:
        if not column.may_miss:
            yield Promise("a value in every row", (column.name,), _there(column.name))
        if column.holds is Holds.ROW:
            count = folder.count(column.of)
            yield Promise(f"a row of {column.of}", (column.name,), _within(column.name, 0, count))
        elif column.holds is Holds.MOMENT:
            held = _within(column.name, EARLIEST, LATEST)
            yield Promise("a moment of the last or this century", (column.name,), held)
        elif column.holds is Holds.TEXT:
            yield Promise("no character of number nought", (column.name,), _no_nought(column.name))


def _there(name: str) -> Callable[[promises.Columns], pa.Array]:
    return lambda columns: columns[name].is_valid()


def _within(name: str, first: int, end: int) -> Callable[[promises.Columns], pa.Array]:
    return lambda columns: pc.and_kleene(
        pc.greater_equal(columns[name], first), pc.less(columns[name], end)
    )


def _no_nought(name: str) -> Callable[[promises.Columns], pa.Array]:
    return lambda columns: pc.invert(pc.match_substring(columns[name], "\0"))


def _require_once(
    folder: Folder, table: str, once: tuple[str, ...], condition: models.Q | None
) -> None:
    """That no two rows have the same in these columns. Raises DoesNotFit."""
    also = sorted(promises.named(condition)) if condition else []
    there = {column.name for column in history.TABLES[table]}
    wanted = dict.fromkeys([*once, *(name for name in also if name in there)])
    columns = {name: folder.column(table, name) for name in wanted}
    rows = pa.table({name: columns[name] for name in once})
    if condition is not None and len(rows):
        rows = rows.filter(promises.or_yes(promises.is_so(condition, columns)))
    counted = rows.group_by(list(once)).aggregate([([], "count_all")])
    if counted.num_rows < rows.num_rows:
        twice = counted.filter(pc.greater(counted["count_all"], 1)).slice(0, 1).to_pylist()[0]
        del twice["count_all"]
        said = ", ".join(f"{name} {value}" for name, value in twice.items())
        raise DoesNotFit(f"{table}.parquet: {', '.join(once)}: two rows have the same: {said}.")
