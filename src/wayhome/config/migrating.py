"""Brings the database to the shape this version needs, as its owner.

The restricted role is made first, since migrations grant to it. Django's own tables, whose
migrations are not ours, are granted here. One migration runs at a time; others wait.
"""

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from wayhome.config.database import RESTRICTED_ROLE

SET_IS_A_RIGHT = 16_00_00  # from this version whoever makes a role may not at once take it
TURN = 7_429_211  # the advisory lock of whoever is migrating: any number nobody else uses
DJANGO_TABLES = {
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
}


def bring_up_to_date(*, verbosity: int = 1) -> None:
    """Make the role, migrate, and grant what Django itself needs. Doing it twice changes nothing.

    The connection must be the owner's, without the restricted role.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        try:
            _make_role(cursor)
            call_command("migrate", interactive=False, verbosity=verbosity)
            _grant_django_tables(cursor)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def _make_role(cursor: CursorWrapper) -> None:
    """Roles belong to the whole server, so another database's migration may be making it too."""
    role = sql.Identifier(RESTRICTED_ROLE)
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [RESTRICTED_ROLE])
    if not cursor.rowcount:
        cursor.execute(
            sql.SQL(
                "DO $$ BEGIN CREATE ROLE {} NOLOGIN;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            ).format(role)
        )
    cursor.execute("SHOW server_version_num")
    right = "SET" if int(cursor.fetchone()[0]) >= SET_IS_A_RIGHT else "MEMBER"
    cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [RESTRICTED_ROLE, right])
    if not cursor.fetchone()[0]:
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _grant_django_tables(cursor: CursorWrapper) -> None:
    for table, privileges in DJANGO_TABLES.items():
        cursor.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(
                sql.SQL(privileges), sql.Identifier(table), sql.Identifier(RESTRICTED_ROLE)
            )
        )
