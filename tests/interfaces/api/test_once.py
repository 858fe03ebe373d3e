"""One report for one key, however often and however fast it arrives."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from tests.interfaces.api.calling import START, Callers, a_report, after, introduced, reported

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock

AT_ONCE = 20


@pytest.mark.django_db
def test_the_same_key_gets_the_same_bytes_and_makes_one_report(callers):
    body = a_report(child_reference=introduced(callers))

    first = callers.post("joss", "/missing-reports", body, Idempotency_Key="k")
    again = callers.post("joss", "/missing-reports", body, at=after(3), Idempotency_Key="k")

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first["Content-Type"] == again["Content-Type"]
    reference = first.json()["reference"]
    read = callers.read("joss", f"/episodes/{reference}", at=after(4))
    assert len(read["missing_report"]["reports"]) == 1


@pytest.mark.django_db
def test_a_new_key_joins_the_open_episode_with_a_warning(callers):
    body = a_report(child_reference=introduced(callers))
    first = callers.done("joss", "/missing-reports", body, Idempotency_Key="k")

    second = callers.done("joss", "/missing-reports", body, Idempotency_Key="l")

    assert (second["reference"], second["joined"]) == (first["reference"], True)
    assert second["warnings"]


@pytest.mark.django_db
@pytest.mark.parametrize("again", [a_report(why_worried="Something else")])
def test_the_same_key_for_something_else_is_refused(callers, again):
    body = a_report(child_reference=introduced(callers))
    callers.done("joss", "/missing-reports", body, Idempotency_Key="k")

    refused = callers.post("joss", "/missing-reports", again, Idempotency_Key="k")

    assert refused.status_code == 409
    assert refused.json()["type"].endswith("key-reused")


@pytest.mark.django_db
def test_a_refused_report_leaves_its_key_free(callers):
    child = introduced(callers)
    wrong = a_report(child_reference=child, last_seen_at="2026-03-11T21:00:00Z")
    assert callers.post("joss", "/missing-reports", wrong, Idempotency_Key="k").status_code == 422

    callers.done("joss", "/missing-reports", a_report(child_reference=child), Idempotency_Key="k")


@pytest.mark.django_db
def test_any_deed_may_carry_a_key(callers):
    here = f"/episodes/{reported(callers)}/assessments"
    body = {"level": "high", "reasons": "Reasons"}

    first = callers.post("tomas", here, body, at=after(1), Idempotency_Key="a")
    again = callers.post("tomas", here, body, at=after(2), Idempotency_Key="a")
    other = callers.post("tomas", here, {**body, "level": "low"}, Idempotency_Key="a")

    assert first.content == again.content
    assert other.status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize("key", [{}, {"Idempotency_Key": ""}, {"Idempotency_Key": "a b"}])
def test_a_report_without_a_key_is_told_what_a_key_is_for(callers, key):
    answer = callers.post("joss", "/missing-reports", a_report(), **key)

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "Idempotency-Key"


@pytest.mark.usefixtures("fresh_database")
def test_twenty_at_once_make_one_report():
    callers = Callers(casting.assemble(now=START))
    sent = {
        "data": json.dumps(a_report(child_reference=introduced(callers))),
        "content_type": "application/json",
        "headers": {"Authorization": f"Bearer {callers.token('joss')}", "Idempotency-Key": "k"},
    }
    ready = threading.Barrier(AT_ONCE)

    def send(_number):
        ready.wait()
        try:
            with clock.at(START):
                answer = Client().post("/api/v1/missing-reports", **sent)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as many:
        answers = set(many.map(send, range(AT_ONCE)))

    [(status, content)] = answers
    assert status == 201
    read = callers.read("joss", f"/episodes/{json.loads(content)['reference']}")
    assert len(read["missing_report"]["reports"]) == 1
    assert len(callers.read("joss", "/episodes")["episodes"]) == 1
