"""Which rows of a table are shown to whom, said in the migration that makes the table.

Each table has row-level security, forced, and one policy a command. A step of the journey passes;
so does the owner, by a policy of its own, since the functions below run as the owner and FORCE
binds it too. Everybody else reads what the words given here say and changes only what is their own.

`wall_…` functions answer for the bearer of the token of this transaction, whoever asks. They stand
in `(SELECT …)` where they name no column, so that they are asked once and not once a row.
"""

from collections.abc import Sequence

from django.db import migrations

from wayhome.platform.grants import RESTRICTED_ROLE

STEP = "(SELECT wall_is_step())"
ME = "(SELECT wall_me())"
MY_AGENCY = "(SELECT wall_agency())"
REACHES_FURTHER = "(SELECT wall_reaches_further())"
ANYBODY = "true"
NOBODY = "false"


def guarded(
    table: str, *, read: str, add: str = NOBODY, change: str = NOBODY, remove: str = NOBODY
) -> migrations.RunSQL:
    """The policies of a table: beside steps, who may read, add, change and remove its rows."""
    return migrations.RunSQL(
        sql=[*statements(table, read=read, add=add, change=change, remove=remove)],
        reverse_sql=[
            *_dropped(table),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def statements(
    table: str, *, read: str, add: str = NOBODY, change: str = NOBODY, remove: str = NOBODY
) -> list[str]:
    """What `guarded` has the owner say. Said again it changes nothing."""
    ours = f"TO {RESTRICTED_ROLE}"
    may_change = _or_step(change)
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        *_dropped(table),
        f"CREATE POLICY wall_owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        f"CREATE POLICY wall_read ON {table} FOR SELECT {ours} USING ({_or_step(read)})",
        f"CREATE POLICY wall_add ON {table} FOR INSERT {ours} WITH CHECK ({_or_step(add)})",
        f"CREATE POLICY wall_change ON {table} FOR UPDATE {ours} USING ({may_change}) "
        f"WITH CHECK ({may_change})",
        f"CREATE POLICY wall_remove ON {table} FOR DELETE {ours} USING ({_or_step(remove)})",
    ]


def there_is(rows: str) -> str:
    """That there is such a row beside this one, asked along an index row by row.

    OFFSET 0 changes no answer. Without it the planner may read all such rows there are, once a
    question: every part an agency ever had, and a list would take longer each year.
    """
    return f"EXISTS (SELECT {rows} OFFSET 0)"


def has_part(episode: str) -> str:
    """That the bearer's agency has a part in the episode this column names."""
    return there_is(
        f"FROM episodes_party AS part WHERE part.episode_id = {episode} "
        f"AND part.agency_id = {MY_AGENCY} AND part.ended_at IS NULL"
    )


def of_episode(
    table: str, column: str = "episode_id", *, also: Sequence[str] = ()
) -> migrations.RunSQL:
    """Rows about an episode: read by whoever may know of the episode, or as `also` says.

    Most who look have a part of their own, which is found without asking a function a row.
    """
    part = has_part(f"{table}.{column}")
    return guarded(table, read=" OR ".join((part, *also, f"wall_sees_episode({column})")))


def of_child(
    table: str, *, column: str = "child_id", since: str = "recorded_at", also: Sequence[str] = ()
) -> migrations.RunSQL:
    """Rows of a child's own record: read by whoever may know of the child, of that time."""
    return guarded(table, read=" OR ".join((*also, f"wall_sees_of_child({column}, {since})")))


def of_row(table: str, *, column: str, parent: str) -> migrations.RunSQL:
    """Rows that belong to another row: read by whoever is shown that one."""
    return guarded(table, read=there_is(f"FROM {parent} AS p WHERE p.id = {table}.{column}"))


def of_practitioner(table: str, *, column: str = "practitioner_id") -> migrations.RunSQL:
    """Rows that are one practitioner's own: they read, add, change and remove them."""
    mine = f"{column} = {ME}"
    return guarded(table, read=mine, add=mine, change=mine, remove=mine)


def open_to_read(table: str) -> migrations.RunSQL:
    """Rows about no child, which whoever is let in may read: agencies, posts, protocols, people."""
    return guarded(table, read=ANYBODY)


def open_to_all(table: str) -> migrations.RunSQL:
    """Rows that are needed before anybody is known, such as counts of guesses. Holds no child."""
    return guarded(table, read=ANYBODY, add=ANYBODY, change=ANYBODY, remove=ANYBODY)


def for_steps_alone(table: str) -> migrations.RunSQL:
    """Rows that only steps and the service itself read and write."""
    return guarded(table, read=NOBODY)


def function(name: str, *, answers: str, body: str, takes: str = "") -> migrations.RunSQL:
    """A question that policies ask, answered as the owner for the bearer of the token.

    It must answer nothing that the bearer may not know: see the list in the catalogue's test.
    """
    kinds = ", ".join(each.split()[-1] for each in takes.split(",")) if takes else ""
    return migrations.RunSQL(
        sql=[
            f"CREATE OR REPLACE FUNCTION {name}({takes}) RETURNS {answers} LANGUAGE plpgsql "
            f"STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $${body}$$",
            f"REVOKE ALL ON FUNCTION {name}({kinds}) FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name}({kinds}) TO {RESTRICTED_ROLE}",
        ],
        reverse_sql=[f"DROP FUNCTION IF EXISTS {name}({kinds})"],
    )


def _or_step(words: str) -> str:
    if words in {ANYBODY, NOBODY}:
        return ANYBODY if words == ANYBODY else STEP
    return f"{STEP} OR {words}"


def _dropped(table: str) -> list[str]:
    names = ("wall_owner", "wall_read", "wall_add", "wall_change", "wall_remove")
    return [f"DROP POLICY IF EXISTS {name} ON {table}" for name in names]
