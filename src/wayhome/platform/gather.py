"""Reading several tables in one query.

Everything about an episode lies in many small tables. One round trip for each would make a
page slow; this reads them together and gives each table's rows back as its own objects.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.base import ModelState

from wayhome.platform import prepared

Tables = tuple[QuerySet[Any], ...]
Rows = tuple[list[Any], ...]
_Part = tuple[type[models.Model], str, tuple[Any, ...]]
_STAND_IN = UUID("00000000-0000-0000-0000-0000571d0001")  # where the key goes when it is known
_STANDS_IN = f"'{_STAND_IN.hex}'::uuid"


def gather(*querysets: QuerySet[Any]) -> Rows:
    """Each queryset's objects, in the querysets' order, by one query.

    Only whole rows of one table can be gathered: no annotations, values or joins. Objects
    come in the order they were recorded in.
    """
    parts = [_compiled(queryset.order_by()) for queryset in querysets]
    sql = _united(sql for _, sql, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _, _, given in parts for value in given])
        return _objects(cursor.fetchall(), [model for model, _, _ in parts])


class Reading:
    """A question asked again and again of the same tables about other keys each time.

    Each part is a function from a key to the tables that hold something about it. The question is
    worked out once and prepared once on each connection: the database would otherwise spend longer
    on planning its thirty tables than on reading them.
    """

    def __init__(self, *parts: Callable[[UUID], Tables]) -> None:
        """Keep the parts; nothing is asked yet."""
        self._parts = parts
        self._models: list[list[type[models.Model]]] = []
        self._sql = ""

    def rows(self, *keys: UUID) -> tuple[Rows, ...]:
        """The rows of each part about its key, a list for each of its tables, by one query.

        Objects come in the order they were recorded in.
        """
        if not self._sql:
            self._work_out()
        kinds = ["uuid"] * len(keys)
        with connection.cursor() as cursor:
            prepared.tell(cursor, self._name, self._sql, kinds=kinds, is_one_of_few=True)
            cursor.execute(f"EXECUTE {self._name} ({', '.join(['%s'] * len(keys))})", keys)
            found = iter(_objects(cursor.fetchall(), [m for part in self._models for m in part]))
        return tuple(tuple(next(found) for _ in part) for part in self._models)

    def _work_out(self) -> None:
        asked: list[list[_Part]] = [
            [_compiled(queryset.order_by()) for queryset in part(_STAND_IN)] for part in self._parts
        ]
        with connection.cursor() as cursor:
            sql = _united(
                cursor.mogrify(sql, values).replace(_STANDS_IN, f"${number}")
                for number, part in enumerate(asked, start=1)
                for _, sql, values in part
            )
        self._models = [[model for model, _, _ in part] for part in asked]
        self._name, self._sql = prepared.name_of(sql), sql


def _compiled(queryset: QuerySet[Any]) -> _Part:
    """The model, the question and its values. The whole row is asked for, not column by column.

    A short question matters: the driver takes a long one apart afresh every time.
    """
    sql, values = queryset.query.sql_with_params()
    table = connection.ops.quote_name(queryset.model._meta.db_table)
    _columns, _from, rest = sql.partition(" FROM ")
    return queryset.model, f"SELECT {table}.* FROM {rest}", tuple(values)  # noqa: S608  # compiled by the ORM


def _united(parts: Iterable[str]) -> str:
    """One question of many: each row comes as JSON with the number of its part."""
    return " UNION ALL ".join(
        f"SELECT {number} AS n, row_to_json(q) AS r FROM ({part}) q"  # noqa: S608  # compiled by the ORM
        for number, part in enumerate(parts)
    )


def _objects(rows: Iterable[Any], of: Sequence[type[models.Model]]) -> Rows:
    gathered: Rows = tuple([] for _ in of)
    for number, row in rows:
        found = row if isinstance(row, dict) else json.loads(row)
        gathered[number].append(_instance(of[number], found))
    for each in gathered:
        each.sort(key=_order)
    return gathered


def _order(instance: models.Model) -> tuple[datetime, object]:
    return getattr(instance, "recorded_at", datetime.min.replace(tzinfo=UTC)), instance.pk


def _instance(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    """The row as its object, filled in directly: a page has hundreds and runs nothing on making."""
    instance = model.__new__(model)
    instance._state = ModelState()
    instance._state.adding, instance._state.db = False, "default"
    kept = instance.__dict__
    for name, column, reader in _readers(model):
        value = row[column]
        kept[name] = value if value is None or reader is None else reader(value)
    return instance


@cache
def _readers(
    model: type[models.Model],
) -> list[tuple[str, str, Callable[[Any], Any] | None]]:
    """A model's columns, and how each is read from JSON; None where it is as it is."""
    fields: Iterable[models.Field[Any, Any]] = model._meta.concrete_fields
    return [(str(field.attname), str(field.column), _reader(field)) for field in fields]


def _reader(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    held = field.target_field if isinstance(field, models.ForeignKey) else field
    known: dict[str, Callable[[Any], Any] | None] = {
        "UUIDField": UUID,
        "DateTimeField": datetime.fromisoformat,
        "DateField": date.fromisoformat,
        "CharField": None,
        "TextField": None,
        "BooleanField": None,
    }
    return known.get(held.get_internal_type(), held.to_python)
