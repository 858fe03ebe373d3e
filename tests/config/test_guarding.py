"""The service signs in as a role that owns nothing, and nothing it says makes it more."""

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from psycopg import conninfo

from wayhome.config import database, guarding

pytestmark = pytest.mark.django_db


def refused(*statements):
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        run(*statements)


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


@pytest.mark.usefixtures("as_the_service")
def test_the_service_may_serve_and_stays_who_it_is_whatever_is_smuggled_in():
    guarding.require_restricted()
    owner = conninfo.conninfo_to_dict(database.url(settings.STATE_DIR))["user"]

    assert run("RESET ROLE", "SELECT current_user, session_user") == ("wayhome_app", "wayhome_app")
    refused(f'SET ROLE "{owner}"')
    refused("SET SESSION AUTHORIZATION DEFAULT", "SELECT * FROM audit_ledgerentry")
    refused("ALTER TABLE audit_ledgerentry DISABLE TRIGGER ALL")
    refused("CREATE TABLE mine ()")


def test_as_the_owner_it_would_not_serve():
    with pytest.raises(guarding.TooMuchAllowedError, match=r"may make others|owns a table"):
        guarding.require_restricted()


@pytest.mark.parametrize("secret", ["hunter2", "pa:ss@w/rd%25", "ŵ"])
def test_its_password_is_worked_out_from_the_owners_and_does_not_tell_it(secret):
    address = conninfo.make_conninfo(host="db", user="owner", password=secret, dbname="wayhome")
    found = conninfo.conninfo_to_dict(database.restricted(address))

    assert (found["user"], found["host"], found["dbname"]) == ("wayhome_app", "db", "wayhome")
    assert secret not in str(found["password"])
    assert found["password"] == database.password_of_restricted(address)


def test_an_address_of_its_own_wins(monkeypatch):
    chosen = "postgresql://wayhome_app:other@db/wayhome"
    monkeypatch.setenv("WAYHOME_APP_DATABASE_URL", chosen)
    assert database.restricted("postgresql://owner:secret@db/wayhome") == chosen


def test_no_plan_is_compiled_and_what_an_address_asks_for_is_kept():
    address = "postgresql://owner:secret@db/wayhome?options=-c%20work_mem%3D8MB"
    options = database.settings(address, pooled=True)["OPTIONS"]["options"]
    assert options == "-c work_mem=8MB -c jit=off"


def test_the_database_was_told_not_to_compile():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_a_pool_is_the_restricted_roles_unless_it_is_the_owners(monkeypatch):
    monkeypatch.delenv("WAYHOME_DATABASE_ROLE", raising=False)
    address = "postgresql://owner:secret@db/wayhome"
    assert database.settings(address, pooled=True)["USER"] == "wayhome_app"
    monkeypatch.setenv("WAYHOME_DATABASE_ROLE", "owner")
    assert database.settings(address, pooled=True)["USER"] == "owner"
