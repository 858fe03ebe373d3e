"""Has the database tell, as a change is committed, of what kind it was and of what.

A trigger tells, so no step can forget to. What is told is a kind and an identifier and nothing
more: whoever may listen is told by it of no child, no name and no reason, and asks for the rest as
themselves. The same thing told twice in one transaction is told once, and what is rolled back is
never told.
"""

from django.db import migrations

from wayhome.platform.live.changes import CHANNEL, Kind


def told(table: str, *, command: str, which: str) -> migrations.RunSQL:
    """After each `command` on a table, tell what `which` selects as kind and id.

    `command` is INSERT, or UPDATE; the rows as they are after it are called `written`.
    """
    name = f"live_{table}_{command.lower()}"
    body = (
        f"BEGIN PERFORM pg_notify('{CHANNEL}', told.kind || ' ' || told.id) FROM (",
        "SELECT DISTINCT kind, id FROM (",
        which,
        ") AS each (kind, id)) AS told WHERE told.id IS NOT NULL; RETURN NULL; END",
    )
    return migrations.RunSQL(
        sql=[
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = pg_catalog, public, pg_temp AS $${''.join(body)}$$",
            f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC",
            f"CREATE TRIGGER {name} AFTER {command} ON {table} REFERENCING NEW TABLE AS written "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ],
        reverse_sql=[
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"DROP FUNCTION IF EXISTS {name}()",
        ],
    )


def told_of_person(table: str, *, command: str, column: str) -> migrations.RunSQL:
    """After each `command` on a table, tell that what this person may see may have changed."""
    which = " ".join(("SELECT", f"'{Kind.PERSON}',", f"{column}::text", "FROM written"))
    return told(table, command=command, which=which)
