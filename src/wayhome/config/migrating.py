"""Brings the database to the shape this version needs, as its owner.

The restricted role is made first, since migrations grant to it. Django's own tables, whose
migrations are not ours, are granted here. One migration runs at a time; others wait.
"""

import os

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from wayhome.config import database
from wayhome.platform import by_year
from wayhome.platform.copying import aside
from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.row_security import keys, policies

SET_IS_A_RIGHT = 16_00_00  # from this version whoever makes a role may not at once take it
TURN = 7_429_211  # the advisory lock of whoever is migrating: any number nobody else uses
CANNOT_SIGN_IN = (
    f"The owner may not let {RESTRICTED_ROLE} sign in. Let an administrator do so, with a "
    "password, and give its address in WAYHOME_APP_DATABASE_URL."
)
CANNOT_MOVE = (
    "Others use a table that lies by year, so not every part was made. Nothing is lost. Migrate "
    "again while the service is stopped."
)
SESSIONS = "django_session"
DJANGO_TABLES = {
    SESSIONS: "SELECT, INSERT, UPDATE, DELETE",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
}


class CannotSignInError(ValueError):
    """The restricted role cannot be given a way in; the message says what to do."""


def bring_up_to_date(*, verbosity: int = 1) -> None:
    """Make the role, migrate, and grant what Django itself needs. Doing it twice changes nothing.

    The connection must be the owner's, without the restricted role.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
        try:
            _make_role(cursor)
            aside.put_back_all()  # a migration may change what is set aside
            call_command("migrate", interactive=False, verbosity=verbosity)
            _grant_django_tables(cursor)
            _keep_step_key(cursor)
            cursor.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
            _move_astray()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])


def _move_astray() -> None:
    """Rows may lie astray and the service start all the same: /health/degraded goes on saying so.

    Whoever holds the table, in a service that was not stopped, keeps them from being moved.
    """
    try:
        by_year.settle()
    except OperationalError as kept:
        if not by_year.gave_way(kept):
            raise
        print(CANNOT_MOVE)


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
    _let_role_sign_in(cursor)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _let_role_sign_in(cursor: CursorWrapper) -> None:
    """The service signs in as the restricted role, with the password worked out for it.

    Where WAYHOME_APP_DATABASE_URL says how it signs in, an administrator has seen to it. Raises
    CannotSignInError.
    """
    if os.environ.get("WAYHOME_APP_DATABASE_URL"):
        return
    password = database.password_of_restricted(database.url(settings.STATE_DIR))
    role = sql.Identifier(RESTRICTED_ROLE)
    words: sql.Composable = sql.SQL("LOGIN")
    if password is not None:
        kept = cursor.connection.pgconn.encrypt_password(
            password.encode(), RESTRICTED_ROLE.encode(), b"scram-sha-256"
        )
        words = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(kept.decode()))
    try:
        cursor.execute(sql.SQL("ALTER ROLE {} {}").format(role, words))
    except ProgrammingError as refused:
        raise CannotSignInError(CANNOT_SIGN_IN) from refused


def _keep_step_key(cursor: CursorWrapper) -> None:
    """The database knows the steps of this installation by its key's digest, and by no other."""
    key = keys.key_in(settings.WAYHOME_STEP_KEY_FILE, may_make=settings.WAYHOME_MAKES_STEP_KEY)
    digest = keys.digest_of(key)
    cursor.execute("DELETE FROM row_security_stepkey WHERE digest <> %s", [digest])
    cursor.execute(
        "INSERT INTO row_security_stepkey (id, digest) VALUES (gen_random_uuid(), %s) "
        "ON CONFLICT (digest) DO NOTHING",
        [digest],
    )


def _grant_django_tables(cursor: CursorWrapper) -> None:
    for table, privileges in DJANGO_TABLES.items():
        cursor.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(
                sql.SQL(privileges), sql.Identifier(table), sql.Identifier(RESTRICTED_ROLE)
            )
        )
        # A session is asked for by its key (platform/sessions.py); the others are lists of names.
        read = policies.NOBODY if table == SESSIONS else policies.ANYBODY
        for statement in policies.statements(table, read=read):
            cursor.execute(statement)
