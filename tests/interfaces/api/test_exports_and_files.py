"""Through the API: what was taken out is listed and fetched, and files are added and fetched."""

import pytest
from django.test import Client
from tests.interfaces.api.calling import BASE, START, after, reported
from tests.platform.uploads import hostile

from wayhome.journey import export_asked
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.rules import exports
from wayhome.rules.vocabulary import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(callers):
    reported(callers, key="one")
    return Child.objects.get()


def send(callers, who, child, content, *, subject="photograph", key="one"):
    with clock.at(after(1)):
        return Client().post(
            f"{BASE}/children/{child.reference}/files?subject={subject}&title=School%20photograph",
            data=content,
            content_type="application/octet-stream",
            headers={
                "Authorization": f"Bearer {callers.token(who)}",
                "Wayhome-Purpose": "strategy",
                "Idempotency-Key": key,
            },
        )


def why(callers, who, path):
    return callers.get(who, path, at=after(1), **{"Wayhome-Purpose": "strategy"})


def test_a_file_is_added_listed_and_fetched_as_pixels(callers, child):
    kept = send(callers, "tomas", child, hostile.whole("JPEG")).json()
    listed = why(callers, "tomas", f"/children/{child.reference}/files").json()["files"]
    fetched = why(callers, "tomas", f"/files/{kept['made_id']}")

    assert [(each["id"], each["subject"]) for each in listed] == [(kept["made_id"], "photograph")]
    assert hostile.CANARY not in fetched.content
    assert fetched.headers["Content-Disposition"].startswith("attachment")


def test_a_file_sent_again_under_its_key_is_kept_once(callers, child):
    first = send(callers, "tomas", child, hostile.whole("JPEG")).json()
    again = send(callers, "tomas", child, hostile.whole("JPEG")).json()
    other = send(callers, "tomas", child, hostile.whole("PNG"))

    assert first == again
    assert other.status_code == 409


def test_what_is_not_taken_is_a_problem_that_says_what_to_do(callers, child):
    answer = send(callers, "tomas", child, hostile.others()["svg"])

    assert answer.status_code == 422
    assert "Only JPEG, PNG, WebP and PDF" in answer.json()["problems"][0]["message"]


def test_a_stranger_is_told_nothing_of_a_file(callers, child):
    kept = send(callers, "tomas", child, hostile.whole("JPEG")).json()

    known = why(callers, "lowri", f"/files/{kept['made_id']}")
    unknown = why(callers, "lowri", "/files/0190b3a0-0000-7000-8000-000000000000")

    assert known.status_code == unknown.status_code == 404
    assert known.content == unknown.content


def test_an_export_is_listed_and_fetched(callers, child):
    del child
    wanted = exports.Wanted(
        kind=exports.ExportKind.OPEN_EPISODES,
        format=exports.ExportFormat.CSV,
        purpose=Purpose.SEARCH,
        reason="For the night shift",
        recipient_name="A. Nother",
        recipient_agency_id=callers.cast.agencies["Northmoor Police"],
    )
    by = callers.cast.viewer("tomas", now=START)
    made = export_asked.record(wanted, by=by, now=after(1), say=lambda words: words)

    listed = callers.read("tomas", "/exports", at=after(1))["exports"]
    fetched = callers.get("tomas", f"/exports/{made.reference}/file", at=after(1))

    assert [(each["reference"], each["state"]) for each in listed] == [(made.reference, "ready")]
    assert fetched.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert made.reference.encode() in fetched.content
    assert callers.get("lowri", f"/exports/{made.reference}", at=after(1)).status_code == 404
    assert callers.get("joss", "/exports", at=after(1)).status_code == 403
