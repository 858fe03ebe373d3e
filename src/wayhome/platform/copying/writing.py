"""Writing columns into a table by COPY.

COPY itself may not write where row-level security binds. So the rows are copied beside the table,
and put into it by one statement, which every policy, trigger and constraint judges; unless what is
checked row by row has been set aside (`aside`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from wayhome.platform.copying import words
from wayhome.platform.copying.resting import Added

BESIDE = "copied_rows"


@dataclass(frozen=True, slots=True)
class Ready:
    """Rows in the database's words: the columns, of which kinds they are, and the bytes."""

    table: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: memoryview


def ready(added: Added) -> Ready:
    """Rows put into the database's words, to be copied."""
    fields = list(added.fields.values())
    kinds = tuple(field.kind for field in fields)
    return Ready(added.table, tuple(added.fields), kinds, words.rows_of(fields))


def add(rows: Ready, *, directly: bool = False) -> None:
    """Add rows to their table. Call inside a step. Raises what the database raises of any row.

    `directly` where row-level security is set aside.
    """
    if directly:
        copy(rows.table, rows)
        return
    beside, table = sql.Identifier(BESIDE), sql.Identifier(rows.table)
    names = _listed(sql.Identifier(name) for name in rows.names)
    columns = _listed(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
        for name, kind in zip(rows.names, rows.kinds, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(beside, columns))
        copy(BESIDE, rows)
        put = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, names, names, beside)
        cursor.execute(put)
        cursor.execute(sql.SQL("DROP TABLE {}").format(beside))


def wait_for_no_disk() -> None:
    """Let this step's commit not wait until it is on the disk.

    For steps that are gone on with: what a power cut undoes, it undoes with the word that it was
    done. The first commit after them that waits has waited for them too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def copy(table: str, rows: Ready) -> None:
    """Copy rows into a table that has these columns."""
    names = _listed(sql.Identifier(name) for name in rows.names)
    where = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)")
    with connection.cursor() as cursor:
        whole: Any = cursor  # Django's cursor passes on what psycopg's can
        with whole.copy(where.format(sql.Identifier(table), names)) as copying:
            copying.write(words.BEGIN)
            copying.write(rows.rows)
            copying.write(words.END)


def _listed(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def analyse(tables: Iterable[str]) -> None:
    """Have the planner know these tables as they are now. As their owner, outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(_listed(map(sql.Identifier, tables))))
