"""One system that calls without end is told to wait, and hinders nobody else."""

from datetime import timedelta

import pytest
from tests.interfaces.api.calling import START, a_report, introduced

from wayhome.config.settings import base
from wayhome.interfaces.api.v1 import openapi, problems

pytestmark = pytest.mark.django_db
NEXT_MINUTE = START + timedelta(minutes=1)
MOST = 3


def is_too_many(answer):
    return answer.status_code == 429


def test_a_token_that_calls_too_often_is_told_when_to_call_again(callers, settings):
    settings.WAYHOME_CALLS_OF_A_TOKEN = MOST
    for _ in range(MOST):
        callers.read("tomas", "/me")

    stopped = callers.get("tomas", "/me", at=START + timedelta(seconds=20))

    assert is_too_many(stopped)
    assert stopped.headers["Content-Type"] == problems.CONTENT_TYPE
    assert stopped.headers["Retry-After"] == "40"
    assert stopped.json()["type"] == problems.TOO_MANY.type
    callers.read("ines", "/me")
    callers.read("tomas", "/me", at=NEXT_MINUTE)


def test_an_agency_with_many_tokens_is_stopped_as_one(callers, settings):
    settings.WAYHOME_CALLS_OF_AN_AGENCY = MOST
    for username in ("tomas", "ines", "asha"):
        callers.read(username, "/me")

    assert is_too_many(callers.get("tomas", "/me"))
    callers.read("joss", "/me")


def test_a_child_can_be_reported_whatever_else_an_agency_calls(callers, settings):
    child = introduced(callers)
    settings.WAYHOME_CALLS_OF_AN_AGENCY = MOST
    for _ in range(MOST + 1):
        stopped = callers.get("joss", "/me")
    assert is_too_many(stopped)

    body = a_report(child_reference=child)
    callers.done("joss", "/missing-reports", body, Idempotency_Key="one")


def test_what_is_stopped_records_nothing(callers, settings):
    settings.WAYHOME_CALLS_OF_A_TOKEN = 0

    body = {"child": {"given_name": "Amira"}}

    assert is_too_many(callers.post("joss", "/children", body))


def test_every_operation_with_a_token_says_that_it_may_be_stopped(client):
    document = client.get("/api/v1/openapi.json").json()

    for methods in document["paths"].values():
        for operation in methods.values():
            if "security" in operation:
                assert operation["responses"]["429"]["headers"] == openapi.WAIT


def test_a_limit_is_set_where_nobody_sets_one():
    assert 0 < base.WAYHOME_CALLS_OF_A_TOKEN < base.WAYHOME_CALLS_OF_AN_AGENCY
