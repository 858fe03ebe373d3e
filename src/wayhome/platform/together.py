"""Writing rows of many tables together: one statement a table, however many rows.

Made for history that arrives by the thousand. Every constraint holds as for a single row.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)

AT_ONCE = 2000  # rows a statement; PostgreSQL takes at most 65 535 values in one


def insert(rows: Iterable[models.Model]) -> None:
    """Insert new rows, each table's together. Call inside a transaction.

    Raises IntegrityError when a constraint refuses any of them; then none is written.
    """
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for table, mine in by_table.items():
        columns = len(table._meta.concrete_fields)
        table._default_manager.bulk_create(mine, batch_size=min(AT_ONCE, 60_000 // columns))
