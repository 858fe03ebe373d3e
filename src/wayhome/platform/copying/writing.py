"""Writing columns into a table by COPY.

COPY itself may not write where row-level security binds. So the rows are copied beside the table,
and put into it by one statement, which every policy, trigger and constraint judges; unless what is
checked row by row has been set aside (`aside`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from wayhome.platform.copying import words
from wayhome.platform.copying.resting import Added

BESIDE = "copied_rows"


def add(added: Added, *, directly: bool = False) -> None:
    """Add rows to their table. Call inside a step. Raises what the database raises of any row.

    `directly` where row-level security is set aside.
    """
    beside, table = sql.Identifier(BESIDE), sql.Identifier(added.table)
    names = _listed(sql.Identifier(name) for name in added.fields)
    kinds = _listed(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(field.kind))
        for name, field in added.fields.items()
    )
    fields = list(added.fields.values())
    with connection.cursor() as cursor:
        if directly:
            _copy(cursor, sql.SQL("{} ({})").format(table, names), fields)
            return
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(beside, kinds))
        _copy(cursor, sql.SQL("{} ({})").format(beside, names), fields)
        put = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, names, names, beside)
        cursor.execute(put)
        cursor.execute(sql.SQL("DROP TABLE {}").format(beside))


def _listed(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def _copy(cursor: Any, where: sql.Composable, fields: Sequence[words.Field]) -> None:
    with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(where)) as copy:
        copy.write(words.BEGIN)
        copy.write(words.rows_of(fields))
        copy.write(words.END)


def analyse(tables: Iterable[str]) -> None:
    """Have the planner know these tables as they are now. As their owner, outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(_listed(map(sql.Identifier, tables))))
