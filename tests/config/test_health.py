"""What watches the service learns whether it answers and whether it reaches its records."""

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.foundation import databases

from wayhome.config import health
from wayhome.platform.amiss import looking
from wayhome.platform.journal import keeping
from wayhome.platform.row_security import transactions

NOWHERE = {"HOST": "127.0.0.1", "PORT": "1", "PASSWORD": "none"}


@pytest.fixture
def away():
    """A database at an address where nothing answers."""
    kept = connections["default"]
    gone = connections.create_connection("default")
    gone.settings_dict = {**gone.settings_dict, **NOWHERE}
    connections["default"] = gone
    yield
    connections["default"] = kept


@pytest.fixture
def watcher():
    return Client(headers={"Host": "10.0.0.7"})


def codes(watcher):
    return [each["code"] for each in watcher.get("/health/degraded").json()["amiss"]]


def test_the_service_says_that_it_answers_without_asking_the_database(watcher):
    answer = watcher.get("/health")

    assert answer.status_code == 200
    assert answer.content == b""
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service")
def test_it_is_ready_when_it_reaches_its_records(watcher):
    answer = watcher.get("/health/ready")

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.django_db
def test_it_is_not_ready_as_somebody_who_may_do_too_much(watcher):
    assert watcher.get("/health/ready").status_code == 503  # tests sign in as the owner


@pytest.mark.django_db
@pytest.mark.usefixtures("away", "journal")
def test_it_is_ready_while_its_records_are_away_and_the_journal_takes_reports(watcher):
    answer = watcher.get("/health/degraded")

    assert watcher.get("/health/live").status_code == 200
    assert watcher.get("/health/ready").status_code == 200
    assert answer.status_code == 503
    assert answer.json()["takes_reports"] is True
    assert [each["code"] for each in answer.json()["amiss"]] == ["database_away"]


@pytest.mark.django_db
@pytest.mark.usefixtures("away", "journal")
def test_it_is_not_ready_where_neither_its_records_nor_the_journal_take_a_report(watcher, settings):
    settings.WAYHOME_JOURNAL_BYTES = 0

    assert watcher.get("/health").status_code == 200
    assert watcher.get("/health/ready").status_code == 503
    assert watcher.get("/health/degraded").json()["takes_reports"] is False


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service", "journal")
def test_a_journal_that_is_full_is_said_though_reports_are_recorded(watcher, settings):
    settings.WAYHOME_JOURNAL_BYTES = 0

    assert watcher.get("/health/ready").status_code == 200
    assert codes(watcher) == ["journal_closed"]


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service", "journal")
def test_where_nothing_is_amiss_nothing_is_said(watcher):
    answer = watcher.get("/health/degraded")

    assert answer.status_code == 200
    assert answer.json() == {"takes_reports": True, "amiss": []}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service", "journal")
def test_a_disk_that_is_nearly_full_is_said(watcher, settings):
    settings.WAYHOME_DISK_LEAST_SHARE = 1.0
    settings.WAYHOME_DISK_LEAST_FREE = 2**62

    assert codes(watcher) == ["disk_nearly_full"]


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service")
def test_what_the_journal_holds_and_what_is_damaged_in_it_is_said(watcher, journal):
    keeping.keep({"way": "page"}, is_proved=True)
    (journal / "damaged-1-received.journal").touch()

    assert codes(watcher) == ["journal_damaged", "journal_holds"]


@pytest.mark.django_db
@pytest.mark.usefixtures("journal")
def test_who_may_do_too_much_takes_nothing_and_that_is_said(watcher):
    assert codes(watcher) == ["too_much_allowed"]  # tests sign in as the owner
    assert watcher.get("/health/degraded").json()["takes_reports"] is False


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service", "journal")
def test_what_was_seen_is_kept_for_as_long_as_is_said(watcher, settings, monkeypatch):
    monkeypatch.setattr(looking, "_SEEN", looking.Seen(looking.look))
    monkeypatch.setattr(health, "_SEEN", looking.Seen(health._amiss))
    settings.WAYHOME_SEEN_KEPT = 3600
    first = codes(watcher)
    settings.WAYHOME_JOURNAL_BYTES = 0

    with CaptureQueriesContext(connections["default"]) as asked:
        second = codes(watcher)

    assert first == second == []
    assert not asked.captured_queries


@pytest.mark.django_db
def test_it_may_be_asked_by_head_and_by_nothing_else(watcher):
    assert watcher.head("/health").status_code == 200
    assert watcher.head("/health/degraded").content == b""
    assert watcher.post("/health").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/sign-in", "/", "/nowhere", "/api/v1/openapi.json", "/api/v1/me", "/language"]
)
def test_head_is_answered_wherever_get_is_with_nothing_in_it(client, address):
    whole, head = client.get(address), client.head(address)

    assert head.status_code == whole.status_code
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.content == b""


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_service", "journal")
def test_while_what_a_database_checks_is_set_aside_nothing_can_be_changed_and_reports_are_kept(
    watcher,
):
    address = databases.address_of(connections["default"].settings_dict["NAME"])
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO copying_setaside (id, place, turn, about, put_back) "
            "VALUES (gen_random_uuid(), 1, 1, 'a table', 'SELECT 1')"
        )
        try:
            with (
                transactions.as_nobody()
            ):  # as pages are answered: it is asked in a step of its own
                answer = watcher.get("/health/degraded").json()
        finally:
            owner.execute("DELETE FROM copying_setaside")

    assert [each["code"] for each in answer["amiss"]] == ["read_only"]
    assert answer["takes_reports"] is True
