"""Setting aside what an empty table checks row by row, while rows come in by the million.

Indexes, references, triggers of additions and forced row-level security of some tables are set
aside in one transaction, with how each is put back written down; meanwhile the service may add no
row there. Putting back checks everything that came in. It is gone on with from where it stopped, by
the next import or migration: until then the service does not start.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection, transaction
from psycopg import sql

from wayhome.platform.grants import RESTRICTED_ROLE

TURN = "SELECT pg_try_advisory_lock(hashtextextended('wayhome back record', 0))"
OTHERS = """
SELECT EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND usename = %s AND pid <> pg_backend_pid())
"""
# Of each: how it is set aside and how it is put back, the first to be put back first.
WHAT_IS_CHECKED = """
WITH ours AS (SELECT unnest(%s::text[])::regclass AS oid),
found (turn, aside, back) AS (
    SELECT 1, format('DROP INDEX %%I', class.relname), pg_get_indexdef(indexrelid)
      FROM pg_index JOIN ours ON indrelid = ours.oid JOIN pg_class AS class
        ON class.oid = indexrelid
     WHERE NOT EXISTS (SELECT FROM pg_constraint
                        WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT CASE contype WHEN 'f' THEN 3 ELSE 2 END,
           format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
                  pg_get_constraintdef(pg_constraint.oid))
      FROM pg_constraint JOIN ours ON conrelid = ours.oid WHERE contype IN ('u', 'x', 'f')
    UNION ALL
    SELECT 4, format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
           format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
      FROM pg_trigger JOIN ours ON tgrelid = ours.oid
     WHERE NOT tgisinternal AND tgenabled = 'O' AND tgtype & 4 <> 0
    UNION ALL
    SELECT 5, format('ALTER TABLE %%s NO FORCE ROW LEVEL SECURITY', oid::regclass),
           format('ALTER TABLE %%s FORCE ROW LEVEL SECURITY', oid::regclass) FROM ours
    UNION ALL
    SELECT 6, format('REVOKE INSERT ON %%s FROM %%I', oid::regclass, %s::text),
           format('GRANT INSERT ON %%s TO %%I', oid::regclass, %s::text) FROM ours
)
SELECT aside, back FROM found ORDER BY turn, back
"""
QUICKER = (
    "SET LOCAL maintenance_work_mem = '512MB'",
    "SET LOCAL max_parallel_maintenance_workers = 2",
)


KEEP = "INSERT INTO copying_setaside (id, place, put_back) VALUES (gen_random_uuid(), %s, %s)"


class StillAside(ValueError):
    """The database does not check what it must; the message says what to do."""


def is_any() -> bool:
    """Whether anything is set aside."""
    with connection.cursor() as cursor:
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
    """Whether these tables are empty and nobody of the service is here, who would miss it."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, [RESTRICTED_ROLE])
        if cursor.fetchone()[0]:
            return False
        for table in tables:
            there_is = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
            cursor.execute(there_is)
            if cursor.fetchone()[0]:
                return False
    return True


def set_aside(
    tables: Sequence[str], *, defaults: Mapping[tuple[str, str], tuple[str, str]]
) -> bool:
    """Set aside what these tables check, where that may be; whether it was.

    `defaults` are what a column of a table holds meanwhile, and what it holds again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(table)))
        if not may_be(tables):
            return False
        cursor.execute(WHAT_IS_CHECKED, [list(tables), RESTRICTED_ROLE, RESTRICTED_ROLE])
        found = [*_defaults(defaults), *cursor.fetchall()]
        # A reference goes before the index that it needs.
        for aside, _ in reversed(found):
            cursor.execute(aside)
        cursor.executemany(KEEP, [(place, back) for place, (_, back) in enumerate(found)])
    return True


def _defaults(wanted: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for (table, column), values in wanted.items():
        meanwhile, again = (
            f"ALTER TABLE {table} ALTER {column} SET DEFAULT {each}" for each in values
        )
        yield meanwhile, again


def put_back() -> Iterator[str]:
    """Put back what is set aside, one thing after the other, each for good.

    Raises what the database raises where something that came in breaks a promise.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, put_back FROM copying_setaside ORDER BY place")
        kept = cursor.fetchall()
    for one, back in kept:
        with transaction.atomic(), connection.cursor() as cursor:
            for setting in QUICKER:
                cursor.execute(setting)
            cursor.execute(back)
            cursor.execute("DELETE FROM copying_setaside WHERE id = %s", [one])
        yield back


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
