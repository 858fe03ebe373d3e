"""Through the API a name and a date of birth open nothing, and nothing tells who is known here."""

import json
import re
import uuid

import pytest
from tests.interfaces.api.calling import a_report, after, iso

from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode

pytestmark = pytest.mark.django_db
BORN = "2011-05-05"
AMIRA = {"given_name": "Amira", "family_name": "Example", "date_of_birth": BORN}
NOBODY = {"given_name": "Zephyr", "family_name": "Nobody", "date_of_birth": BORN}


@pytest.fixture
def missing(callers):
    """A child missing from Larch House; the reference of the episode."""
    agencies = callers.cast.agencies
    care = {
        "responsible_authority_id": str(agencies["Harrowfell Council"]),
        "placement_id": str(agencies["Larch House"]),
    }
    body = {"child": AMIRA, "arrangement": care}
    child = callers.done("joss", "/children", body)["reference"]
    said = a_report(child_reference=child)
    return callers.done("joss", "/missing-reports", said, Idempotency_Key="one")["reference"]


def tell(callers, child, *, by="tariq", hours=1, **more):
    """A stranger's report, as it is answered."""
    body = a_report(child=child, last_seen_at=None, **more)
    key = str(uuid.uuid4())
    return callers.post(by, "/missing-reports", body, at=after(hours), Idempotency_Key=key)


def shape(answer):
    """An answer without what is made up afresh for each."""
    return answer.status_code, re.sub(
        rb'"(reference|report_id)": ?"[^"]+"', rb'"\1"', answer.content
    )


@pytest.mark.usefixtures("missing")
def test_the_answer_is_the_same_of_a_child_known_here_and_of_one_nobody_knows(callers):
    for more in ({}, {"received_at": iso(after(-9))}, {"council_id": str(uuid.uuid4())}):
        known, nobody = (tell(callers, child, **more) for child in (AMIRA, NOBODY))
        assert shape(known) == shape(nobody)


def test_neither_the_episode_nor_the_child_is_there_for_whoever_gave_a_name(callers, missing):
    answer = tell(callers, AMIRA).json()
    child = Child.objects.get().reference

    assert answer["reference"] == missing
    assert set(answer) == {"reference", "report_id", "joined", "warnings"}
    for address in (f"/episodes/{missing}", f"/episodes/{missing}/timeline", f"/children/{child}"):
        refused = callers.get("tariq", address, at=after(2), Wayhome_Purpose="report")
        assert refused.status_code == 404
    assert callers.read("tariq", "/episodes", at=after(2))["episodes"] == []


def test_the_identifier_of_an_episode_tells_nobody_when_it_was_opened(callers, missing):
    opened = str(Episode.objects.get(reference=missing).id)

    assert opened not in tell(callers, AMIRA).content.decode()


def test_an_agency_reads_back_what_it_said_and_nothing_else(callers, missing, as_owner):
    tell(callers, AMIRA, clothing="A red coat", answers=[{"topic": "worry", "answer": "Ours"}])

    own = callers.read("tariq", f"/missing-reports/{missing}", at=after(2))

    assert [report["clothing"] for report in own["reports"]] == ["A red coat"]
    assert [one["answer"] for one in own["answers"]] == ["Ours"]
    assert "joined" not in json.dumps(own)
    with as_owner():
        looked = LedgerEntry.objects.filter(deed="read a report of your own agency")
        assert looked.get().child_id == Child.objects.get().id


@pytest.mark.parametrize(("by", "status"), [("grace", 404), ("ben", 403)])
def test_nobody_else_reads_it(callers, missing, by, status):
    tell(callers, AMIRA)

    assert callers.get(by, f"/missing-reports/{missing}", at=after(2)).status_code == status
    assert callers.get(by, "/missing-reports/none", at=after(2)).status_code == status


WRONG = {
    "a council that is none": {"council_id": str(uuid.UUID(int=1))},
    "a time to come": {"received_at": iso(after(99))},
    "a word that is not known": {"colour": "red"},
}


@pytest.mark.parametrize("more", WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("child", [AMIRA, NOBODY])
@pytest.mark.usefixtures("missing")
def test_every_report_that_is_refused_is_in_the_ledger(callers, as_owner, child, more):
    assert tell(callers, child, **more).status_code == 422

    with as_owner():
        entry = LedgerEntry.objects.get(verb="refuse")
    assert (entry.deed, str(entry.practitioner_id)) == (
        "POST api/v1/missing-reports",
        str(callers.cast.people["tariq"]),
    )
    assert entry.reason


def test_so_are_a_key_used_for_something_else_and_an_absence_that_is_closed(
    callers, missing, as_owner
):
    Episode.objects.filter(reference=missing).update(
        absent_until=after(3),
        closed_at=after(3),
        closed_by_id=callers.cast.people["ines"],
    )
    child = Child.objects.get().reference
    then = a_report(child_reference=child, received_at=iso(after(1)))
    closed = callers.post("joss", "/missing-reports", then, at=after(5), Idempotency_Key="two")
    used = callers.post("joss", "/missing-reports", then, at=after(5), Idempotency_Key="one")

    assert (closed.status_code, used.status_code) == (409, 409)
    with as_owner():
        assert LedgerEntry.objects.filter(verb="refuse").count() == 2
