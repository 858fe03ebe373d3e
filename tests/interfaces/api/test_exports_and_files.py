"""Through the API: what was taken out is listed and fetched, and files are added and fetched."""

import pytest
from django.test import Client
from tests.interfaces.api.calling import BASE, START, after, reported
from tests.platform.uploads import hostile

from wayhome.journey import export_asked
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.records.files.models import File
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


def wanted(callers, **more):
    return {
        "kind": "open_episodes",
        "format": "csv",
        "purpose": "search",
        "reason": "For the night shift",
        "recipient_name": "A. Nother",
        "recipient_agency_id": str(callers.cast.agencies["Northmoor Police"]),
        **more,
    }


@pytest.mark.usefixtures("child")
def test_an_export_is_asked_for_once_under_its_key_fetched_and_ended(callers):
    key = {"Idempotency-Key": "the-night-shift"}
    made = callers.done("tomas", "/exports", wanted(callers), at=after(1), **key)
    again = callers.done("tomas", "/exports", wanted(callers), at=after(1), **key)
    fetched = callers.get("tomas", f"/exports/{made['reference']}/file", at=after(1))
    ended = callers.done("tomas", f"/exports/{made['reference']}/end", at=after(1))
    dead = callers.get("tomas", f"/exports/{made['reference']}/file", at=after(1))

    assert made == again
    assert (made["state"], made["children"], ended["state"]) == ("ready", 1, "revoked")
    assert made["reference"].encode() in fetched.content
    assert dead.status_code == 409


def test_one_childs_record_is_asked_for_by_its_reference_and_a_stranger_s_is_unknown(
    callers, child
):
    mine = wanted(callers, kind="child", reference=child.reference)
    theirs = callers.post("lowri", "/exports", mine, at=after(1))
    none = callers.post("lowri", "/exports", {**mine, "reference": ""}, at=after(1))

    assert callers.done("tomas", "/exports", mine, at=after(1))["children"] == 1
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


@pytest.mark.usefixtures("child")
def test_an_export_for_an_agency_nobody_knows_is_not_made(callers):
    nobody = wanted(callers, recipient_agency_id="0190b3a0-0000-7000-8000-000000000000")

    assert callers.post("tomas", "/exports", nobody, at=after(1)).status_code == 404
    assert callers.post("joss", "/exports", wanted(callers), at=after(1)).status_code == 403


@pytest.mark.usefixtures("child")
def test_a_second_person_of_the_agency_decides_and_whoever_asked_does_not(callers, monkeypatch):
    monkeypatch.setattr("wayhome.rules.exports.MOST_CHILDREN_ALONE", 0)
    first, second = (
        callers.done("tomas", "/exports", wanted(callers), at=after(hour))["reference"]
        for hour in (1, 1.1)
    )
    waiting = callers.read("ines", "/exports/to-decide", at=after(2))["exports"]

    own = callers.post("tomas", f"/exports/{first}/approve", at=after(2))
    other = callers.post("leon", f"/exports/{first}/approve", at=after(2))
    approved = callers.done("ines", f"/exports/{first}/approve", at=after(2))
    unsaid = callers.post("ines", f"/exports/{second}/decline", {"why": ""}, at=after(2))
    declined = callers.done("ines", f"/exports/{second}/decline", {"why": "Too wide"}, at=after(2))
    again = callers.post("ines", f"/exports/{second}/approve", at=after(2))

    assert [each["reference"] for each in waiting] == [first, second]
    assert {own.status_code, other.status_code} == {404}
    assert (approved["state"], declined["state"]) == ("being_made", "declined")
    assert (unsaid.status_code, again.status_code) == (422, 409)
    assert callers.read("ines", "/exports/to-decide", at=after(2))["exports"] == []
    assert callers.get("tomas", "/exports/to-decide", at=after(2)).status_code == 403


@pytest.mark.usefixtures("child")
def test_the_list_of_exports_goes_on_from_its_cursor(callers, monkeypatch):
    monkeypatch.setattr("wayhome.interfaces.api.v1.exports.AT_ONCE", 2)
    made = [
        callers.done("tomas", "/exports", wanted(callers), at=after(1 + n / 10))["reference"]
        for n in range(3)
    ]

    first = callers.read("tomas", "/exports", at=after(2))
    then = callers.read("tomas", f"/exports?cursor={first['next_cursor']}", at=after(2))

    seen = [each["reference"] for each in (*first["exports"], *then["exports"])]
    assert (seen, then["next_cursor"]) == (made[::-1], "")


def test_a_file_takes_the_place_of_another_and_a_wrong_one_is_withdrawn(callers, child):
    first = send(callers, "tomas", child, hostile.whole("JPEG")).json()["made_id"]
    instead = f"photograph&replaces={first}"
    second = send(callers, "tomas", child, hostile.whole("PNG"), subject=instead, key="two")
    listed = why(callers, "tomas", f"/children/{child.reference}/files").json()["files"]
    taken_back = {"why": "It is of somebody else"}
    theirs = callers.post("lowri", f"/files/{listed[0]['id']}/withdraw", taken_back, at=after(1))
    said = {"at": after(1), "Wayhome-Purpose": "strategy"}
    callers.done("tomas", f"/files/{listed[0]['id']}/withdraw", taken_back, **said)

    assert [each["id"] for each in listed] == [second.json()["made_id"]]
    assert why(callers, "tomas", f"/files/{first}").status_code == 404
    assert theirs.status_code == 404
    assert why(callers, "tomas", f"/children/{child.reference}/files").json()["files"] == []


def test_a_file_is_of_one_episode_where_it_is_said(callers, child):
    ours = child.episodes.get()
    subject = f"photograph&episode={ours.reference}"

    kept = send(callers, "tomas", child, hostile.whole("JPEG"), subject=subject).json()
    unknown = "photograph&episode=7K3MD-9QXTR-C"
    lost = send(callers, "tomas", child, hostile.whole("JPEG"), subject=unknown, key="two")

    assert File.objects.get(id=kept["made_id"]).episode_id == ours.id
    assert lost.status_code == 404
