"""What does not fit is refused with what to do, and nothing of it is kept."""

import pytest
from django.test import Client
from tests.interfaces.api.calling import BASE, START, a_report, after, introduced, iso

from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children.models import Child, Contact

pytestmark = pytest.mark.django_db
LONG = "x" * 10_000
REPORTER = {"name": "Joss Amberley", "telephone": "01632 960001"}


def child(**said):
    return {"child": said}


# What is sent in a report, and the field the answer is about.
BAD_REPORTS = {
    "no reporter": ({"reporter": None}, "reporter"),
    "no way to reach the reporter": ({"reporter": {"name": "Joss"}}, "reporter"),
    "nothing said of why": ({"why_worried": ""}, "why_worried"),
    "only spaces": ({"why_worried": " \n\t "}, "why_worried"),
    "only control characters": ({"why_worried": "\x00\x07"}, "why_worried"),
    "only a space without width": ({"why_worried": "\u200b\ufeff"}, "why_worried"),
    "only marks of direction": ({"why_worried": "\u202e\u2066"}, "why_worried"),
    "a name of 10,000 letters": (child(given_name=LONG), "child.given_name"),
    "a place of 10,000 letters": ({"last_seen_place": LONG}, "last_seen_place"),
    "a name too long as sent": (child(given_name="x" + "\x00" * 100), "child.given_name"),
    "a name too long as kept": (child(given_name="\u0958" * 60), "child.given_name"),
    "half a character": (child(given_name="\ud800Amira"), "child.given_name"),
    "a name that is a number": (child(given_name=7), "child.given_name"),
    "a name that is a list": (child(given_name=["A"]), "child.given_name"),
    "a time without a zone": ({"last_seen_at": "2026-03-10T18:00:00"}, "last_seen_at"),
    "a time as a number": ({"last_seen_at": 1773165600}, "last_seen_at"),
    "a time that is no time": ({"last_seen_at": "yesterday"}, "last_seen_at"),
    "a day there is not": ({"last_seen_at": "2026-02-30T18:00:00Z"}, "last_seen_at"),
    "a year far off": ({"last_seen_at": "9999-12-31T23:59:59-23:59"}, "last_seen_at"),
    "the year one": ({"last_seen_at": "0001-01-01T00:00:00+23:59"}, "last_seen_at"),
    "last seen in the future": ({"last_seen_at": iso(after(5))}, "last_seen_at"),
    "received in the future": ({"received_at": iso(after(5))}, "received_at"),
    "seen after it was reported": (
        {"received_at": iso(after(-5)), "last_seen_at": iso(after(-3))},
        "last_seen_at",
    ),
    "an adult by birth": (child(date_of_birth="1990-01-01"), "child.date_of_birth"),
    "born tomorrow": (child(date_of_birth="2026-03-12"), "child.date_of_birth"),
    "a birthday there is not": (child(date_of_birth="2011-02-29"), "child.date_of_birth"),
    "a birthday as a number": (child(date_of_birth=20110504), "child.date_of_birth"),
    "an adult by age": (child(age_stated=18), "child.age_stated"),
    "an age below nothing": (child(age_stated=-1), "child.age_stated"),
    "an age in words": (child(age_stated="15"), "child.age_stated"),
    "an age that is true": (child(age_stated=True), "child.age_stated"),
    "an age with a fraction": (child(age_stated=15.5), "child.age_stated"),
    "age and birthday that differ": (
        child(date_of_birth="2015-01-01", age_stated=16),
        "child.age_stated",
    ),
    "a type there is not": ({"type": "absent"}, "type"),
    "a name nobody knows": ({"photo": "x"}, "photo"),
    "a name nobody knows inside": (child(nickname="x"), "child.nickname"),
    "a topic there is not": ({"answers": [{"topic": "hair", "answer": "x"}]}, "answers.0.topic"),
    "no council there": ({"council_id": "00000000-0000-0000-0000-000000000001"}, "council_id"),
    "no identifier": ({"council_id": "12"}, "council_id"),
    "an e-mail address that is none": ({"reporter": {**REPORTER, "email": "x"}}, "reporter.email"),
    "a list too long": ({"answers": [{"topic": "worry", "answer": "x"}] * 51}, "answers"),
}


@pytest.mark.parametrize(("sent", "field"), BAD_REPORTS.values(), ids=BAD_REPORTS)
def test_a_report_that_does_not_fit_says_what_to_do_and_keeps_nothing(callers, sent, field):
    body = {**a_report(), "council_id": str(callers.cast.agencies["Harrowfell Council"]), **sent}

    answer = callers.post("tomas", "/missing-reports", body, Idempotency_Key="k")

    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert field in [each["field"] for each in problem["problems"]], problem
    assert all(each["message"] for each in problem["problems"])
    assert not Child.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Zoe\u0301", "Zoé"),
        ("  Amira\u0000 \u0007Noor ", "Amira Noor"),
        ("\u202eAmira", "Amira"),
        ("أميرة", "أميرة"),
        ("🦋", "🦋"),
        ("Siân Ŵyn", "Siân Ŵyn"),
    ],
)
def test_a_name_is_kept_as_written_but_for_what_cannot_be_seen(callers, given, kept):
    body = {
        **a_report(child={"given_name": given, "family_name": "Example"}),
        "council_id": str(callers.cast.agencies["Harrowfell Council"]),
    }
    made = callers.done("tomas", "/missing-reports", body, Idempotency_Key="k")

    read = callers.read("tomas", f"/episodes/{made['reference']}")
    assert read["child"]["given_name"] == kept


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"not json",
        b'{"age": NaN}',
        b'{"age": Infinity}',
        b'{"a": 1, "a": 2}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
    ids=["cut", "words", "nan", "infinity", "twice", "bytes", "deep", "long"],
)
def test_what_is_not_json_is_answered_with_what_to_send(callers, raw):
    answer = _raw(callers, raw)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("raw", [b"", b"[]", b'"x"', b"null", b"7"])
def test_json_that_is_no_object_is_not_understood(callers, raw):
    assert _raw(callers, raw).status_code == 422


def test_too_much_at_once_is_refused(callers):
    answer = _raw(callers, b'{"a": "' + b"x" * 3_000_000 + b'"}')

    assert answer.status_code == 413


def _raw(callers, raw):
    headers = {"Authorization": f"Bearer {callers.token('joss')}", "Idempotency-Key": "k"}
    with clock.at(START):
        return Client().post(
            f"{BASE}/missing-reports", raw, content_type="application/json", headers=headers
        )


# What is sent to /episodes/{reference}/…, and the field the answer is about.
BAD_DEEDS = {
    "found before lost": (
        "located",
        {"at": iso(after(-9)), "place": "x", "found_by": "police"},
        "at",
    ),
    "found in the future": (
        "located",
        {"at": iso(after(9)), "place": "x", "found_by": "police"},
        "at",
    ),
    "returned before lost": ("returned", {"at": iso(after(-9)), "to": "home"}, "at"),
    "returned to nowhere known": ("returned", {"at": iso(START), "to": "moon"}, "to"),
    "seen before found": ("prevention-interview", {"at": iso(START), "mode": "telephone"}, "at"),
    "a harm there is not": (
        "prevention-interview",
        {"at": iso(START), "mode": "telephone", "harm": ["tedium"]},
        "harm.0",
    ),
    "a step for nobody": (
        "steps",
        {"title": "x", "post_id": "00000000-0000-0000-0000-000000000001", "due_at": iso(START)},
        "post_id",
    ),
    "one factor twice": (
        "assessments",
        {
            "level": "high",
            "reasons": "x",
            "factors": [{"factor": "medicine", "answer": "yes"}] * 2,
        },
        "body",
    ),
    "a factor there is not": (
        "assessments",
        {"level": "high", "reasons": "x", "factors": [{"factor": "hair", "answer": "yes"}]},
        "factors.0.factor",
    ),
    "an answer that is maybe": (
        "assessments",
        {"level": "high", "reasons": "x", "factors": [{"factor": "medicine", "answer": "maybe"}]},
        "factors.0.answer",
    ),
}


@pytest.mark.parametrize(("path", "sent", "field"), BAD_DEEDS.values(), ids=BAD_DEEDS)
def test_a_deed_that_does_not_fit_says_what_to_do(callers, episode, path, sent, field):
    answer = callers.post("tomas", f"/episodes/{episode}/{path}", sent, at=after(1))

    assert answer.status_code == 422, answer.content
    assert field in [each["field"] for each in answer.json()["problems"]], answer.content


def test_a_level_the_protocol_does_not_use_is_refused_as_not_now(callers, episode):
    sent = {"level": "very_low", "reasons": "x"}
    answer = callers.post("tomas", f"/episodes/{episode}/assessments", sent, at=after(1))

    assert answer.status_code == 409
    assert "very low" in answer.json()["detail"]


def test_a_closed_list_of_who_is_responsible_is_held_to(callers):
    home = str(callers.cast.agencies["Larch House"])
    nobody = "00000000-0000-0000-0000-000000000001"
    sent = {
        "child": {"given_name": "A", "family_name": "Example"},
        "arrangement": {
            "responsible_authority_id": home,
            "school_id": nobody,
            "social_worker_id": nobody,
        },
    }
    answer = callers.post("joss", "/children", sent)

    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["problems"]} == {
        "arrangement.responsible_authority_id",
        "arrangement.school_id",
        "arrangement.social_worker_id",
    }


def test_a_contact_that_corrects_no_contact_of_this_child_is_not_there(callers):
    reference = introduced(callers)
    contact = {"name": "Sara Example", "relationship": "mother"}
    wrong = {"contact": contact, "corrects_id": "00000000-0000-0000-0000-000000000001"}

    assert callers.post("joss", f"/children/{reference}/contacts", wrong).status_code == 404
    unsafe = {"contact": {**contact, "unsafe_to_tell": True}}
    assert callers.post("joss", f"/children/{reference}/contacts", unsafe).status_code == 422
    callers.done("joss", f"/children/{reference}/contacts", {"contact": contact})


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "cursor=%00",
        "state=lost",
        "open=maybe",
        "due_before=2026-03-10",
        "ownr=me",
        "owner=you",
    ],
)
def test_a_list_asked_for_wrongly_says_what_to_do(callers, query):
    answer = callers.get("tomas", f"/episodes?{query}")

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("hours", [9, -9])
@pytest.mark.parametrize("path", ["", "/timeline"])
def test_neither_the_future_nor_what_was_before_the_report_is_told(callers, episode, path, hours):
    answer = callers.get("tomas", f"/episodes/{episode}{path}?as_of={iso(after(hours))}")

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "as_of"


@pytest.mark.parametrize("reference", ["x", "7K3MD-9QXTR-D", "%00", "%F0%9F%A6%8B", "a" * 3000])
def test_a_reference_that_is_none_is_not_found(callers, reference):
    answer = callers.get("tomas", f"/episodes/{reference}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_reference_is_read_as_people_write_it(callers, episode):
    spoken = episode.replace("-", "").lower()

    assert callers.read("tomas", f"/episodes/{spoken}")["reference"] == episode


def test_a_wrong_method_is_told_which_are_right(episode):
    with clock.at(START):
        answer = Client().delete(f"{BASE}/episodes/{episode}")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert answer.json()["type"].endswith("not-allowed")


def test_an_address_there_is_not_is_a_problem_too():
    for answer in (Client().get(f"{BASE}/nothing"), Client().post(f"{BASE}/nothing/here")):
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


def test_every_kind_of_problem_can_be_looked_up():
    kinds = Client().get(f"{BASE}/problems").json()

    for kind in kinds:
        assert Client().get(kind["type"]).json() == kind
    assert Client().get(f"{BASE}/problems/nothing").status_code == 404


def test_why_it_is_not_safe_to_tell_somebody_is_answered_and_not_in_the_ledger(callers, as_owner):
    child = introduced(callers)
    unsafe = {"unsafe_to_tell": True, "unsafe_reason": "Court order"}
    father = {"name": "Dale Example", "relationship": "father", **unsafe}
    callers.done("joss", f"/children/{child}/contacts", {"contact": father})
    made = callers.done(
        "joss", "/missing-reports", a_report(child_reference=child), Idempotency_Key="one"
    )
    contact = Contact.objects.get(name="Dale Example")
    told = {"contact_id": str(contact.id), "how": "by telephone"}

    answer = callers.post("tomas", f"/episodes/{made['reference']}/family/told", told)

    assert answer.status_code == 409
    assert "Court order" in answer.json()["detail"]
    with as_owner():
        entry = LedgerEntry.objects.filter(verb="refuse").latest("at", "id")
    assert entry.reason == "It is not safe to tell this person"
    assert entry.child_id == contact.child_id


def test_somebody_unsafe_to_tell_is_said_to_be_safe_only_with_a_reason(callers):
    reference = introduced(callers)
    here = f"/children/{reference}/contacts"
    father = {"name": "Dale Example", "relationship": "father"}
    unsafe = {**father, "unsafe_to_tell": True, "unsafe_reason": "Court order"}
    callers.done("joss", here, {"contact": unsafe})
    again = callers.done("joss", here, {"contact": {**father, "relationship": "dad"}})
    record = callers.read("nadia", f"/children/{reference}", Wayhome_Purpose="support")
    known = {each["relationship"]: each for each in record["contacts"]}
    correction = {"contact": father, "corrects_id": known["father"]["id"]}

    without = callers.post("nadia", here, correction)
    by_the_home = callers.post("joss", here, {**correction, "why": "He says so"})
    callers.done("nadia", here, {**correction, "why": "The order has ended"})

    assert known["dad"]["unsafe_to_tell"]
    assert "Dale Example is kept as not safe to tell" in again["warnings"][0]
    assert without.status_code == 422
    assert [each["field"] for each in without.json()["problems"]] == ["why"]
    assert by_the_home.status_code == 403
