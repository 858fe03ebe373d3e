"""What the database itself says it allows: nothing to everybody, and little to the service."""

import pytest
from django.db import connection

from wayhome.platform.grants import RESTRICTED_ROLE

pytestmark = pytest.mark.django_db

# What policies ask. Each answers for the bearer of the transaction's token, whoever calls it, and
# so nothing that its bearer may not know.
ASKED_BY_POLICIES = {
    "wall_agency",
    "wall_asked_of_us",
    "wall_asked_of_us_for",
    "wall_cares_for",
    "wall_is_named",
    "wall_hides_episode",
    "wall_is_hidden",
    "wall_is_step",
    "wall_may_know",
    "wall_me",
    "wall_has_opened",
    "wall_kept_from",
    "wall_our_look",
    "wall_reaches_further",
    "wall_sees_child",
    "wall_sees_episode",
    "wall_sees_of_child",
    "wall_support_is_ours",
}
# These run as the owner, whoever calls them. Each answers nothing that its caller may not read.
OF_LOOKS = {
    "looks_at_child",
    "looks_may_ask",
    "looks_of_mine",
    "looks_to_consider",
    "looks_under_review",
}
OF_PARTS = {"parts_in_child"}  # the parts that policies show its caller one by one
BY_YEAR = {"by_year_tables"}  # their names, from the catalogue that anybody may read
OF_YEARS = {"by_year_ahead", "by_year_lacks"}  # that a part was made, or lacks; of no row
OF_SESSIONS = {"session_of_key"}  # to whoever has the key, which is in a cookie alone
RUN_AS_THE_OWNER = {
    "audit_add_some_leaves",
    "episodes_begin",
    "episodes_guarded",
    "episodes_part_begins",
    "wayhome_no_dead_end",
    *ASKED_BY_POLICIES,
    *OF_LOOKS,
    *OF_PARTS,
    *OF_SESSIONS,
    *OF_YEARS,
}
CALLED_BY_THE_SERVICE = {
    "audit_add_some_leaves",
    "audit_try_turn",
    *BY_YEAR,
    *ASKED_BY_POLICIES,
    *OF_LOOKS,
    *OF_PARTS,
    *OF_SESSIONS,
    *OF_YEARS,
}
OURS = "pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend "
OURS += "WHERE objid = pg_proc.oid AND deptype = 'e')"


def names(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return {row[0] for row in cursor.fetchall()}


def test_the_service_is_nobody_in_particular():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication "
            "FROM pg_roles WHERE rolname = %s",
            [RESTRICTED_ROLE],
        )
        assert cursor.fetchone() == (False,) * 5
    owned = "SELECT relname FROM pg_class WHERE pg_has_role(%s, relowner, 'MEMBER')"
    assert not names(f"{owned} AND relnamespace = 'public'::regnamespace", RESTRICTED_ROLE)


def test_nothing_is_granted_to_everybody():
    relations = """
        SELECT relname FROM pg_class, aclexplode(relacl) AS granted
         WHERE relnamespace = 'public'::regnamespace AND granted.grantee = 0
    """
    functions = f"""
        SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS g
         WHERE {OURS} AND g.grantee = 0
    """
    assert not names(relations)
    assert not names(functions)


def test_a_function_that_runs_as_the_owner_is_on_the_list():
    assert names(f"SELECT proname FROM pg_proc WHERE prosecdef AND {OURS}") == RUN_AS_THE_OWNER


def test_the_service_may_call_what_is_on_the_list_and_no_more():
    may = f"SELECT proname FROM pg_proc WHERE {OURS} AND has_function_privilege(%s, oid, 'EXECUTE')"
    assert names(may, RESTRICTED_ROLE) == CALLED_BY_THE_SERVICE


def test_every_function_says_where_it_looks_names_up():
    nowhere = f"""
        SELECT proname FROM pg_proc WHERE {OURS}
           AND NOT EXISTS (SELECT FROM unnest(proconfig) AS set WHERE set LIKE 'search_path=%%')
    """
    assert not names(nowhere)


def test_there_is_no_view_no_foreign_table_and_no_sequence_that_counts_records():
    other = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    assert not names(other + "AND relkind IN ('v', 'm', 'f')")
    counting = """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND
            CASE relkind WHEN 'S' THEN has_sequence_privilege(%s, oid, 'SELECT') ELSE false END
    """
    assert not names(counting, RESTRICTED_ROLE)


def test_rows_may_never_be_thrown_away_a_table_at_a_time():
    thrown = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    assert not names(
        thrown + "AND relkind = 'r' AND has_table_privilege(%s, oid, 'TRUNCATE')", RESTRICTED_ROLE
    )


TABLES = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


def test_every_table_has_row_level_security_and_forces_it():
    assert not names(
        f"SELECT relname FROM pg_class WHERE {TABLES}"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )


def test_every_table_says_for_each_command_whose_rows_it_shows_the_service():
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT relname, array_agg(polcmd::text ORDER BY polcmd::text)
              FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid
               AND (SELECT oid FROM pg_roles WHERE rolname = %s) = ANY (polroles)
             WHERE {TABLES} GROUP BY relname
            """,
            [RESTRICTED_ROLE],
        )
        found = dict(cursor.fetchall())

    read, add, change, remove = "r", "a", "w", "d"
    assert found
    assert {name: said for name, said in found.items() if said != [add, remove, read, change]} == {}


def test_a_policy_is_for_the_service_or_for_the_owner_and_for_nobody_else():
    assert not names(
        """
        SELECT polname || ' on ' || relname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
         WHERE NOT (polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = %s)]
                    OR polroles = ARRAY[relowner])
        """,
        RESTRICTED_ROLE,
    )


def test_what_names_no_column_is_asked_once_and_not_once_a_row():
    once = "wall_is_step|wall_me|wall_agency|wall_reaches_further"
    in_a_select = f"\\( SELECT ({once})\\(\\) AS \\w+\\)"
    assert not names(
        """
        SELECT polname || ' on ' || polrelid::regclass FROM pg_policy,
               LATERAL (VALUES (pg_get_expr(polqual, polrelid)),
                               (pg_get_expr(polwithcheck, polrelid))) AS words (said)
         WHERE regexp_replace(said, %s, '', 'g') ~ %s
        """,
        in_a_select,
        f"({once})\\(\\)",
    )


def test_what_a_policy_looks_for_beside_a_row_is_looked_for_row_by_row():
    """A planner may read a whole table instead, of which there is more each year: see there_is."""
    assert not names(
        """
        SELECT polname || ' on ' || polrelid::regclass FROM pg_policy,
               LATERAL (VALUES (pg_get_expr(polqual, polrelid)),
                               (pg_get_expr(polwithcheck, polrelid))) AS words (said)
         WHERE regexp_count(said, 'EXISTS \\(') <> regexp_count(said, 'OFFSET 0\\)')
            OR said ~ ' IN \\( *SELECT'
        """
    )
