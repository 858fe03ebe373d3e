"""What no view answers is still a problem document, and repeats nothing of what was sent."""

import pytest
from django.db import connections
from django.test import Client
from tests.interfaces.api.calling import BASE

from wayhome.config import faults
from wayhome.interfaces.api.v1 import openapi, problems

pytestmark = pytest.mark.django_db
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
def outside():
    """A caller who sees what the service answers, not what went wrong inside it."""
    return Client(raise_request_exception=False)


def as_problem(response, kind):
    assert response.status_code == kind.status, response.content
    assert response.headers["Content-Type"] == problems.CONTENT_TYPE
    document = response.json()
    assert document["type"] == kind.type
    return document


@pytest.mark.usefixtures("away")
def test_a_database_that_is_away_is_a_problem_that_says_when_to_try_again(outside):
    answer = outside.get(f"{BASE}/episodes", headers={"Authorization": "Bearer Amira Example"})

    document = as_problem(answer, problems.UNAVAILABLE)
    assert answer.headers["Retry-After"] == str(problems.RETRY_AFTER)
    assert "999" in document["detail"]
    assert "Amira" not in answer.content.decode()


@pytest.mark.usefixtures("away")
def test_a_page_says_so_too_with_the_same_status(outside):
    outside.cookies["sessionid"] = "of somebody who was signed in"

    answer = outside.get("/episodes/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == str(problems.RETRY_AFTER)
    assert "call 999" in answer.content.decode()


def test_any_other_fault_is_a_problem_without_what_was_sent(rf):
    try:
        int("Amira Example")
    except ValueError:
        answer = faults.server_error(rf.get(f"{BASE}/me"))

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == problems.CONTENT_TYPE
    assert "Amira" not in answer.content.decode()


@pytest.mark.parametrize("path", [f"{BASE}/me", "/api/v2/me"])
def test_another_host_name_is_a_problem_below_the_api(outside, path):
    answer = outside.get(path, headers={"Host": "elsewhere.example"})

    as_problem(answer, problems.BAD_REQUEST)
    assert "elsewhere" not in answer.content.decode()


def test_what_is_not_there_is_a_problem_below_the_api(outside):
    as_problem(outside.get("/api/v2/me"), problems.NOT_FOUND)


def test_a_page_is_a_page_still(outside):
    answer = outside.get("/nowhere-at-all")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_every_operation_says_that_it_may_fail(client):
    document = client.get(f"{BASE}/openapi.json").json()

    for methods in document["paths"].values():
        for operation in methods.values():
            assert {"500", "503"} <= operation["responses"].keys()
            assert operation["responses"]["503"]["headers"] == openapi.WAIT
