"""What the restricted role may do to a table, said in the migration that makes the table.

Nothing is granted by default and nothing to PUBLIC: a table no migration mentions is closed to the
running application. Columns that identify themselves (GENERATED AS IDENTITY) need no more.
"""

from collections.abc import Sequence

from django.db import migrations

RESTRICTED_ROLE = "wayhome_app"

WRITE_ONCE_FUNCTION = """
CREATE OR REPLACE FUNCTION wayhome_write_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    fixed text;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    FOREACH fixed IN ARRAY TG_ARGV LOOP
        IF before -> fixed <> 'null'::jsonb AND before -> fixed IS DISTINCT FROM after -> fixed THEN
            RAISE EXCEPTION '%.% is written once and has been written', TG_TABLE_NAME, fixed
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$
"""


def append_only(table: str) -> migrations.RunSQL:
    """Rows may be read and added, never changed or removed."""
    return _granted(table, "SELECT, INSERT")


def insert_only(table: str) -> migrations.RunSQL:
    """Rows may be added and not even read back: insert them without RETURNING."""
    return _granted(table, "INSERT")


def readable(table: str) -> migrations.RunSQL:
    """Rows may be read; only a migration writes them."""
    return _granted(table, "SELECT")


def changeable(table: str, *columns: str) -> migrations.RunSQL:
    """Rows may be read, added and changed, in these columns only if any are named."""
    update = f"UPDATE ({_listed(columns)})" if columns else "UPDATE"
    return _granted(table, f"SELECT, INSERT, {update}")


def removable(table: str) -> migrations.RunSQL:
    """Rows may be read, added, changed and removed: for what is nobody's record."""
    return _granted(table, "SELECT, INSERT, UPDATE, DELETE")


def write_once(table: str, *columns: str) -> migrations.RunSQL:
    """These columns may be filled in once; after that no role can change them, not even the owner.

    Raises ValueError if no column is named.
    """
    if not columns:
        raise ValueError(f"{table}: name the columns that are written once")
    trigger = _quoted(f"{table}_write_once")
    arguments = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(
        sql=[
            WRITE_ONCE_FUNCTION,
            f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {_quoted(table)} "
            f"FOR EACH ROW EXECUTE FUNCTION wayhome_write_once({arguments})",
        ],
        reverse_sql=[f"DROP TRIGGER {trigger} ON {_quoted(table)}"],
    )


def _granted(table: str, privileges: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=[
            f"REVOKE ALL ON {_quoted(table)} FROM {RESTRICTED_ROLE}",
            f"GRANT {privileges} ON {_quoted(table)} TO {RESTRICTED_ROLE}",
        ],
        reverse_sql=[f"REVOKE ALL ON {_quoted(table)} FROM {RESTRICTED_ROLE}"],
    )


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(_quoted(column) for column in columns)


def _quoted(name: str) -> str:
    """A name as SQL writes it. Raises ValueError for one no table or column of ours could have."""
    if not name.replace("_", "").isalnum():
        raise ValueError(f"{name!r} is not the name of a table or column")
    return f'"{name}"'
