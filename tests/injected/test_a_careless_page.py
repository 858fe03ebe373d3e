"""A page that lets statements be smuggled in shows no more than its viewer may know of.

The page is of the tests alone. The connection is a page's own: signed in as the restricted role,
without the key of steps. What is smuggled in is what tools and people try, and what somebody would
try who has read the migrations.
"""

import psycopg
import pytest
from django.db import Error, connections, transaction
from django.test import override_settings

from tests.foundation import databases
from tests.interfaces.pages import at_work
from wayhome.platform.row_security import transactions
from wayhome.records.children.models import Child

CANARY = "Canary7d1c"  # the given name of a child of whom an interviewer knows nothing
EVERYTHING = "string_agg(c::text, '; '), ''"
# Each is put where a family name was asked for.
READING = {
    "always true": "' OR '1'='1",
    "every child": "' UNION SELECT given_name, family_name FROM children_child --",
    "every child as text": f"' UNION SELECT {EVERYTHING} FROM children_child c --",
    "every detail": f"' UNION SELECT {EVERYTHING} FROM children_childdetail c --",
    "every episode": f"' UNION SELECT {EVERYTHING} FROM episodes_episode c --",
    "every report": f"' UNION SELECT {EVERYTHING} FROM intake_missingreport c --",
    "the ledger": f"' UNION SELECT {EVERYTHING} FROM audit_ledgerentry c --",
    "what waits to be sent": f"' UNION SELECT {EVERYTHING} FROM messaging_message c --",
    "others' submissions": f"' UNION SELECT {EVERYTHING} FROM submissions_submission c --",
    "as XML": (
        "' UNION SELECT query_to_xml('SELECT * FROM children_child', true, true, '')::text, '' --"
    ),
    "the table as XML": "' UNION SELECT table_to_xml('children_child',true,true,'')::text, '' --",
    "by an error": "' AND 1 = (SELECT given_name FROM children_child LIMIT 1)::int --",
    "by another error": "' AND 1 = (SELECT string_agg(given_name, '') FROM children_child)::int --",
    "a token guessed": (
        "' UNION SELECT set_config('wayhome.token', digest, true), '' FROM practitioners_signin "
        f"UNION ALL SELECT {EVERYTHING} FROM children_child c --"
    ),
    "a session stolen": (
        "' UNION SELECT set_config('wayhome.token', session_key, true), '' FROM django_session "
        f"UNION ALL SELECT {EVERYTHING} FROM children_child c --"
    ),
    "the key guessed": (
        "' UNION SELECT set_config('wayhome.step', 'true', true), '' "
        f"UNION ALL SELECT {EVERYTHING} FROM children_child c --"
    ),
    "the key reset": f"'; RESET wayhome.step; SELECT {EVERYTHING} FROM children_child c --",
    "all reset": f"'; RESET ALL; SELECT {EVERYTHING} FROM children_child c --",
    "another role": f"'; RESET ROLE; SELECT {EVERYTHING} FROM children_child c --",
    "another session": (
        f"'; RESET SESSION AUTHORIZATION; SELECT {EVERYTHING} FROM children_child c --"
    ),
    "the wall off": f"'; SET row_security = off; SELECT {EVERYTHING} FROM children_child c --",
    "the wall taken down": (
        "'; ALTER TABLE children_child DISABLE ROW LEVEL SECURITY; "
        f"SELECT {EVERYTHING} FROM children_child c --"
    ),
    "a function of one's own": (
        "'; CREATE FUNCTION pg_temp.mine() RETURNS text LANGUAGE sql SECURITY DEFINER AS "
        "'SELECT string_agg(given_name, '''') FROM children_child'; SELECT pg_temp.mine(), '' --"
    ),
    "a table that shadows": (
        "'; CREATE TEMP TABLE practitioners_signin AS SELECT p.id AS practitioner_id, "
        "encode(sha256('x'), 'hex') AS digest, NULL::timestamptz AS ended_at "
        "FROM practitioners_practitioner p WHERE username = 'ines'; "
        "SELECT set_config('wayhome.token', 'x', true), ''; "
        f"SELECT {EVERYTHING} FROM children_child c --"
    ),
    "a sign-in of one's own making": (
        "'; INSERT INTO practitioners_signin (id, practitioner_id, digest, device, begun_at, "
        "last_used_at) SELECT gen_random_uuid(), id, encode(sha256('x'), 'hex'), '', now(), now() "
        "FROM practitioners_practitioner WHERE username = 'ines'; "
        "SELECT set_config('wayhome.token', 'x', true), ''; "
        f"SELECT {EVERYTHING} FROM children_child c --"
    ),
    "an agency of one's choice": (
        "'; UPDATE practitioners_practitioner SET agency_id = (SELECT id FROM agencies_agency "
        "WHERE name = 'Northmoor Police'); "
        f"SELECT {EVERYTHING} FROM children_child c --"
    ),
    "a part of one's own": (
        "'; INSERT INTO episodes_party (id, episode_id, agency_id, capacity, recorded_at) "
        "SELECT gen_random_uuid(), episode_id, wall_agency(), 'lead', now() FROM episodes_party; "
        f"SELECT {EVERYTHING} FROM children_child c --"
    ),
    "copied out": "'; COPY children_child TO STDOUT --",
    "what the planner knows": "' UNION SELECT most_common_vals::text, '' FROM pg_stats --",
    "what others ask": "' UNION SELECT query, '' FROM pg_stat_activity --",
    "a locked row": "'; SELECT given_name, '' FROM children_child FOR UPDATE --",
}


@pytest.fixture
def careless(fresh_database, request):  # noqa: ARG001  # it must be there before the page is
    """Asks the careless page as an interviewer who knows of no child, and gives what it showed."""
    with transaction.atomic():
        work = at_work.Work()
        work.episode(child=work.child(given=CANARY))
    clients = {name: work.sign_in(name) for name in ("ben", "ines")}
    for client in clients.values():
        assert client.get("/").status_code in {200, 302}
    request.getfixturevalue("as_the_service")

    def ask(name, *, by="ben"):
        client = clients[by]
        client.raise_request_exception = True
        try:
            with override_settings(ROOT_URLCONF="tests.injected.urls"):
                return client.get("/careless", {"name": name}).content.decode()
        except Error as problem:
            return str(problem)
        finally:
            connections["default"].rollback()

    return ask


def test_the_page_is_careless_and_the_child_is_there(careless):
    everything = careless(READING["every child"], by="ines")

    assert CANARY in everything


def test_nothing_that_is_smuggled_in_shows_a_child_whom_the_viewer_may_not_know(careless):
    shown = {what: careless(typed) for what, typed in READING.items()}

    assert {what: said for what, said in shown.items() if CANARY in said} == {}


def test_nothing_that_is_smuggled_in_changes_anything(careless):
    for typed in READING.values():
        careless(typed)

    with transactions.step():
        assert Child.objects.filter(given_name=CANARY).count() == 1
    assert CANARY not in careless(READING["every child"])


def test_with_the_wall_taken_down_by_its_owner_the_same_words_show_the_child(
    careless, fresh_database
):
    with psycopg.connect(databases.address_of(fresh_database), autocommit=True) as owner:
        owner.execute("ALTER TABLE children_child DISABLE ROW LEVEL SECURITY")

    shown = [what for what, typed in READING.items() if CANARY in careless(typed)]

    assert {"always true", "every child", "every child as text", "by an error"} <= {*shown}


def test_what_proves_somebody_else_is_not_shown(careless, fresh_database):
    with psycopg.connect(databases.address_of(fresh_database), autocommit=True) as owner:
        owner.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "
            "SELECT id, 'totp', jsonb_build_object('secret', 'kept by ' || username), now() "
            "FROM practitioners_practitioner WHERE username IN ('ben', 'ines')"
        )

    everything = careless(f"' UNION SELECT {EVERYTHING} FROM mfa_authenticator c --")

    assert "kept by ben" in everything
    assert "kept by ines" not in everything
