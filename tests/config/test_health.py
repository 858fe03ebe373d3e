"""What watches the service learns whether it answers and whether it reaches its records."""

import pytest
from django.db import connections
from django.test import Client

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
@pytest.mark.usefixtures("away")
def test_it_is_not_ready_while_its_records_are_away(watcher):
    assert watcher.get("/health/ready").status_code == 503
    assert watcher.get("/health").status_code == 200


def test_it_may_be_asked_by_head_and_by_nothing_else(watcher):
    assert watcher.head("/health").status_code == 200
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
