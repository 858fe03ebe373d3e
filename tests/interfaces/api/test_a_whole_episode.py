"""The whole story of one episode, told by the right people through the API alone."""

import pytest
from tests.interfaces.api.calling import a_report, after, introduced, iso

pytestmark = pytest.mark.django_db


def test_a_child_is_reported_found_heard_and_helped_through_the_api(callers):
    child = introduced(callers)
    opened = callers.done(
        "joss", "/missing-reports", a_report(child_reference=child), Idempotency_Key="one"
    )
    here = f"/episodes/{opened['reference']}"
    _assess_and_agree(callers, here)
    _search_and_respond(callers, here)
    _find(callers, here)
    _hear(callers, here)
    _help(callers, here)

    refused = callers.post("nadia", f"{here}/close", {"summary": "Home"}, at=after(47))
    assert refused.status_code == 409
    assert "telling the family" in refused.json()["problems"][0]["message"]

    [mother] = callers.read("tomas", here, at=after(47))["family"]["contacts"]
    told = {"contact_id": mother["id"], "how": "telephone"}
    callers.done("tomas", f"{here}/family/told", told, at=after(48))
    callers.done("nadia", f"{here}/close", {"summary": "Home and settled"}, at=after(49))

    ended = callers.read("nadia", here, at=after(50))
    assert ended["state"] == "closed"
    assert ended["before_closing"] == []
    then = callers.read("nadia", f"{here}?as_of={iso(after(3))}", at=after(50))
    assert (then["state"], then["closed_at"], then["found"]["returned"]) == ("agreed", None, None)
    kinds = [
        entry["kind"]
        for entry in callers.read("nadia", f"{here}/timeline", at=after(50))["entries"]
    ]
    assert {"missing_report", "joint_assessment_agreed", "sighting", "interview", "closed"} <= set(
        kinds
    )


def _assess_and_agree(callers, here):
    police = {
        "level": "medium",
        "reasons": "Police reasons",
        "factors": [{"factor": "medicine", "answer": "not_known", "evidence": "Nobody knew"}],
    }
    callers.done("tomas", f"{here}/assessments", police, at=after(1))
    callers.done(
        "nadia", f"{here}/assessments", {"level": "high", "reasons": "Ours"}, at=after(1.5)
    )
    prompts = callers.read("tomas", f"{here}/risk-prompts", at=after(1.6))
    assert prompts["prompts"][0]["document"]
    agreed = {"level": "high", "reasons": "Agreed"}
    joint = callers.done("tomas", f"{here}/joint-assessments", agreed, at=after(2))
    callers.done(
        "nadia", f"{here}/joint-assessments/{joint['made_id']}/signatures", {}, at=after(2.1)
    )
    assert callers.read("tomas", here, at=after(2.2))["level"] == "high"


def _search_and_respond(callers, here):
    saw = {
        "at": iso(after(2.2)),
        "place": "Town park",
        "certainty": "probable",
        "source_name": "Bus driver",
    }
    first = callers.done("joss", f"{here}/sightings", saw, at=after(2.5))["made_id"]
    better = {**saw, "place": "Town library", "why": "Misheard"}
    callers.done("joss", f"{here}/sightings/{first}/corrections", better, at=after(2.5))
    sightings = callers.read("joss", here, at=after(2.6))["search"]["sightings"]
    assert [each["corrects_id"] for each in sightings] == [None, first]
    idea = {"where": "At a friend's", "why": "She went there last time"}
    callers.done("nadia", f"{here}/hypotheses", idea, at=after(2.5))
    post = str(callers.cast.post("Northmoor Police", "duty_sergeant"))
    step = {"title": "Check the park", "post_id": post, "due_at": iso(after(4))}
    made = callers.done("ines", f"{here}/steps", step, at=after(2.6))["made_id"]
    assert made in [s["id"] for s in callers.read("tomas", "/steps", at=after(2.7))["steps"]]
    callers.done("tomas", f"{here}/steps/{made}/take", at=after(2.7))
    callers.done("tomas", f"{here}/steps/{made}/done", {"outcome": "Nobody there"}, at=after(3))
    callers.done("ines", f"{here}/reviews", {"findings": "High is right"}, at=after(3.2))
    _hand_over(callers, here)
    [notice, *_] = callers.read("gwen", "/notices", at=after(3.5))["notices"]
    callers.done("gwen", f"/notices/{notice['id']}/open", at=after(3.5))
    cannot = {"kind": "elsewhere", "reason": "With another child"}
    callers.done("gwen", f"/notices/{notice['id']}/decline", cannot, at=after(3.55))
    mine = {each["id"]: each for each in callers.read("gwen", "/notices", at=after(3.6))["notices"]}
    assert mine[notice["id"]]["declined_kind"] == "elsewhere"
    assert mine[notice["id"]]["declined_by_id"] == str(callers.cast.people["gwen"])
    callers.done("gwen", f"/notices/{notice['id']}/acknowledge", at=after(3.6))
    assert callers.read("ines", "/duties", at=after(3.6))["duties"]


def _hand_over(callers, here):
    to = {"to_post_id": str(callers.cast.post("Northmoor Police", "detective_inspector"))}
    answers = (
        ("ines", "withdraw", {"why": "The wrong post"}),
        ("dina", "decline", {"reason": "On leave"}),
        ("dina", "accept", None),
    )
    for who, answer, body in answers:
        made = callers.done("ines", f"{here}/handovers", {**to, "why": "Change"}, at=after(3.3))
        callers.done(who, f"{here}/handovers/{made['made_id']}/{answer}", body, at=after(3.4))
    owned = callers.read("dina", "/episodes?owner=me", at=after(3.4))
    assert len(owned["episodes"]) == 1


def _find(callers, here):
    located = {"at": iso(after(4.6)), "place": "A friend's flat", "found_by": "police"}
    callers.done("tomas", f"{here}/located", located, at=after(4.7))
    _take_back(callers, here)
    callers.done("tomas", f"{here}/located", located, at=after(5))
    callers.done("tomas", f"{here}/located/corrections", {**located, "why": "x"}, at=after(5.1))
    back = {"at": iso(after(6)), "to": "placement"}
    callers.done("joss", f"{here}/returned", back, at=after(6))
    callers.done("joss", f"{here}/returned/corrections", {**back, "why": "x"}, at=after(6.1))
    seen = {"at": iso(after(7)), "mode": "face_to_face", "harm": [], "seen_alone": True}
    callers.done("tomas", f"{here}/prevention-interview", seen, at=after(7))
    again = {**seen, "mode": "telephone", "why": "x"}
    callers.done("tomas", f"{here}/prevention-interview/corrections", again, at=after(7))


def _offer(callers, here):
    offered = {"at": iso(after(20)), "how": "by telephone"}
    tried = {**offered, "outcome": "No reply"}
    attempt = callers.done("ben", f"{here}/interview-attempts", tried, at=after(20))["made_id"]
    offer = callers.done("ben", f"{here}/interview-offers", offered, at=after(20))["made_id"]
    accepted = {"answer": "accepted"}
    why = {"why": "Entered wrongly"}
    again = f"{here}/interview-attempts/{attempt}/corrections"
    callers.done("ben", again, {**tried, "outcome": "Engaged", **why}, at=after(20.05))
    right = {**offered, "how": "by letter", **why}
    offer = callers.done(
        "ben", f"{here}/interview-offers/{offer}/corrections", right, at=after(20.1)
    )["made_id"]
    no = {"answer": "declined", "decline_reason": "not_now"}
    callers.done("ben", f"{here}/interview-offers/{offer}/answer", no, at=after(20.5))
    ill = {"reason": "in_hospital", "explanation": "On the ward"}
    callers.done("leon", f"{here}/interview-not-offered", ill, at=after(20.6))
    callers.done(
        "leon", f"{here}/interview-not-offered/corrections", {**ill, **why}, at=after(20.7)
    )
    callers.done("leon", f"{here}/interview-not-offered/taken-back", why, at=after(20.8))
    yes = f"{here}/interview-offers/{offer}/answer/corrections"
    callers.done("ben", yes, {**accepted, **why}, at=after(21))
    shown = callers.read("ben", here, at=after(21.1))["interview_offers"]
    assert [(each["how"], each["answer"]) for each in shown["offers"]] == [
        ("by letter", "accepted")
    ]
    assert [each["outcome"] for each in shown["attempts"]] == ["Engaged"]
    assert shown["not_offered"] is None
    told = callers.read("ben", f"{here}/timeline", at=after(21.1))["entries"]
    answers = [each["code"] for each in told if each["kind"] == "offer_answered"]
    assert sorted(answers) == ["accepted", "declined"]


def _take_back(callers, here):
    """A find, a return and a sight by police were all of another child."""
    back = {"at": iso(after(4.7)), "to": "died"}
    seen = {"at": iso(after(4.7)), "mode": "face_to_face", "harm": []}
    callers.done("tomas", f"{here}/prevention-interview", seen, at=after(4.72))
    callers.done("joss", f"{here}/returned", back, at=after(4.75))
    found = callers.read("joss", here, at=after(4.78))["found"]
    seen = callers.read("tomas", here, at=after(4.78))["found"]
    about = {
        end: read[end.replace("-", "_")]["id"]
        for end, read in (("located", found), ("returned", found), ("prevention-interview", seen))
    }
    why = {"why": "x", "about": about["located"]}
    refused = callers.post("joss", f"{here}/located/withdrawal", why, at=after(4.8))
    assert refused.status_code == 409
    assert "withdraw it first" in refused.json()["detail"]
    for who, end in (("joss", "returned"), ("tomas", "prevention-interview"), ("joss", "located")):
        why = {"why": "Another child", "about": about[end]}
        callers.done(who, f"{here}/{end}/withdrawal", why, at=after(4.9))
    read = callers.read("joss", here, at=after(4.95))
    assert read["state"] == "agreed"
    assert {end["end"] for end in read["found"]["withdrawn"]} == {
        "located",
        "returned",
        "prevention_interview",
    }
    assert read["found"]["withdrawn"][0]["why"] == "Another child"
    kinds = [
        entry["kind"]
        for entry in callers.read("joss", f"{here}/timeline", at=after(4.95))["entries"]
    ]
    assert {"located", "located_withdrawn", "returned_withdrawn"} <= set(kinds)


def _hear(callers, here):
    provider = {"provider_id": str(callers.cast.agencies["Homeward Voices"])}
    callers.done("priya", f"{here}/interview-referrals", provider, at=after(8))
    _offer(callers, here)
    held = {
        "at": iso(after(40)),
        "interviewer_id": str(callers.cast.people["ben"]),
        "provider_type": "commissioned_independent",
        "own_words": "I wanted to see my brother.",
        "push": ["not_listened_to"],
        "pull": ["family_or_friends"],
        "shareable": "Misses her brother",
        "confidential": "For nobody else",
    }
    callers.done("ben", f"{here}/interviews", held, at=after(41))
    for part in ("confidential", "shareable", "intelligence"):
        body = {"part": part, "released": part == "shareable", "reason": "she asked"}
        callers.done("ben", f"{here}/interview-releases", body, at=after(42))
    read = callers.read("nadia", here, at=after(43))["interview"]
    assert (read["shareable"], read["confidential"], read["own_words"]) == (
        "Misses her brother",
        None,
        None,
    )
    assert callers.read("ben", here, at=after(43))["interview"]["confidential"]
    at_home = callers.read("joss", here, at=after(43))["interview"]
    assert (at_home["shareable"], at_home["releases"]) == (None, [])


def _help(callers, here):
    plan = {
        "summary": "See her brother weekly",
        "actions": [
            {
                "what": "Arrange visits",
                "owner_name": "Nadia Birch",
                "agency_id": str(callers.cast.agencies["Harrowfell Council"]),
                "due_date": "2026-03-20",
            }
        ],
        "you_said": ["See my brother"],
    }
    callers.done("nadia", f"{here}/support-plan", plan, at=after(45))
    support = callers.read("nadia", here, at=after(45))["support"]
    action, asked = support["actions"][0]["id"], support["asked"][0]["id"]
    callers.done(
        "nadia", f"{here}/support-actions/{action}/done", {"outcome": "Done"}, at=after(45)
    )
    callers.done("nadia", f"{here}/asked/{asked}/we-did", {"answer": "Weekly"}, at=after(45))
    callers.done("callum", f"{here}/police-record-closed", {"summary": "Safe"}, at=after(46))
    callers.done("priya", f"{here}/finalised", {"summary": "Done"}, at=after(47))
