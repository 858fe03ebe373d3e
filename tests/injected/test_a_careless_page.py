"""A page that lets statements be smuggled in shows no more than its viewer may know of.

The page is of the tests alone. The connection is a page's own: signed in as the restricted role,
without the key of steps. What is smuggled in is what tools and people try, and what somebody would
try who has read the migrations.
"""

from datetime import timedelta

import psycopg
import pytest
from django.db import Error, connections, transaction
from django.test import Client, override_settings

from tests.foundation import databases
from tests.interfaces.pages import at_work
from tests.interfaces.pages import signing_steps as steps
from wayhome.interfaces.jobs import invite
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.platform.row_security import transactions
from wayhome.records.children.models import Child
from wayhome.records.practitioners import actions as employing

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


# What would let somebody sign in as another, or guess how, in one row of ines.
OF = "FROM practitioners_practitioner WHERE username = 'ines'"
PROVING = {
    "practitioners_password": (
        "UPDATE practitioners_password SET digest = 'kept by ines' "
        f"WHERE practitioner_id = (SELECT id {OF})"
    ),
    "practitioners_apitoken": (
        "INSERT INTO practitioners_apitoken (id, practitioner_id, agency_id, posts, digest, label, "
        "created_at, expires_at) SELECT gen_random_uuid(), id, agency_id, '{}', 'kept by ines', "
        f"'', now(), now() + interval '1 day' {OF}"
    ),
    "practitioners_signin": (
        "INSERT INTO practitioners_signin (id, practitioner_id, digest, device, begun_at, "
        f"last_used_at) SELECT gen_random_uuid(), id, 'kept by ines', '', now(), now() {OF}"
    ),
    "django_session": (
        "INSERT INTO django_session (session_key, session_data, expire_date) "
        "VALUES ('kept by ines', 'why ines opens which child', now() + interval '1 day')"
    ),
    "mfa_authenticator": (
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "
        f"SELECT id, 'totp', '{{\"secret\": \"kept by ines\"}}', now() {OF}"
    ),
    "socialaccount_socialaccount": (
        "INSERT INTO socialaccount_socialaccount (user_id, provider, uid, last_login, date_joined, "
        f"extra_data) SELECT id, 'elsewhere', 'kept by ines', now(), now(), '{{}}' {OF}"
    ),
    "factors_invitation": (
        "INSERT INTO factors_invitation (id, practitioner_id, digest, made_at, expires_at, "
        "forgets_factors) SELECT gen_random_uuid(), id, 'kept by ines', now(), now(), false "
        f"{OF}"
    ),
}


@pytest.fixture
def as_ben(careless, fresh_database):
    """What Ben is shown of each table in which ines has what proves her, by what he smuggles in."""
    with psycopg.connect(databases.address_of(fresh_database), autocommit=True) as owner:
        for statement in PROVING.values():
            assert owner.execute(statement).rowcount == 1

    def ask(table):
        rows = careless(f"' UNION SELECT {EVERYTHING} FROM {table} c --")
        return rows + careless(
            f"' UNION SELECT query_to_xml('TABLE {table}',true,true,'')::text,''--"
        )

    return ask


def test_nobody_is_shown_what_another_signs_in_by(as_ben):
    shown = {table for table in PROVING if "kept by ines" in as_ben(table)}

    assert shown == set()
    assert "$" not in as_ben("practitioners_practitioner")


def test_with_the_wall_taken_down_by_its_owner_each_of_them_is_shown(as_ben, fresh_database):
    with psycopg.connect(databases.address_of(fresh_database), autocommit=True) as owner:
        for table in PROVING:
            owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    assert {table for table in PROVING if "kept by ines" in as_ben(table)} == {*PROVING}


def test_a_session_is_given_by_its_key_alone_and_nobody_takes_over_another(
    careless, fresh_database
):
    careless(
        "'; UPDATE django_session SET session_data = "
        "(SELECT max(session_data) FROM django_session); DELETE FROM django_session --"
    )
    by_the_row = careless(
        "' UNION SELECT session_of_key(convert_to(session_key, 'UTF8')), '' FROM django_session "
        "UNION ALL SELECT session_of_key(''), '' --"
    )

    with psycopg.connect(databases.address_of(fresh_database), autocommit=True) as owner:
        kept = {row[0] for row in owner.execute("SELECT session_data FROM django_session")}
    assert len(kept) == 2
    assert not any(data in by_the_row for data in kept)


def test_without_the_key_of_steps_people_and_programs_are_let_in_as_before(
    fresh_database, request, settings, capsys
):
    del fresh_database
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    now = clock.now()
    with transaction.atomic():
        cast = casting.assemble(now=now - timedelta(hours=12), password=steps.PASSWORD)
        app = steps.give_app("ines", at=now - timedelta(minutes=5))
        token, _kept = employing.issue_token(
            cast.people["ines"],
            label="",
            at=now,
            lasts=timedelta(days=1),
            posts=cast.viewer("ines", now=now).posts,
        )
    invite.main(["ines"])
    address = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")
    request.getfixturevalue("as_the_service")
    new = "four unrelated invented words"

    assert steps.send(Client(), address, {"password": new, "again": new}, at=now).status_code == 302
    refused, client = Client(), Client()
    assert steps.by_password(refused, "ines", at=now).status_code == 422
    assert steps.by_password(client, "ines", at=now, password=new).status_code == 302
    assert not steps.is_in(client, at=now)
    steps.send(client, "/sign-in/code", {"code": steps.code_of(app, now)}, at=now)
    assert steps.is_in(client, at=now)
    answer = Client().get("/api/v1/notices", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    client.post("/sign-out")
    assert not steps.is_in(client, at=now)
