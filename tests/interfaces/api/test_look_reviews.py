"""Looks by another agency, reviewed through the API: without the child until it is said why."""

import uuid

import pytest
from tests.interfaces.api.calling import after

from wayhome.journey import looks_considered
from wayhome.platform import clock
from wayhome.platform.audit import ledger, sealing
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.records.episodes.models import Episode
from wayhome.records.looks.models import LookReview
from wayhome.rules import access
from wayhome.rules.vocabulary import Purpose

pytestmark = pytest.mark.django_db
TO_REVIEW = "/looks/to-review"


@pytest.fixture
def child(episode):
    return Episode.objects.get(reference=episode).child


@pytest.fixture
def reviews(callers, child):
    """`reviews(n)`: so many looks, each for a reason that says nothing."""

    def make(count=1):
        by = callers.cast.viewer("nadia", now=after(0), purpose=Purpose.SUPPORT)
        for days in range(count):
            with clock.at(after(2 + 24 * days)):
                ledger.write(
                    Verb.CONSULT,
                    by=by,
                    at=after(2 + 24 * days),
                    deed=access.Deed.SEE_CHILD,
                    child_id=child.id,
                    sections=["summary"],
                    reason="police business",
                )
        with clock.at(after(3 + 24 * count)):
            sealing.seal(now=clock.now())
            looks_considered.record(now=clock.now())
        return LookReview.objects.filter(looker_id=by.practitioner_id).order_by("due_at", "id")

    return make


@pytest.fixture
def look(reviews):
    return reviews().get()


@pytest.fixture
def reviewer(callers, look):
    """The name to sign in by of whoever has the look."""
    return next(
        name for name, person in callers.cast.people.items() if person == look.assigned_to_id
    )


def test_its_reviewer_reads_it_without_the_child_and_says_what_was_found(
    callers, reviewer, look, child, as_owner
):
    (listed,) = callers.read(reviewer, TO_REVIEW, at=after(30))["looks"]
    read = callers.read(reviewer, f"{TO_REVIEW}/{look.id}", at=after(30))
    said = {"outcome": "explained", "explanation": "She prepared the plan"}
    answered = callers.done(reviewer, f"{TO_REVIEW}/{look.id}/answer", said, at=after(30))

    assert listed["id"] == read["id"] == str(look.id)
    assert (read["deed"], read["purpose"]) == (access.Deed.SEE_CHILD, "support")
    assert (read["child_reference"], bool(read["pseudonym"])) == (None, True)
    assert child.reference not in str([listed, read, answered])
    assert (answered["outcome"], answered["explanation"]) == ("explained", "She prepared the plan")
    assert callers.read(reviewer, TO_REVIEW, at=after(30))["looks"] == []
    with as_owner():
        entered = LedgerEntry.objects.filter(deed=access.Deed.REVIEW_LOOKS, at=after(30))
        assert {(entry.verb, entry.child_id) for entry in entered} >= {
            (Verb.CONSULT, child.id),
            (Verb.ALTER, None),
        }


def test_which_child_it_was_is_told_once_it_is_said_why(callers, reviewer, look, child):
    at = f"{TO_REVIEW}/{look.id}"

    unsaid = callers.post(reviewer, f"{at}/child", {"why": " "}, at=after(30))
    told = callers.done(reviewer, f"{at}/child", {"why": "The reason names a plan"}, at=after(30))

    assert unsaid.status_code == 422
    assert told["child_reference"] == child.reference


def test_a_look_is_answered_once(callers, reviewer, look):
    at, said = f"{TO_REVIEW}/{look.id}/answer", {"outcome": "explained", "explanation": "Asked"}
    callers.done(reviewer, at, said, at=after(30))

    again = callers.post(reviewer, at, said, at=after(30))

    assert (again.status_code, "already" in again.json()["detail"]) == (409, True)


@pytest.mark.parametrize("path", ["", "/answer", "/child"])
def test_somebody_elses_look_is_answered_as_one_there_is_not(callers, reviewer, look, path):
    other = "leon" if reviewer != "leon" else "owen"
    method = callers.post if path else callers.get
    bodies = {
        "/answer": {"outcome": "explained", "explanation": "x"},
        "/child": {"why": "to know"},
    }
    given = [bodies[path]] if path else []

    theirs = method(other, f"{TO_REVIEW}/{look.id}{path}", *given, at=after(30))
    none = method(other, f"{TO_REVIEW}/{uuid.UUID(int=7)}{path}", *given, at=after(30))

    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


def test_only_posts_that_review_are_answered(callers):
    assert callers.get("joss", TO_REVIEW).status_code == 403
    assert callers.get("northmoor-system", TO_REVIEW).status_code == 403


def test_the_list_goes_on_from_its_cursor(callers, reviews, monkeypatch):
    monkeypatch.setattr("wayhome.interfaces.api.v1.look_reviews.AT_ONCE", 1)
    made = list(reviews(2))
    person = {each.assigned_to_id for each in made}
    assert len(made) == 2
    names = [name for name, each in callers.cast.people.items() if each in person]

    seen = []
    for name in names:
        cursor = ""
        while True:
            page = callers.read(name, f"{TO_REVIEW}?cursor={cursor}", at=after(60))
            seen += [each["id"] for each in page["looks"]]
            cursor = page["next_cursor"]
            if not cursor:
                break

    assert sorted(seen) == sorted(str(each.id) for each in made)
