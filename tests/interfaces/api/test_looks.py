"""The ledger through the API, and what a purpose leaves out of an answer."""

import pytest
from django.db import DatabaseError, connection
from tests.interfaces.api.calling import a_report, after

from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.records.episodes.models import Episode
from wayhome.rules import access

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(episode):
    """The reference of the child who is missing."""
    return Episode.objects.get(reference=episode).child.reference


def test_a_manager_reads_who_looked_and_that_is_a_look(callers, child, as_owner):
    callers.read("nadia", f"/children/{child}", Wayhome_Purpose="support")

    found = callers.read("leon", f"/children/{child}/looks", Wayhome_Purpose="oversight")

    looked = [each for each in found["looks"] if each["deed"] == access.Deed.SEE_CHILD]
    assert [each["purpose"] for each in looked] == ["support"]
    assert "Nadia Birch" in str(found["people"])
    with as_owner():
        assert LedgerEntry.objects.filter(deed=access.Deed.SEE_LOOKS, purpose="oversight").exists()


@pytest.mark.parametrize(("username", "code"), [("nadia", 403), ("joss", 403), ("carys", 404)])
def test_nobody_else_reads_who_looked(callers, child, username, code):
    answer = callers.get(username, f"/children/{child}/looks", Wayhome_Purpose="oversight")

    assert answer.status_code == code


def test_who_looked_is_told_for_a_stated_purpose_alone(callers, child):
    assert callers.get("leon", f"/children/{child}/looks").status_code == 403


def test_my_own_looks_are_mine_and_go_on_from_the_cursor(callers, child, monkeypatch):
    monkeypatch.setattr("wayhome.records.looks.queries.A_PAGE", 1)
    for hour in (1, 2):
        callers.read("nadia", f"/children/{child}", at=after(hour), Wayhome_Purpose="support")
    callers.read("leon", f"/children/{child}", at=after(3), Wayhome_Purpose="support")

    first = callers.read("nadia", "/looks/mine", at=after(4))
    second = callers.read("nadia", f"/looks/mine?cursor={first['next_cursor']}", at=after(4))

    seen = [*first["looks"], *second["looks"]]
    assert len({each["id"] for each in seen}) == 2
    assert len({each["practitioner_id"] for each in seen}) == 1


def test_to_review_practice_a_childs_record_is_answered_without_home_and_family(callers, child):
    found = callers.read("nadia", f"/children/{child}", Wayhome_Purpose="oversight")

    assert found["contacts"] is None
    assert found["care"]["placement_id"] is None
    assert (found["purpose"], "protected" in found["held_back_for_purpose"]) == ("oversight", True)


def test_an_episode_is_read_for_what_is_meant_or_for_what_is_said(callers, episode, as_owner):
    path = f"/episodes/{episode}"

    meant = callers.read("tomas", path)
    stated = callers.read("tomas", path, Wayhome_Purpose="oversight")

    assert (meant["purpose"], meant["held_back_for_purpose"]) == ("assess", [])
    assert "01632 960001" in str(meant)
    assert "01632 960001" not in str(stated)
    assert {party["capacity"] for party in stated["parties"]} < {
        party["capacity"] for party in meant["parties"]
    }
    with as_owner():
        asked = LedgerEntry.objects.filter(deed=access.Deed.SEE_EPISODE).order_by("id")
        assert [entry.purpose for entry in asked] == ["assess", "oversight"]


def test_where_the_ledger_cannot_be_written_nothing_is_answered(callers, child, as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_ledgerentry FROM wayhome_app")

    with pytest.raises(DatabaseError, match="permission denied"):
        callers.get("nadia", f"/children/{child}", Wayhome_Purpose="support")


def test_a_report_matched_to_a_record_nobody_chose_is_combined_with_it(callers, as_owner):
    said = {"given_name": "Bryn", "family_name": "Example", "date_of_birth": "2011-03-27"}
    care = {"placement_id": str(callers.cast.agencies["Larch House"])}
    care["responsible_authority_id"] = str(callers.cast.agencies["Harrowfell Council"])
    callers.done("joss", "/children", {"child": said, "arrangement": care})

    callers.done("joss", "/missing-reports", a_report(child=said), Idempotency_Key="one")

    with as_owner():
        (entry,) = LedgerEntry.objects.filter(deed=access.Deed.REPORT)
    assert entry.verb == Verb.COMBINE
