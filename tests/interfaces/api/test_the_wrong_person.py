"""Who may not do each deed through the API: refused with a reason, or told nothing is there."""

import uuid

import pytest
from tests.interfaces.api.calling import START, a_report, after, iso

from wayhome.interfaces.api.v1 import urls
from wayhome.platform.audit.models import LedgerEntry
from wayhome.rules import access
from wayhome.rules.access import Deed

pytestmark = pytest.mark.django_db
SOME_ID = str(uuid.UUID(int=1))
AT = {"at": iso(after(1))}
WORDS = {"summary": "x"}
# The address after /episodes/{reference}, who may not, what they send, and the deed refused.
WRONG_POST = (
    ("type", "joss", {"type": "missing", "reason": "x"}, Deed.CHANGE_TYPE),
    ("close", "joss", WORDS, Deed.CLOSE),
    ("joint-assessments", "joss", {"level": "high", "reasons": "x"}, "A joint level"),
    (f"joint-assessments/{SOME_ID}/signatures", "joss", {}, "A joint level"),
    ("assessments", "joss", {"level": "high", "reasons": "x"}, "Risk is assessed by police"),
    ("challenge-answers", "joss", {"answer": "x"}, Deed.ANSWER_CHALLENGE),
    (
        "steps",
        "joss",
        {"title": "x", "post_id": SOME_ID, "due_at": iso(after(9))},
        Deed.ADD_STEP,
    ),
    (f"steps/{SOME_ID}/take", "asha", None, Deed.WORK_STEP),
    (f"steps/{SOME_ID}/done", "asha", {"outcome": "x"}, Deed.WORK_STEP),
    ("reviews", "nadia", {"findings": "x"}, Deed.REVIEW),
    ("past-review", "joss", {"findings": "x"}, Deed.ANSWER_DUTY),
    (f"duties/{SOME_ID}/meet", "joss", None, Deed.ANSWER_DUTY),
    (f"duties/{SOME_ID}/decline", "joss", {"reason": "x"}, Deed.ANSWER_DUTY),
    ("family/told", "joss", {"contact_id": SOME_ID, "how": "x"}, Deed.TELL_FAMILY),
    ("family/not-told", "joss", {"contact_id": SOME_ID, "reason": "x"}, Deed.TELL_FAMILY),
    ("family/may-be-told", "joss", {"contact_id": SOME_ID, "reason": "x"}, Deed.TELL_FAMILY),
    ("handovers", "joss", {"to_post_id": SOME_ID, "why": "x"}, Deed.HAND_OVER),
    (f"handovers/{SOME_ID}/accept", "joss", None, Deed.ANSWER_HANDOVER),
    (f"handovers/{SOME_ID}/decline", "joss", {"reason": "x"}, Deed.ANSWER_HANDOVER),
    (f"handovers/{SOME_ID}/withdraw", "joss", {"why": "x"}, Deed.HAND_OVER),
    (
        "prevention-interview/corrections",
        "nadia",
        {**AT, "mode": "face_to_face", "why": "x"},
        Deed.RECORD_PREVENTION_INTERVIEW,
    ),
    (
        "prevention-interview/withdrawal",
        "nadia",
        {"why": "x", "about": SOME_ID},
        Deed.RECORD_PREVENTION_INTERVIEW,
    ),
    ("hypotheses", "asha", {"where": "x", "why": "x"}, Deed.RECORD_HYPOTHESIS),
    (
        "prevention-interview",
        "nadia",
        {**AT, "mode": "face_to_face"},
        Deed.RECORD_PREVENTION_INTERVIEW,
    ),
    ("police-record-closed", "nadia", WORDS, Deed.CLOSE_POLICE_RECORD),
    ("finalised", "tomas", WORDS, Deed.FINALISE),
    ("interview-referrals", "tomas", {"provider_id": SOME_ID}, Deed.REFER_INTERVIEW),
    ("interview-offers", "tomas", {**AT, "how": "x"}, Deed.OFFER_INTERVIEW),
    ("interview-attempts", "tomas", {**AT, "how": "x", "outcome": "x"}, Deed.OFFER_INTERVIEW),
    (
        f"interview-offers/{SOME_ID}/answer",
        "tomas",
        {"answer": "accepted"},
        Deed.OFFER_INTERVIEW,
    ),
    (
        f"interview-offers/{SOME_ID}/corrections",
        "tomas",
        {**AT, "how": "x", "why": "x"},
        Deed.OFFER_INTERVIEW,
    ),
    (
        f"interview-offers/{SOME_ID}/answer/corrections",
        "tomas",
        {"answer": "accepted", "why": "x"},
        Deed.OFFER_INTERVIEW,
    ),
    (
        f"interview-attempts/{SOME_ID}/corrections",
        "tomas",
        {**AT, "how": "x", "outcome": "x", "why": "x"},
        Deed.OFFER_INTERVIEW,
    ),
    (
        "interview-not-offered/corrections",
        "priya",
        {"reason": "in_hospital", "explanation": "x", "why": "x"},
        Deed.AUTHORISE_NO_OFFER,
    ),
    ("interview-not-offered/taken-back", "priya", {"why": "x"}, Deed.AUTHORISE_NO_OFFER),
    (
        "interview-not-offered",
        "priya",
        {"reason": "in_hospital", "explanation": "x"},
        Deed.AUTHORISE_NO_OFFER,
    ),
    (
        "interviews",
        "tomas",
        {"at": iso(START), "interviewer_id": SOME_ID, "provider_type": "other"},
        Deed.HOLD_INTERVIEW,
    ),
    ("interview-releases", "tomas", {"part": "shareable", "released": True}, Deed.RELEASE_FINDINGS),
    ("support-plan", "tomas", WORDS, Deed.AGREE_SUPPORT),
    ("support-not-needed", "tomas", {"because": "x"}, Deed.AGREE_SUPPORT),
    (f"asked/{SOME_ID}/we-did", "tomas", {"answer": "x"}, Deed.AGREE_SUPPORT),
)
# What every post with a part may do; only a stranger is refused, by not being told it is there.
ANYBODYS = (
    (
        "sightings",
        {**AT, "place": "x", "certainty": "possible", "source_name": "x"},
    ),
    ("located", {**AT, "place": "x", "found_by": "police"}),
    ("returned", {**AT, "to": "home"}),
    (
        f"sightings/{SOME_ID}/corrections",
        {**AT, "place": "x", "certainty": "possible", "source_name": "x", "why": "x"},
    ),
    ("located/corrections", {**AT, "place": "x", "found_by": "police", "why": "x"}),
    ("returned/corrections", {**AT, "to": "home", "why": "x"}),
    ("located/withdrawal", {"why": "x", "about": SOME_ID}),
    ("returned/withdrawal", {"why": "x", "about": SOME_ID}),
    (
        f"report-answers/{SOME_ID}/corrections",
        {"topic": "worry", "answer": "x", "why": "x"},
    ),
    (f"support-actions/{SOME_ID}/done", {"outcome": "x"}),  # whoever it was asked of
    (f"support-actions/{SOME_ID}/not-done", {"reason": "x"}),
)
STRANGER = "lowri"  # a sergeant of another force


@pytest.mark.parametrize(("path", "who", "body", "why"), WRONG_POST, ids=lambda v: str(v)[:40])
def test_a_deed_of_another_post_is_refused_with_the_reason(
    callers, episode, as_owner, path, who, body, why
):
    refused = callers.post(who, f"/episodes/{episode}/{path}", body, at=after(2))

    assert refused.status_code == 403, refused.content
    assert refused["Content-Type"] == "application/problem+json"
    assert str(why) in refused.json()["detail"]
    with as_owner():
        [entry] = LedgerEntry.objects.filter(verb="refuse")
    assert (entry.reference, str(entry.practitioner_id)) == (
        episode,
        str(callers.cast.people[who]),
    )


def test_a_stranger_is_answered_as_if_there_were_no_such_episode(callers, episode):
    told_apart = []
    for path, body in [(path, body) for path, _who, body, _why in WRONG_POST] + list(ANYBODYS):
        there = callers.post(STRANGER, f"/episodes/{episode}/{path}", body, at=after(2))
        nowhere = callers.post(STRANGER, f"/episodes/7K3MD-9QXTR-C/{path}", body, at=after(2))
        if _seen(there) != _seen(nowhere) or there.status_code != 404:
            told_apart.append((path, there.status_code, nowhere.status_code))

    assert told_apart == []


def _seen(answer):
    return answer.status_code, answer.content, dict(answer.headers)


def test_every_deed_about_an_episode_is_in_one_of_the_tables():
    paths = urls.api.get_openapi_schema(path_prefix="/")["paths"]
    deeds = {
        path.removeprefix("/episodes/{reference}/")
        for path, methods in paths.items()
        if "post" in methods and path.startswith("/episodes/")
    }
    tried = {path for path, *_ in (*WRONG_POST, *ANYBODYS)}
    shapes = {path.replace(SOME_ID, "{id}") for path in tried}
    assert {_shape(deed) for deed in deeds} == shapes


def _shape(path):
    return "/".join("{id}" if part.startswith("{") else part for part in path.split("/"))


def test_who_may_not_report_a_child_is_refused(callers):
    refused = callers.post("harri", "/missing-reports", a_report(), Idempotency_Key="x")

    assert refused.status_code == 403
    assert Deed.REPORT in refused.json()["detail"]


@pytest.mark.parametrize("path", ["", "/timeline", "/risk-prompts"])
def test_a_stranger_cannot_read_an_episode(callers, episode, path):
    assert callers.get(STRANGER, f"/episodes/{episode}{path}").status_code == 404


def test_a_home_is_not_shown_what_to_consider_about_risk(callers, episode):
    assert callers.get("joss", f"/episodes/{episode}/risk-prompts").status_code == 403


def test_a_child_is_opened_only_for_a_purpose(callers, episode):
    child = callers.read("tomas", f"/episodes/{episode}")["child"]["reference"]

    without = callers.get("tomas", f"/children/{child}")
    wrong = callers.get("tomas", f"/children/{child}", Wayhome_Purpose="curiosity")
    stranger = callers.get(STRANGER, f"/children/{child}", Wayhome_Purpose="search")

    assert without.status_code == 403
    assert "Wayhome-Purpose" in without.json()["detail"]
    assert wrong.status_code == 422
    assert stranger.status_code == 404
    record = callers.read("tomas", f"/children/{child}", Wayhome_Purpose="search")
    assert record["contacts"][0]["name"] == "Sara Example"
    assert record["episodes"][0]["reference"] == episode


@pytest.mark.usefixtures("episode")
def test_a_child_is_not_looked_up_by_a_post_that_may_not(callers):
    refused = callers.post("ben", "/children/look-up", {"family_name": "Example"})

    assert refused.status_code == 403
    assert Deed.LOOK_UP_CHILD in refused.json()["detail"]


@pytest.mark.usefixtures("episode")
def test_only_children_of_the_callers_agency_are_found(callers):
    asked = {"family_name": "exam"}

    mine = callers.post("nadia", "/children/look-up", asked).json()["children"]
    theirs = callers.post(STRANGER, "/children/look-up", asked).json()["children"]

    assert [child["family_name"] for child in mine] == ["Example"]
    assert theirs == []


@pytest.mark.usefixtures("episode")
def test_a_notice_to_another_post_is_not_there(callers):
    [notice, *_] = callers.read("gwen", "/notices")["notices"]

    assert callers.post("nadia", f"/notices/{notice['id']}/acknowledge").status_code == 404
    assert callers.post("gwen", f"/notices/{notice['id']}/acknowledge").status_code == 201


def test_without_a_token_nothing_is_answered(callers, episode, client):
    client.force_login(
        _person(callers, "tomas"), backend="django.contrib.auth.backends.ModelBackend"
    )
    for headers in ({}, {"Authorization": "Bearer wh_nobody"}, {"Authorization": "Basic eDp5"}):
        answer = client.get(f"/api/v1/episodes/{episode}", headers=headers)

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


def test_a_session_without_a_token_records_nothing(callers, episode, client):
    client.force_login(
        _person(callers, "tomas"), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = client.post(f"/api/v1/episodes/{episode}/close", {}, content_type="application/json")

    assert answer.status_code == 401


def test_an_expired_token_is_nobodys(callers, episode):
    answer = callers.get("tomas", f"/episodes/{episode}", at=after(24 * 4000))

    assert answer.status_code == 401


def test_the_reasons_are_those_of_the_access_rule():
    assert all(str(deed) in {str(each) for each in access.MAY} for deed in Deed)


def _person(callers, username):
    from wayhome.records.practitioners import queries

    return queries.one(callers.cast.people[username])
