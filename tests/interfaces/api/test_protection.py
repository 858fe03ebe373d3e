"""A child's protection through the API: sealed, lowered by two, joined, and text kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.interfaces.api import protecting
from tests.interfaces.api.calling import START, after, iso
from tests.interfaces.api.protecting import NAMED, SEARCH, SOME_ID, ids, missing, seal

from wayhome.interfaces.api.v1 import reading
from wayhome.journey import partnership_formed
from wayhome.platform.audit.models import LedgerEntry
from wayhome.platform.row_security import transactions
from wayhome.records.children.models import Child
from wayhome.records.children.queries import NoSuchChild
from wayhome.records.kept.models import ConfidentialSource, ProtectedAddress
from wayhome.records.protection import queries
from wayhome.records.protection.models import Lowering, Seal
from wayhome.rules import protection
from wayhome.rules.access import Deed
from wayhome.rules.vocabulary import PostKind

pytestmark = pytest.mark.django_db
# With a part in the child and on no list, and with none.
SHUT_OUT = ("joss", "asha", "owen", "ruth", "callum", "lowri", "tariq")
WHY = {"why": "The trial is over"}
SOURCE = {"text": "Told by the CANARY shopkeeper"}
ADDRESS = {
    "text": "1 CANARY Lane",
    "kept_from": "Her uncle",
    "why": "He follows her",
    "since": iso(after(-48)),
}


@pytest.fixture
def reference(callers):
    """The reference of a child who is missing."""
    return missing(callers)


@pytest.fixture
def here(reference):
    return f"/children/{reference}/protection"


@pytest.fixture
def texts(reference):
    return f"/children/{reference}/protected-texts"


def test_a_sealed_record_is_there_for_those_on_its_list_and_for_nobody_else(callers, here):
    reference = here.split("/")[2]
    seal_id = seal(callers, reference)

    found = callers.read("dina", here, at=after(2), **SEARCH)
    [shown] = found["seals"]
    assert (shown["id"], shown["kind"], shown["why"]) == (
        seal_id,
        "witness",
        "A witness in a trial",
    )
    assert shown["named"] == sorted(ids(callers, *NAMED, "leon"))
    names = {each["id"]: each["name"] for each in found["people"]}
    assert names[ids(callers, "leon")[0]] == "Leon Ashworth, Harrowfell Council"
    for who in SHUT_OUT:
        assert callers.get(who, here, at=after(2), **SEARCH).status_code == 404


@pytest.mark.parametrize("who", SHUT_OUT)
def test_a_sealed_child_and_an_unknown_one_are_answered_by_the_same_bytes(callers, who):
    there = protecting.sealed(callers)

    assert protecting.told_apart(callers, there, who) == []


def test_the_test_of_the_same_bytes_notices_where_the_child_is_found_by_anybody(
    callers, monkeypatch
):
    there = protecting.sealed(callers)

    def by_anybody(_request, written):
        with transactions.step():
            found = Child.objects.filter(reference=written).first()
        if found is None:
            raise NoSuchChild(written)
        return found

    monkeypatch.setattr(reading, "child", by_anybody)

    told = {path for _method, path, *_ in protecting.told_apart(callers, there, "lowri")}
    assert len(told) > 5


@pytest.mark.parametrize("who", ["tomas", "nadia", "joss"])
def test_a_record_is_sealed_by_whoever_may_alone(callers, here, who):
    said = {"kind": "witness", "why": "x", "named": ids(callers, *NAMED)}

    refused = callers.post(who, f"{here}/seals", said, at=after(1))

    assert refused.status_code == 403
    assert Deed.SEAL in refused.json()["detail"]
    assert not Seal.objects.exists()


@pytest.mark.parametrize("stranger", ["northmoor-system", "lowri", None])
def test_a_list_names_people_of_agencies_with_a_part_and_no_system(callers, here, stranger):
    named = [*ids(callers, *NAMED), *(ids(callers, stranger) if stranger else [SOME_ID])]
    said = {"kind": "witness", "why": "x", "named": named}

    answer = callers.post("leon", f"{here}/seals", said, at=after(1))

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["problems"]] == ["named.4"]
    assert callers.post("joss", f"{here}/seals", said, at=after(1)).status_code == 403
    seal_id = seal(callers, here.split("/")[2])
    for address, one in (
        (f"{here}/seals/{seal_id}/names", {"practitioner_id": named[-1], "why": "x"}),
        (f"{here}/../protected-texts/advice", {"text": "x", "readers": named[-1:]}),
    ):
        address = address.replace("/protection/..", "")
        assert callers.post("leon", address, one, at=after(2)).status_code == 422, address
    assert not Lowering.objects.exists()


def test_a_list_that_cannot_act_is_refused_with_what_to_do(callers, here):
    said = {"kind": "witness", "why": "x", "named": ids(callers, "priya")}

    answer = callers.post("leon", f"{here}/seals", said, at=after(1))

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "named"


def test_whoever_may_make_a_list_reads_whom_it_may_name(callers, here, as_owner):
    found = callers.read("leon", f"{here}/people", at=after(1))["people"]

    assert {"DI Dina Sorrel", "Nadia Birch"} <= {each["name"] for each in found}
    assert "Northmoor Police system" not in str(found)
    assert "Lowri" not in str(found)
    assert callers.get("joss", f"{here}/people", at=after(1)).status_code == 403
    with as_owner():
        [entry] = LedgerEntry.objects.filter(verb="consult", deed=Deed.SEAL)
    assert str(entry.practitioner_id) == ids(callers, "leon")[0]


def test_a_seal_is_lifted_by_two_people_of_two_agencies_and_by_no_one_alone(callers, here):
    seal_id = seal(callers, here.split("/")[2], named=(*NAMED, "moira"))
    asked = callers.done("leon", f"{here}/seals/{seal_id}/lift", WHY, at=after(2))["made_id"]
    again = callers.post("leon", f"{here}/seals/{seal_id}/lift", WHY, at=after(2))
    assert again.status_code == 409

    agree = f"{here}/asked/{asked}/agree"
    for who, code in (("leon", 409), ("moira", 409), ("nadia", 403), ("joss", 404)):
        assert callers.post(who, agree, at=after(3)).status_code == code, who
    assert callers.get("joss", here, at=after(3), **SEARCH).status_code == 404
    [waits] = callers.read("dina", here, at=after(3), **SEARCH)["asked"]
    assert (waits["id"], waits["what"], waits["why"]) == (asked, "lift", WHY["why"])
    callers.done("dina", agree, at=after(4))

    assert callers.read("joss", here, at=after(5), **SEARCH)["seals"] == []
    assert callers.post("dina", agree, at=after(5)).status_code == 404


def test_the_database_too_refuses_one_person_alone(callers, here, monkeypatch):
    seal_id = seal(callers, here.split("/")[2])
    asked = callers.done("leon", f"{here}/seals/{seal_id}/lift", WHY, at=after(2))["made_id"]
    monkeypatch.setattr(protection, "may_agree", lambda *_given, **_named: True)

    with pytest.raises(IntegrityError):
        callers.post("leon", f"{here}/asked/{asked}/agree", at=after(3))

    assert Seal.objects.get().lifted_at is None


def test_a_name_is_added_to_the_list_once_two_agree_or_not_at_all(callers, here):
    seal_id = seal(callers, here.split("/")[2])
    said = {"practitioner_id": ids(callers, "joss")[0], "why": "She cares for the child"}
    names = f"{here}/seals/{seal_id}/names"
    first = callers.done("leon", names, said, at=after(2))["made_id"]

    callers.done("dina", f"{here}/asked/{first}/refuse", at=after(3))
    assert callers.post("dina", f"{here}/asked/{first}/agree", at=after(3)).status_code == 404
    assert callers.get("joss", here, at=after(3), **SEARCH).status_code == 404
    second = callers.done("leon", names, said, at=after(4))["made_id"]
    callers.done("dina", f"{here}/asked/{second}/agree", at=after(5))

    assert callers.get("joss", here, at=after(6), **SEARCH).status_code == 200


def test_a_name_is_taken_off_the_list_by_one_who_is_on_it(callers, here):
    seal_id = seal(callers, here.split("/")[2])
    [nadia] = ids(callers, "nadia")
    there = f"{here}/seals/{seal_id}/names/{nadia}/take-off"
    assert callers.post("tomas", there, WHY, at=after(2)).status_code == 403
    assert callers.post("joss", there, WHY, at=after(2)).status_code == 404

    callers.done("leon", there, WHY, at=after(2))

    assert callers.get("nadia", here, at=after(3), **SEARCH).status_code == 404
    assert callers.post("leon", there, WHY, at=after(3)).status_code == 404
    [listed] = callers.read("dina", here, at=after(3), **SEARCH)["seals"]
    assert nadia not in listed["named"]


def test_what_was_asked_of_one_child_is_not_answered_under_another(callers, here):
    seal_id = seal(callers, here.split("/")[2])
    asked = callers.done("leon", f"{here}/seals/{seal_id}/lift", WHY, at=after(2))["made_id"]
    other = f"/children/{missing(callers, key='two')}/protection"

    for answer in ("agree", "refuse"):
        there = f"{other}/asked/{asked}/{answer}"
        assert callers.post("dina", there, at=after(3)).status_code == 404
    there = f"{other}/seals/{seal_id}/lift"
    assert callers.post("dina", there, WHY, at=after(3)).status_code == 404
    assert Lowering.objects.get().agreed_at is None


def test_two_records_are_joined_and_parted_by_whoever_may_open_both(callers, here, as_owner):
    other = missing(callers, key="two")
    said = {"reference": other, "why": "The court order names both"}
    assert callers.post("nadia", f"{here}/joins", said, at=after(1)).status_code == 403
    unknown = callers.post("leon", f"{here}/joins", {**said, "reference": "x"}, at=after(1))
    assert unknown.status_code == 404

    made = callers.done("leon", f"{here}/joins", said, at=after(1))["made_id"]

    [joined] = callers.read("dina", here, at=after(2), **SEARCH)["joins"]
    assert (joined["id"], joined["other"]["reference"]) == (made, other)
    with as_owner():
        shown = LedgerEntry.objects.filter(verb="consult", deed=Deed.SEE_CHILD)
        assert len(set(shown.values_list("child_id", flat=True))) == 2
    part = f"{here}/joins/{made}/part"
    why = {"why": "They are twins"}
    assert callers.post("nadia", part, why, at=after(3)).status_code == 403
    third = f"/children/{missing(callers, key='three')}/protection/joins/{made}/part"
    assert callers.post("leon", third, why, at=after(3)).status_code == 404
    callers.done("leon", part, why, at=after(3))
    assert callers.read("dina", here, at=after(4), **SEARCH)["joins"] == []
    assert callers.post("leon", part, why, at=after(4)).status_code == 404


def test_a_joined_record_is_named_to_nobody_who_may_not_open_it(callers, here):
    agencies = callers.cast.agencies
    said = {
        "child": {"given_name": "Zara", "family_name": "Renamed"},
        "arrangement": {
            "responsible_authority_id": str(agencies["Harrowfell Council"]),
            "placement_id": str(agencies["Tideway House"]),
        },
    }
    other = callers.done("nadia", "/children", said)["reference"]
    join = {"reference": other, "why": "The same"}
    made = callers.done("leon", f"{here}/joins", join, at=after(1))["made_id"]

    assert other in str(callers.read("leon", here, at=after(2), **SEARCH))
    assert callers.read("joss", here, at=after(2), **SEARCH)["joins"] == []
    there = f"/children/{other}/protection"
    assert callers.read("ravi", there, at=after(2), **SEARCH)["joins"] == []
    known, unknown = (
        protecting.sent(callers, "ravi", "post", f"{there}/joins/{each}/part", WHY)
        for each in (made, SOME_ID)
    )
    assert known == unknown
    assert known[0] == 404


def test_protection_and_text_are_read_for_a_stated_purpose_and_each_look_is_entered(
    callers, here, texts, as_owner
):
    callers.done("dina", f"{texts}/sources", SOURCE, at=after(1))
    for address in (here, texts):
        assert callers.get("dina", address, at=after(2)).status_code == 403
        callers.read("dina", address, at=after(2), **SEARCH)

    with as_owner():
        entries = LedgerEntry.objects.filter(verb="consult", at=after(2))
        found = sorted((each.purpose, tuple(each.sections)) for each in entries)
    assert found == [("search", ()), ("search", ()), ("search", ("source",))]


def test_nothing_is_read_where_the_look_cannot_be_entered(callers, here, texts, monkeypatch):
    def fails(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr("wayhome.interfaces.api.v1.reading.ledger.write", fails)
    for address in (here, texts, f"{here}/people"):
        with pytest.raises(RuntimeError):
            callers.get("leon", address, at=after(2), **SEARCH)


@pytest.mark.parametrize(
    ("kind", "keeper", "others"),
    [
        ("sources", "dina", ("tomas", "owen", "leon", "nadia", "joss")),
        ("advice", "leon", ("moira", "ruth", "dina", "nadia", "joss")),
    ],
)
def test_a_source_and_advice_are_read_by_their_list_alone(callers, texts, kind, keeper, others):
    said = {**SOURCE, "readers": ids(callers, "priya")}
    callers.done(keeper, f"{texts}/{kind}", said, at=after(1))

    for who in (keeper, "priya"):
        [found] = callers.read(who, texts, at=after(2), **SEARCH)["texts"]
        assert found["text"] == SOURCE["text"]
    for who in others:
        assert callers.read(who, texts, at=after(2), **SEARCH)["texts"] == []
    refused = callers.post(others[0], f"{texts}/{kind}", SOURCE, at=after(2))
    assert refused.status_code == 403
    assert callers.post("joss", f"{texts}/{kind}", SOURCE, at=after(2)).status_code == 403
    for row in ConfidentialSource.objects.all():
        assert b"CANARY" not in bytes(row.text)


def test_a_protected_address_is_kept_enciphered_and_read_for_a_purpose_that_shows_it(
    callers, texts
):
    assert callers.post("joss", f"{texts}/addresses", ADDRESS, at=after(1)).status_code == 403
    late = callers.post("nadia", f"{texts}/addresses", {**ADDRESS, "since": iso(after(9))})
    assert late.status_code == 422
    assert late.json()["problems"][0]["field"] == "since"
    callers.done("nadia", f"{texts}/addresses", ADDRESS, at=after(1))

    [found] = callers.read("nadia", texts, at=after(2), **SEARCH)["texts"]
    assert (found["of"], found["text"], found["since"]) == (
        "address",
        ADDRESS["text"],
        ADDRESS["since"],
    )
    assert b"CANARY" not in bytes(ProtectedAddress.objects.get().text)
    review = {"Wayhome-Purpose": "oversight"}
    assert callers.read("nadia", texts, at=after(2), **review)["texts"] == []


def test_a_key_is_destroyed_by_two_people_and_what_is_kept_after_is_under_a_new_one(
    callers, here, texts
):
    nothing = callers.post("owen", f"{here}/destruction", WHY, at=after(1))
    assert nothing.status_code == 409
    callers.done("nadia", f"{texts}/addresses", ADDRESS, at=after(1))
    agree = f"{here}/destruction/agree"
    assert callers.post("leon", f"{here}/destruction", WHY, at=after(2)).status_code == 403
    assert callers.post("owen", agree, at=after(2)).status_code == 409

    callers.done("owen", f"{here}/destruction", WHY, at=after(2))

    assert callers.post("owen", agree, at=after(3)).status_code == 409
    assert callers.post("leon", agree, at=after(3)).status_code == 403
    asked = callers.read("ruth", here, at=after(3), **SEARCH)["destruction_asked"]
    assert asked == {"asked_by_id": ids(callers, "owen")[0], "why": WHY["why"]}
    assert callers.read("leon", here, at=after(3), **SEARCH)["destruction_asked"] is None
    callers.done("ruth", agree, at=after(4))
    assert callers.read("nadia", texts, at=after(5), **SEARCH)["texts"] == []
    found = callers.read("ruth", here, at=after(5), **SEARCH)
    assert found["destroyed_at"] == iso(after(4))
    callers.done("nadia", f"{texts}/addresses", {**ADDRESS, "text": "2 New Lane"}, at=after(5))
    [after_it] = callers.read("nadia", texts, at=after(6), **SEARCH)["texts"]
    assert after_it["text"] == "2 New Lane"


def test_a_deed_of_protection_is_in_the_ledger_by_its_own_name(callers, here, texts, as_owner):
    reference = here.split("/")[2]
    seal_id = seal(callers, reference)
    asked = callers.done("leon", f"{here}/seals/{seal_id}/lift", WHY, at=after(2))["made_id"]
    callers.done("dina", f"{here}/asked/{asked}/agree", at=after(3))
    callers.done("dina", f"{texts}/sources", SOURCE, at=after(4))
    callers.post("lowri", here, at=after(5))
    callers.get("lowri", here, at=after(5), **SEARCH)

    child_id = Child.objects.get(reference=reference).id
    with as_owner():
        rows = LedgerEntry.objects.filter(child_id=child_id).order_by("at", "id")
        deeds = [each.deed for each in rows if each.at > after(0)]
        [refusal] = LedgerEntry.objects.filter(verb="refuse")
    assert deeds == [Deed.SEAL, Deed.LOWER_PROTECTION, Deed.LOWER_PROTECTION, Deed.KEEP_SOURCE]
    assert (refusal.reference, refusal.reason) == (reference, "not found")
    assert not queries.seals_on(child_id)


def test_whoever_is_on_the_list_and_must_not_know_is_answered_as_a_stranger(callers):
    there = protecting.sealed(callers)
    kept = {"name": "Dina", "username": "dina", "kind": "relative", "reason": "Her cousin"}
    callers.done("leon", f"/children/{there.reference}/apart", kept, at=after(2))

    assert protecting.told_apart(callers, there, "dina") == []


def test_a_token_does_only_what_its_own_posts_may(callers, here):
    yusra = callers.cast.people["yusra"]  # a service manager, and the director
    callers.tokens["yusra"] = partnership_formed.token(
        yusra,
        label="tests",
        now=START,
        lasts=timedelta(days=1),
        posts=[PostKind.SERVICE_MANAGER],
    )

    refused = callers.post("yusra", f"{here}/destruction", WHY, at=after(1))

    assert refused.status_code == 403
    assert Deed.DESTROY_KEY in refused.json()["detail"]
    del callers.tokens["yusra"]
    assert callers.post("yusra", f"{here}/destruction", WHY, at=after(1)).status_code == 409
