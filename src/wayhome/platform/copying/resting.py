"""Where the rows of a table come to rest: for each column of ours, whence its fields come.

A column that the format has by the same name is taken over. One that it has not is worked out, as
the table's own room says, or stands empty, as a row that says nothing of it would have it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from django.db import models

from wayhome.platform.copying import naming, words
from wayhome.platform.copying.reading import Batch, Folder
from wayhome.rules import history
from wayhome.rules.history import Column, Holds

RECORDED, LEARNED = "recorded_at", "learned_at"


@dataclass(slots=True)
class Source:
    """A back record being brought in: its folder, and what is known here of its rows.

    `known` are the identifiers of the rows of a table, sixteen bytes a row, where they were known
    before. `beside` is whatever else must be known of each row of a table while others are
    brought in, by a name.
    """

    folder: Folder
    known: dict[str, np.ndarray] = field(default_factory=dict)
    beside: dict[str, np.ndarray] = field(default_factory=dict)
    _moments: dict[str, np.ndarray] = field(default_factory=dict)

    def ids_of(self, table: str, places: np.ndarray) -> np.ndarray:
        """The identifiers of rows of a table, by their places in it."""
        if table in self.known:
            return self.known[table][places]
        moments = self._recorded(table)[places]
        return naming.ids(places, recorded_at=moments, key=self.folder.key_of(table))

    def _recorded(self, table: str) -> np.ndarray:
        if table not in self._moments:
            column = self.folder.column(table, RECORDED)
            self._moments[table] = column.to_numpy()
        return self._moments[table]


@dataclass(frozen=True, slots=True)
class Some:
    """Some rows on their way: as they were read, and the back record they are of."""

    batch: Batch
    source: Source

    def __len__(self) -> int:
        return len(self.batch)

    def taken(self, name: str) -> words.Field:
        """A column of the format, as it is."""
        [column] = [each for each in history.TABLES[self.batch.table] if each.name == name]
        return _TAKEN[column.holds](self, column)

    def ids(self, *, of: str = "") -> np.ndarray:
        """Identifiers of these rows themselves; of what is made beside each, told apart by `of`."""
        clock = RECORDED if RECORDED in self.batch.columns else LEARNED
        moments, _ = self.batch.numbers(clock)
        key = self.source.folder.key_of(of or self.batch.table)
        return naming.ids(self.batch.places, recorded_at=moments, key=key)

    def where(self, holds: np.ndarray) -> "Some":
        """Those of them of which it holds."""
        return Some(self.batch.where(holds), self.source)

    def same(self, kind: str, value: bytes | None) -> words.Field:
        """The same in every row."""
        return words.same(kind, value, rows=len(self))


def _row(some: Some, column: Column) -> words.Field:
    places, there = some.batch.numbers(column.name)
    if not there.any():
        return some.same("uuid", None)
    return words.uuids(some.source.ids_of(column.of, places), there=there)


def _moment(some: Some, column: Column) -> words.Field:
    values, there = some.batch.numbers(column.name)
    return words.moments(values, there=there)


def _day(some: Some, column: Column) -> words.Field:
    values, there = some.batch.numbers(column.name)
    return words.days(values, there=there)


def _truth(some: Some, column: Column) -> words.Field:
    return words.truths(some.batch.columns[column.name].to_numpy(zero_copy_only=False))


_TAKEN: Mapping[Holds, Callable[[Some, Column], words.Field]] = {
    Holds.ROW: _row,
    Holds.TEXT: lambda some, column: words.texts(some.batch.columns[column.name]),
    Holds.CODES: lambda some, column: words.lists(some.batch.columns[column.name]),
    Holds.MOMENT: _moment,
    Holds.DAY: _day,
    Holds.YES_NO: _truth,
}
_EMPTY: Mapping[str, tuple[str, bytes]] = {
    "CharField": ("text", b""),
    "TextField": ("text", b""),
    "EmailField": ("text", b""),
    "Coded": ("text", b""),
    "BooleanField": ("boolean", b"\0"),
    "ArrayField": ("varchar[]", words.NO_LIST),
}
_KINDS = {
    "ForeignKey": "uuid",
    "OneToOneField": "uuid",
    "UUIDField": "uuid",
    "DateTimeField": "timestamptz",
    "DateField": "date",
    "BooleanField": "boolean",
    "PositiveSmallIntegerField": "smallint",
    "PositiveIntegerField": "integer",
}
Fill = Callable[[Some], words.Field]


@dataclass(frozen=True, slots=True)
class Added:
    """Rows to be added to one of our tables: its columns and their fields."""

    table: str
    fields: Mapping[str, words.Field]


class Resting(Protocol):
    """What becomes of some rows of a table: the rows of ours that they are, and of which table."""

    @property
    def model(self) -> type[models.Model]:
        """Whose rows they are."""

    def __call__(self, some: Some) -> Iterator[Added]:
        """The rows to be added."""


@dataclass(frozen=True, slots=True)
class Rest:
    """That the rows of one table of a back record come to rest in one of ours."""

    model: type[models.Model]
    fills: Mapping[str, Fill] = field(default_factory=dict)
    leaves: frozenset[str] = frozenset()  # what the database fills in by itself
    apart: str = ""  # tells the identifiers of what is made beside a row from the row's own

    def __call__(self, some: Some) -> Iterator[Added]:
        """The table, and our columns with their fields, of some rows."""
        ours = [each for each in self.model._meta.concrete_fields if each.name not in self.leaves]
        yield Added(table_of(self), {str(each.column): self._field(each, some) for each in ours})

    def _field(self, ours: "models.Field[Any, Any]", some: Some) -> words.Field:
        if ours.name in self.fills:
            return self.fills[ours.name](some)
        if ours.name in some.batch.columns:
            return some.taken(ours.name)
        if ours.primary_key:
            return words.uuids(some.ids(of=self.apart))
        kind = type(ours).__name__
        if ours.null:
            return some.same(_KINDS[kind], None)
        return some.same(*_EMPTY[kind])


Models = Mapping[str, type[models.Model]]  # whose promises the rows of each table are held to


def table_of(rest: Resting) -> str:
    """The table of ours in which rows come to rest."""
    return rest.model._meta.db_table
