"""Whether the service reaches its records as somebody who may do too much.

A superuser, a role that may pass by row-level security, one that owns a table or may become one
that does: as any of these every promise of the database would hold only while nobody tries.
"""

from django.db import connection

TOO_MUCH = """
SELECT CASE
    WHEN role.rolsuper THEN 'a superuser'
    WHEN role.rolbypassrls THEN 'a role that passes by row-level security'
    WHEN role.rolcreaterole THEN 'a role that may make others'
    WHEN EXISTS (SELECT FROM pg_class AS held JOIN pg_namespace AS space ON space.oid = relnamespace
                  WHERE nspname = 'public' AND pg_has_role(role.oid, held.relowner, 'MEMBER'))
        THEN 'a role that owns a table, or may become its owner'
    END
  FROM pg_roles AS role WHERE role.rolname = session_user
"""


class TooMuchAllowedError(ValueError):
    """The service would run as somebody who may do too much; the message says as whom."""


def require_restricted() -> None:
    """Refuse to serve as a role that may do more than the migrations granted.

    Raises TooMuchAllowedError, or django.db.Error where the database cannot be asked.
    """
    with connection.cursor() as cursor:
        cursor.execute(TOO_MUCH)
        found = cursor.fetchone()[0]
    if found:
        raise TooMuchAllowedError(
            f"The service would reach its records as {found}. Let it sign in as wayhome_app: see "
            "docs/running.md."
        )
