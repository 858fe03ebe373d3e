"""The sealed inbox through the API: for those on a list alone, and settled by one of them."""

import pytest
from tests.interfaces.api import protecting
from tests.interfaces.api.calling import after
from tests.interfaces.api.protecting import SEARCH, SOME_ID, ids
from tests.interfaces.pages import counting

from wayhome.journey import word_of_sealed
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.protection import queries
from wayhome.records.protection.models import Word
from wayhome.rules.access import Deed

pytestmark = pytest.mark.django_db
INBOX = "/sealed-inbox"
# With a part in the child, without one, who brought the word, and of another council.
SHUT_OUT = ("joss", "owen", "ruth", "lowri", "tariq", "elin")
RIGHT = {"settle": {"outcome": "Another child"}, "join": {"why": "The same child"}}


@pytest.fixture
def reference(callers):
    """The reference of a sealed child."""
    found = protecting.missing(callers)
    protecting.seal(callers, found)
    return found


def told_apart(callers, word_id, who):
    """Each call in which this word is answered of otherwise than one that there is not."""
    found = []
    for path, methods in protecting.routes(f"{INBOX}/{{word_id}}").items():
        right = RIGHT.get(path.rsplit("/", 1)[1])
        for method in protecting.METHODS:
            for body in (right, {}, {"x": 1}, None):
                one, other = (
                    protecting.sent(callers, who, method, path.format(word_id=each), body)
                    for each in (word_id, SOME_ID)
                )
                is_right = method in methods and body == right
                if one != other or (is_right and one[0] != 404):
                    found.append((method, path, one[0], other[0]))
    return found


def test_word_is_listed_for_those_on_the_list_and_each_look_is_entered(
    callers, reference, as_owner
):
    words = protecting.word(callers, reference)

    found = callers.read("dina", INBOX, at=after(3))

    assert {each["id"] for each in found["words"]} == {str(each.id) for each in words}
    first = found["words"][0]
    assert first["child"]["given_name"] == "Amira"
    assert first["other_reference"] == words[0].other.reference
    assert first["led_by"][0]["agency"] == "Eastvale Police"
    with as_owner():
        shown = LedgerEntry.objects.filter(verb="consult", deed=word_of_sealed.READ)
        children = {each.child_id for each in shown}
    assert children == {each for word in words for each in (word.child_id, word.other_id)}


@pytest.mark.parametrize("who", SHUT_OUT)
def test_for_everybody_else_the_inbox_is_empty_and_word_is_not_there(callers, reference, who):
    [word, *_] = protecting.word(callers, reference)

    assert callers.read(who, INBOX, at=after(3))["words"] == []
    assert told_apart(callers, word.id, who) == []
    word.refresh_from_db()
    assert word.acknowledged_at is None


def test_the_test_of_the_same_bytes_notices_where_word_is_shown_to_anybody(
    callers, reference, monkeypatch
):
    [word, *_] = protecting.word(callers, reference)
    everything = Word.objects.select_related("child", "other", "acknowledged_by")
    monkeypatch.setattr(queries, "_words", lambda _viewer: everything)

    assert told_apart(callers, word.id, "lowri")


def test_word_is_shown_to_nobody_from_whom_the_child_is_kept(callers, reference):
    [word, *_] = protecting.word(callers, reference)
    kept = {"name": "Dina", "username": "dina", "kind": "relative", "reason": "Her cousin"}
    callers.done("leon", f"/children/{reference}/apart", kept, at=after(2))

    assert callers.read("dina", INBOX, at=after(3))["words"] == []
    assert told_apart(callers, word.id, "dina") == []


def test_a_named_person_has_it_and_says_what_became_of_it(callers, reference):
    [word, *_] = protecting.word(callers, reference)
    here = f"{INBOX}/{word.id}"

    callers.done("dina", f"{here}/acknowledge", at=after(3))
    callers.done("leon", f"{here}/acknowledge", at=after(3))

    found = callers.read("leon", here, at=after(4))
    assert found["word"]["acknowledged_by_id"] == ids(callers, "dina")[0]
    assert found["people"][0]["name"] == "DI Dina Sorrel, Northmoor Police"
    callers.done("leon", f"{here}/settle", RIGHT["settle"], at=after(5))
    left = callers.read("leon", INBOX, at=after(6))["words"]
    assert str(word.id) not in {each["id"] for each in left}
    assert callers.read("leon", here, at=after(6))["word"]["settled_at"]
    again = callers.post("leon", f"{here}/settle", {"outcome": "Another"}, at=after(7))
    assert again.status_code == 409
    word.refresh_from_db()
    assert b"Another child" not in bytes(word.outcome)


def test_the_record_that_came_in_is_joined_by_whoever_may_and_bears_the_seal(callers, reference):
    said = {
        "child": {
            "given_name": "Amira",
            "family_name": "Example",
            "date_of_birth": protecting.BORN,
        },
        "arrangement": {
            "responsible_authority_id": str(callers.cast.agencies["Eastvale County Council"])
        },
    }
    made = callers.done("elin", "/children", said, at=after(1))["reference"]
    [word] = protecting.word(callers, reference, times=0)
    assert word.other.reference == made
    join = f"{INBOX}/{word.id}/join"
    assert callers.post("nadia", join, RIGHT["join"], at=after(3)).status_code == 403
    look = {"at": after(4), **SEARCH}
    assert callers.get("elin", f"/children/{made}", **look).status_code == 200

    callers.done("dina", join, RIGHT["join"], at=after(3))

    assert queries.one_child(word.child_id) == {word.child_id, word.other_id}
    assert callers.get("elin", f"/children/{made}", **look).status_code == 404


def test_no_join_shuts_out_whoever_owns_the_search_for_the_child_who_came_in(callers, reference):
    [word, *_] = protecting.word(callers, reference)

    refused = callers.post("dina", f"{INBOX}/{word.id}/join", RIGHT["join"], at=after(3))

    assert refused.status_code == 422
    assert refused.json()["problems"][0]["field"] == "named"
    assert queries.one_child(word.child_id) == {word.child_id}


def test_the_inbox_goes_on_from_its_cursor_and_asks_as_little_for_many_as_for_one(
    callers, reference
):
    protecting.word(callers, reference)

    def questions():
        callers.read("dina", INBOX, at=after(3))
        with counting.asked() as found:
            callers.read("dina", INBOX, at=after(3))
        return len(found)

    before, few = Word.objects.count(), questions()
    protecting.word(callers, reference, times=4)
    assert Word.objects.count() > before + 3
    assert questions() == few

    seen, cursor = [], ""
    while True:
        page = callers.read("dina", f"{INBOX}?limit=2&cursor={cursor}", at=after(3))
        assert len(page["words"]) <= 2
        seen += [each["id"] for each in page["words"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == Word.objects.count()
    assert callers.get("dina", f"{INBOX}?cursor=x", at=after(3)).status_code == 422


def test_a_system_has_no_inbox(callers, reference):
    assert reference
    refused = callers.get("northmoor-system", INBOX, at=after(3), **SEARCH)

    assert refused.status_code == 403
    assert Deed.ACKNOWLEDGE in refused.json()["detail"]
