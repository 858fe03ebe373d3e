"""Setting aside what an empty table checks row by row, while rows come in by the million.

Indexes, references, triggers of additions and forced row-level security of some tables are set
aside in one transaction, with how each is put back written down; meanwhile the service may add no
row there. Putting back checks everything that came in. It is gone on with from where it stopped, by
the next import or migration: until then the service does not start.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.row_security import transactions

TURN = "SELECT pg_try_advisory_lock(hashtextextended('wayhome back record', 0))"
OTHERS = """
SELECT EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND usename <> current_user)
"""
# Of each: when it is put back, of which table it is, how it is set aside, how it is put back. What
# is promised of a table that lies by year is of all its parts; a reference from it is checked as it
# is put back, since PostgreSQL before 18 takes none from there unchecked.
WHAT_IS_CHECKED = """
WITH ours AS (SELECT unnest(%s::text[])::regclass AS oid),
quiet AS (SELECT oid FROM ours UNION ALL SELECT unnest(%s::text[])::regclass),
referring AS (
    SELECT *, conrelid IN (SELECT partrelid FROM pg_partitioned_table) AS is_by_year
      FROM pg_constraint
     WHERE contype = 'f' AND (conrelid IN (TABLE ours) OR confrelid IN (TABLE ours))
       AND conparentid = 0
),
found (turn, about, aside, back) AS (
    SELECT 1, indrelid, format('DROP INDEX %%I', class.relname),
           replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
      FROM pg_index JOIN ours ON indrelid = ours.oid JOIN pg_class AS class
        ON class.oid = indexrelid
     WHERE NOT EXISTS (SELECT FROM pg_constraint
                        WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT 1, conrelid, format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
                  pg_get_constraintdef(pg_constraint.oid))
      FROM pg_constraint JOIN ours ON conrelid = ours.oid WHERE contype IN ('p', 'u', 'x')
    UNION ALL
    SELECT 2, conrelid, format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s %%s', conrelid::regclass, conname,
                  pg_get_constraintdef(oid), CASE WHEN is_by_year THEN '' ELSE 'NOT VALID' END)
      FROM referring
    UNION ALL
    SELECT 3, conrelid, NULL,
           format('ALTER TABLE %%s VALIDATE CONSTRAINT %%I', conrelid::regclass, conname)
      FROM referring WHERE NOT is_by_year
    UNION ALL
    SELECT 4, tgrelid, format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
           format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
      FROM pg_trigger JOIN quiet ON tgrelid = quiet.oid
     WHERE NOT tgisinternal AND tgenabled = 'O' AND tgtype & 4 <> 0
    UNION ALL
    SELECT 5, oid, format('ALTER TABLE %%s NO FORCE ROW LEVEL SECURITY', oid::regclass),
           format('ALTER TABLE %%s FORCE ROW LEVEL SECURITY', oid::regclass) FROM quiet
    UNION ALL
    SELECT 6, oid, format('REVOKE INSERT ON %%s FROM %%I', oid::regclass, %s::text),
           format('GRANT INSERT ON %%s TO %%I', oid::regclass, %s::text) FROM quiet
     WHERE has_table_privilege(%s, oid, 'INSERT')
)
SELECT turn, about::regclass::text, aside, back FROM found ORDER BY turn, back
"""
# Indexes are built, and references checked, of some tables at once; a table's one after the other.
AT_ONCE = min(4, os.cpu_count() or 1)
OF_SOME_AT_ONCE = (1, 3)
WAITING = """
SELECT turn, about, array_agg(id ORDER BY place), array_agg(put_back ORDER BY place)
  FROM copying_setaside GROUP BY turn, about
 ORDER BY turn, (SELECT sum(pg_relation_size(part)) FROM (SELECT about::regclass AS part UNION
    SELECT relid FROM pg_partition_tree(about::regclass)) AS parts) DESC, about
"""
QUICKER = (
    "SET LOCAL maintenance_work_mem = '512MB'",
    "SET LOCAL max_parallel_maintenance_workers = 1",
    "SET LOCAL synchronous_commit = off",  # what a power cut undoes is on the list again with it
)
KEEP = """
INSERT INTO copying_setaside (id, place, turn, about, put_back)
VALUES (gen_random_uuid(), %s, %s, %s, %s)
"""


class StillAside(ValueError):
    """The database does not check what it must; the message says what to do."""


def is_any() -> bool:
    """Whether anything is set aside. It is shown to a step alone."""
    with transactions.step(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('copying_setaside') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False  # a database that is not migrated yet
        cursor.execute("SELECT EXISTS (SELECT FROM copying_setaside)")
        return bool(cursor.fetchone()[0])


def require_none() -> None:
    """Raise StillAside where anything is: then nobody may be served."""
    if is_any():
        raise StillAside(
            "A back record is being brought in, or was cut off while it was. Let it end, or run "
            "`wayhome import-history` or `wayhome migrate` again."
        )


def may_be(tables: Sequence[str]) -> bool:
    """Whether these tables are empty, and nobody but their owner is here, who would miss it."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        if cursor.fetchone()[0]:
            return False
        for table in tables:
            there_is = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
            cursor.execute(there_is)
            if cursor.fetchone()[0]:
                return False
    return True


def set_aside(
    tables: Sequence[str],
    *,
    defaults: Mapping[tuple[str, str], tuple[str, str]],
    quiet: Sequence[str],
) -> bool:
    """Set aside what these tables check, where that may be; whether it was.

    `defaults` are what a column of a table holds meanwhile, and what it holds again. Those that are
    `quiet`, and need not be empty, keep what they check, and tell nobody of what comes in.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in (*tables, *quiet):
            cursor.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(table)))
        if not may_be(tables):
            return False
        role = [RESTRICTED_ROLE] * 3
        cursor.execute(WHAT_IS_CHECKED, [list(tables), list(quiet), *role])
        found = [*_defaults(defaults), *cursor.fetchall()]
        # A reference goes before the index that it needs.
        for _turn, _about, aside, _back in reversed(found):
            if aside is not None:
                cursor.execute(aside)
        kept = [(turn, about, back) for turn, about, _aside, back in found]
        cursor.executemany(KEEP, [(place, *each) for place, each in enumerate(kept)])
    return True


def _defaults(
    wanted: Mapping[tuple[str, str], tuple[str, str]],
) -> Iterator[tuple[int, str, str, str]]:
    for (table, column), values in wanted.items():
        meanwhile, again = (
            f"ALTER TABLE {table} ALTER {column} SET DEFAULT {each}" for each in values
        )
        yield 0, table, meanwhile, again


def put_back() -> Iterator[str]:
    """Put back what is set aside, each thing for good; tell of which table, one after the other.

    Raises what the database raises where something that came in breaks a promise.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        waiting = [_Waiting(*row) for row in cursor.fetchall()]
    for turn, of_tables in groupby(waiting, key=attrgetter("turn")):
        with ThreadPoolExecutor(AT_ONCE if turn in OF_SOME_AT_ONCE else 1) as others:
            yield from others.map(_put_back, of_tables)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is to be put back of one table, one thing after the other."""

    turn: int
    about: str
    ids: list[UUID]
    statements: list[str]


def _put_back(waiting: _Waiting) -> str:
    """Put it back, over a connection of this thread's own."""
    try:
        for one, back in zip(waiting.ids, waiting.statements, strict=True):
            with transaction.atomic(), connection.cursor() as cursor:
                for setting in QUICKER:
                    cursor.execute(setting)
                cursor.execute(back)
                cursor.execute("DELETE FROM copying_setaside WHERE id = %s", [one])
    finally:
        connection.close()
    return waiting.about


def put_back_all() -> None:
    """As `put_back`, unless a back record is coming in at this moment. Raises StillAside."""
    if not is_any():
        return
    with connection.cursor() as cursor:
        cursor.execute(TURN)
        if not cursor.fetchone()[0]:
            raise StillAside("A back record is being brought in at this moment: let it end first.")
    for _ in put_back():
        pass
