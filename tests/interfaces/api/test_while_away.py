"""A program's report is kept while the database is away; whose token it was is asked later."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.api.calling import BASE, START, a_report, after, introduced

from wayhome.interfaces.jobs import journalled
from wayhome.platform import clock
from wayhome.platform.journal import keeping
from wayhome.platform.journal.models import HeldReport
from wayhome.records.practitioners.models import ApiToken
from wayhome.stages.intake.models import MissingReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("journal")]
PATH = "/missing-reports"


@pytest.fixture
def send(callers, database_away):
    """`send(body)` while the database is away, with Joss's token unless another is given."""
    token = callers.token("joss")

    def sent(body=None, *, content=None, **headers):
        given = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        client = Client(raise_request_exception=False)
        with clock.at(START), database_away():
            return client.post(
                BASE + PATH,
                data=content if content is not None else json.dumps(body or a_report()),
                content_type="application/json",
                headers={name: value for name, value in given.items() if value},
            )

    return sent


def replay():
    return journalled.replay(now=after(1))


def test_it_is_kept_and_the_answer_says_where_to_ask(callers, send, database_away):
    answer = send()

    assert answer.status_code == 202
    assert answer.json()["ask_at"] == f"{BASE}{PATH}/submitted/k"
    assert answer.headers["Retry-After"]
    with database_away():
        client = Client(raise_request_exception=False)
        token = {"Authorization": f"Bearer {callers.token('joss')}"}
        asked = client.get(answer.json()["ask_at"], headers=token)
    assert (asked.status_code, asked.json()) == (202, answer.json())


def test_nothing_of_the_token_is_in_the_journal(callers, send):
    send()

    [entry] = keeping.held().entries
    assert callers.token("joss") not in json.dumps(entry)


def test_once_it_is_recorded_the_same_key_is_answered_the_reference(callers, send):
    body = a_report(child_reference=introduced(callers))
    send(body)
    assert callers.get("joss", f"{PATH}/submitted/k").status_code == 202

    assert replay().recorded == 1

    asked = callers.get("joss", f"{PATH}/submitted/k")
    repeated = callers.post("joss", PATH, body, Idempotency_Key="k")
    assert (asked.status_code, repeated.status_code) == (200, 201)
    assert asked.json() == repeated.json()
    assert MissingReport.objects.get().received_at == START


def test_nothing_came_under_another_key_or_from_somebody_else(callers, send, database_away):
    send()

    assert callers.get("joss", f"{PATH}/submitted/other").status_code == 404
    assert callers.get("nadia", f"{PATH}/submitted/k").status_code == 404
    with database_away():
        client = Client(raise_request_exception=False)
        token = {"Authorization": f"Bearer {callers.token('joss')}"}
        assert client.get(f"{BASE}{PATH}/submitted/other", headers=token).status_code == 503


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Basic x"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Idempotency_Key": ""}, 422),
        ({"content": "{"}, 400),
        ({"content": '{"why_worried": "a", "why_worried": "b"}'}, 400),
        ({"content": json.dumps({**a_report(), "why_worried": ""})}, 422),
        ({"content": "[]"}, 422),
    ],
)
def test_what_could_never_be_recorded_is_refused_at_once(send, change, status):
    answer = send(**change)

    assert answer.status_code == status
    assert keeping.held().last == 0


def test_what_is_wrong_is_named_as_when_the_database_is_there(callers, send):
    wrong = {**a_report(), "why_worried": ""}

    away, there = send(wrong), callers.post("joss", PATH, wrong, Idempotency_Key="l")

    assert away.json() == there.json()


def test_a_full_disk_is_said(send, settings):
    settings.WAYHOME_JOURNAL_BYTES = 10

    assert send().status_code == 503


def unknown(callers, send):
    del callers
    send(Authorization="Bearer made-up")


def expired(callers, send):
    send()
    ApiToken.objects.filter(practitioner_id=callers.cast.people["joss"]).update(
        revoked_at=START - timedelta(minutes=1)
    )


def names_a_child_they_do_not_know(callers, send):
    del callers
    send(a_report(child_reference="7K3MD-9QXTR-C"))


def contradicts_itself(callers, send):
    send(a_report(child_reference=introduced(callers), last_seen_at="2031-01-01T00:00:00Z"))


@pytest.mark.parametrize(
    ("send_it", "claimed"),
    [
        (unknown, False),
        (expired, False),
        (names_a_child_they_do_not_know, True),
        (contradicts_itself, True),
    ],
)
def test_what_cannot_be_recorded_waits_for_a_person(callers, send, send_it, claimed):
    send_it(callers, send)

    done = replay()

    assert (done.recorded, done.held) == (0, 1)
    held = HeldReport.objects.get()
    assert (held.claimed_by is not None) is claimed
    assert MissingReport.objects.count() == 0


def test_a_token_revoked_since_was_good_then(send):
    send()
    ApiToken.objects.update(revoked_at=after(0.5))

    assert replay().recorded == 1


def test_every_other_address_is_away(callers, database_away):
    token = {"Authorization": f"Bearer {callers.token('joss')}"}
    client = Client(raise_request_exception=False)
    with database_away():
        assert client.get(f"{BASE}/me", headers=token).status_code == 503
        assert client.get(f"{BASE}{PATH}/7K3MD-9QXTR-C", headers=token).status_code == 503


def test_what_has_no_turn_is_received_and_recorded_soon(callers, settings):
    settings.WAYHOME_INTAKE_AT_ONCE = 0
    headers = {"Authorization": f"Bearer {callers.token('joss')}", "Idempotency-Key": "k"}
    client = Client(raise_request_exception=False)

    with clock.at(START):
        answer = client.post(
            BASE + PATH,
            data=json.dumps(a_report()),
            content_type="application/json",
            headers=headers,
        )
    done = replay()

    assert answer.status_code == 202
    assert (done.recorded, MissingReport.objects.count()) == (1, 1)
