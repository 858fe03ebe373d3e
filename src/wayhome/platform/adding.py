"""Adding new rows of one table by one statement that is not worked out anew each time.

For what is added with every report and every look, where the ORM takes longer to put the statement
into words than the database takes to write the row. The values are the ORM's own, field by field,
and every constraint and trigger holds as ever.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Table:
    """How rows of a table are added: the beginning of the statement, and where each value goes."""

    begins: str
    fields: tuple[Any, ...]  # of Django: each field, with what stands for its value
    key: str


def add(row: Row) -> Row:
    """Add a new row. Raises IntegrityError where a constraint refuses it."""
    add_all([row])
    return row


def add_all(rows: Iterable[Row]) -> list[Row]:
    """Add new rows, all or none. Raises IntegrityError where a constraint refuses any of them."""
    new = list(rows)
    if new:
        with connection.cursor() as cursor:
            cursor.execute(*_said(new))
        _are_kept(new)
    return new


def add_missing(rows: Iterable[Row]) -> list[Row]:
    """Add those of which none is there, as the table's unique constraints say; which were added."""
    new = list(rows)
    if not new:
        return []
    said, values = _said(new)
    key = _table(type(new[0])).key
    with connection.cursor() as cursor:
        cursor.execute(f"{said} ON CONFLICT DO NOTHING RETURNING {key}", values)
        added = {each for (each,) in cursor.fetchall()}
    return _are_kept([row for row in new if row.pk in added])


def _said(rows: Sequence[models.Model]) -> tuple[str, list[Any]]:
    table = _table(type(rows[0]))
    places, values = [], []
    for row in rows:
        mine = []
        for field, place in table.fields:
            value = field.pre_save(row, add=True)
            if isinstance(value, DatabaseDefault):
                mine.append("DEFAULT")
            else:
                mine.append(place)
                values.append(field.get_db_prep_save(value, connection))
        places.append(f"({', '.join(mine)})")
    return table.begins + ", ".join(places), values


@cache
def _table(model: type[models.Model]) -> _Table:
    fields = [each for each in model._meta.concrete_fields if not each.generated]
    columns = ", ".join(_quoted(each.column) for each in fields)
    table = _quoted(model._meta.db_table)
    return _Table(
        f"INSERT INTO {table} ({columns}) VALUES ",  # noqa: S608  # the names are of models
        tuple((each, _place(each)) for each in fields),
        _quoted(model._meta.pk.column),
    )


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))


def _place(field: Any) -> str:
    """What stands for a value: with its type, where the field says that it needs one."""
    asks = getattr(field, "get_placeholder", None)
    return asks(None, None, connection) if asks else "%s"


def _are_kept(rows: list[Row]) -> list[Row]:
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows
