"""Support that is asked of a post: listed, done or not, also by an agency with no other part."""

import pytest
from tests.interfaces.api.calling import after, iso

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(callers, episode):
    """What is asked of the school, which has no part in the episode."""
    here = f"/episodes/{episode}"
    callers.done("joss", f"{here}/returned", {"at": iso(after(6)), "to": "placement"}, at=after(6))
    action = {
        "what": "Keep the club open",
        "owner_name": "Grace Ottery",
        "agency_id": str(callers.cast.agencies["Beckside Academy"]),
        "due_date": "2026-03-20",
    }
    for summary in ("Belonging", "More of it"):
        plan = {"summary": summary, "actions": [action]}
        callers.done("nadia", f"{here}/support-plan", plan, at=after(7))
    return callers.read("grace", "/support-asked", at=after(8))["actions"]


def test_whoever_is_asked_is_told_and_says_what_came_of_it(callers, episode, asked):
    one, other = (f"/support-asked/{row['id']}" for row in asked)
    notices = callers.read("grace", "/notices", at=after(8))["notices"]
    callers.done("grace", f"/notices/{notices[0]['id']}/acknowledge", at=after(8))

    callers.done("grace", f"{one}/done", {"outcome": "It is open"}, at=after(9))
    callers.done("grace", f"{other}/not-done", {"reason": "No hall"}, at=after(9))

    assert [row["child"] for row in asked] == ["Amira Example"] * 2
    assert {notice["reason"] for notice in notices} == {"support_asked"}
    assert callers.get("grace", f"/episodes/{episode}", at=after(9)).status_code == 404
    support = callers.read("nadia", f"/episodes/{episode}", at=after(9))["support"]
    assert [plan["summary"] for plan in support["plans"]] == ["Belonging", "More of it"]
    assert support["plan"]["summary"] == "More of it"
    assert {(row["outcome"], row["stood_down_reason"]) for row in support["actions"]} == {
        ("It is open", ""),
        ("", "No hall"),
    }
    assert callers.read("grace", "/support-asked", at=after(9))["actions"] == []
    assert callers.post("grace", f"{one}/done", {"outcome": "x"}, at=after(9)).status_code == 409


def test_nobody_else_says_so(callers, episode, asked):
    one = asked[0]["id"]

    for path, body in (("done", {"outcome": "x"}), ("not-done", {"reason": "x"})):
        for who in ("isla", "joss"):
            there = callers.post(who, f"/support-asked/{one}/{path}", body, at=after(9))
            assert there.status_code == 404
        part = f"/episodes/{episode}/support-actions/{one}/{path}"
        refused = callers.post("joss", part, body, at=after(9))
        assert refused.status_code == 403
        assert "agree support" in refused.json()["detail"]
    assert callers.get("asha", "/support-asked", at=after(9)).status_code == 403
