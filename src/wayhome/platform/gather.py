"""Reading several tables in one query.

Everything about an episode lies in many small tables. One round trip for each would make a
page slow; this reads them together and gives each table's rows back as its own objects.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet


def gather(*querysets: QuerySet[Any]) -> tuple[list[Any], ...]:
    """Each queryset's objects, in the querysets' order, by one query.

    Only whole rows of one table can be gathered: no annotations, values or joins. Objects
    come in the order they were recorded in.
    """
    parts: list[str] = []
    parameters: list[Any] = []
    for number, queryset in enumerate(querysets):
        sql, values = queryset.order_by().query.sql_with_params()
        parts.append(f"SELECT {number} AS n, to_jsonb(q) AS r FROM ({sql}) q")  # noqa: S608  # compiled by the ORM
        parameters.extend(values)
    gathered: tuple[list[Any], ...] = tuple([] for _ in querysets)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for number, row in cursor.fetchall():
            gathered[number].append(_instance(querysets[number].model, json.loads(row)))
    for rows in gathered:
        rows.sort(key=_order)
    return gathered


def _order(instance: models.Model) -> tuple[datetime, object]:
    return getattr(instance, "recorded_at", datetime.min.replace(tzinfo=UTC)), instance.pk


def _instance(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    fields: Sequence[models.Field[Any, Any]] = model._meta.concrete_fields
    values = [field.to_python(row[str(field.column)]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)
