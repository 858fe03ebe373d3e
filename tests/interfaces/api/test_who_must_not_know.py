"""Through the API: an emergency look, who must not know, and the same answer for nobody."""

import pytest
from tests.interfaces.api.calling import START, after

from wayhome.journey import child_sealed
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners.models import Holding
from wayhome.rules.vocabulary import SealKind

pytestmark = pytest.mark.django_db
WHY = {
    "reason": "danger_now",
    "live_reference": "EV-2026-114",
    "statement": "A girl at the station says that somebody follows her and tells her name.",
}
SEARCH = {"Wayhome-Purpose": "search"}


@pytest.fixture
def reference(callers, episode):
    """The reference of the child of the open episode."""
    assert callers
    return Episode.objects.get(reference=episode).child.reference


def test_a_look_opens_the_record_until_it_is_ended_and_is_reviewed_by_others(callers, reference):
    here = f"/children/{reference}"
    assert callers.get("lowri", here, at=after(1), **SEARCH).status_code == 404

    made = callers.done("lowri", "/emergency-looks", {**WHY, "reference": reference}, at=after(1))

    assert made["reference"] == reference
    record = callers.read("lowri", here, at=after(1.5), **SEARCH)
    assert record["contacts"] is None
    assert callers.get("femi", here, at=after(1.5), **SEARCH).status_code == 404
    look = f"/emergency-looks/{made['look_id']}"
    callers.done("lowri", f"{look}/end", at=after(1.6))
    assert callers.get("lowri", here, at=after(1.6), **SEARCH).status_code == 404
    waiting = callers.read("ines", "/emergency-looks/to-review", at=after(2))["looks"]
    assert [each["id"] for each in waiting] == [made["look_id"]]
    assert callers.read("femi", "/emergency-looks/to-review", at=after(2))["looks"] == []
    said = {"finding": "right", "findings": "A live incident"}
    assert callers.post("femi", f"{look}/review", said, at=after(2)).status_code == 404
    callers.done("ines", f"{look}/review", said, at=after(2))
    assert callers.read("lowri", "/emergency-looks", at=after(3))["looks"][0]["finding"] == "right"


@pytest.mark.parametrize("step", ["open", "acknowledge"])
def test_a_supervisor_answers_that_somebody_looked_and_is_not_told_at_whom(
    callers, episode, reference, step
):
    callers.done("lowri", "/emergency-looks", {**WHY, "reference": reference}, at=after(1))
    (notice,) = callers.read("femi", "/notices", at=after(1.1))["notices"]

    told = callers.done("femi", f"/notices/{notice['id']}/{step}", at=after(1.2))

    about = str(Episode.objects.get(reference=episode).id)
    assert not {episode, reference, about} & {*map(str, told.values())}
    assert callers.read("ines", "/notices", at=after(1.2))["notices"][0]["episode"] == episode


def test_the_answer_is_the_same_for_a_child_kept_from_them_and_for_nobody(callers, reference):
    kept = {"name": "Lowri", "username": "lowri", "kind": "relative", "reason": "An aunt"}
    callers.done("ines", f"/children/{reference}/apart", kept, at=after(1))

    answers = [
        callers.done(
            "lowri",
            "/emergency-looks",
            {**WHY, "reference": each},
            at=after(2 + n),
        )
        for n, each in enumerate((reference, "22222-22222-2"))
    ]

    for answer in answers:
        answer.pop("look_id")
    assert answers == [{"reference": None, "ends_at": None}] * 2


def test_a_child_is_kept_from_a_person_until_two_agencies_agree(callers, reference, episode):
    here = f"/children/{reference}/apart"
    said = {"name": "Tomas", "username": "tomas", "kind": "relative", "reason": "An uncle"}
    callers.done("ines", here, said, at=after(1))

    for address in (f"/children/{reference}", f"/episodes/{episode}", here):
        assert callers.get("tomas", address, at=after(2), **SEARCH).status_code == 404
    assert callers.read("tomas", "/episodes", at=after(2))["episodes"] == []
    assert callers.get("nadia", here, at=after(2)).status_code == 403
    [row] = callers.read("callum", here, at=after(2))["people"]
    back = f"{here}/{row['id']}/take-back"
    callers.done("ines", back, {"reason": "Wrong man"}, at=after(3))
    assert callers.post("callum", back, {"reason": "Yes"}, at=after(3)).status_code == 409
    callers.done("leon", back, {"reason": "Yes"}, at=after(3))

    assert callers.get("tomas", f"/episodes/{episode}", at=after(4)).status_code == 200


def test_what_is_withheld_from_an_agency_is_held_back_and_disclosed_again(
    callers, reference, episode
):
    here = f"/children/{reference}/withheld"
    home = str(callers.cast.agencies["Larch House"])
    said = {"matter": "everything", "agency_id": home, "reason": "Staff are suspected"}
    callers.done("leon", here, said, at=after(1))

    assert callers.get("joss", f"/episodes/{episode}", at=after(2)).status_code == 404
    rows = callers.read("ines", f"/children/{reference}/apart", at=after(2))["withheld"]
    callers.done("ines", f"{here}/{rows[0]['id']}/take-back", {"reason": "Cleared"}, at=after(3))
    assert callers.get("joss", f"/episodes/{episode}", at=after(4)).status_code == 200


def test_a_declaration_is_answered_alike(callers, reference):
    said = {"family_name": "Example", "date_of_birth": "2011-05-02", "kind": "relative"}
    answers = [
        callers.done("tomas", "/declarations", {**said, "given_name": each, "reason": "A niece"})
        for each in ("Amira", "Nobody")
    ]

    assert answers == [{"kept": True}] * 2
    assert START
    assert reference


def test_emergency_looks_go_on_page_by_page_and_none_is_left_out(callers, reference):
    for hour in range(103):
        unknown = {**WHY, "live_reference": f"EV-{hour}", "reference": "22222-22222-2"}
        callers.done("lowri", "/emergency-looks", unknown, at=after(24 * hour))

    found, cursor = [], ""
    at = after(24 * 104)
    while True:
        page = callers.read("lowri", f"/emergency-looks?cursor={cursor}", at=at)
        found.append([each["live_reference"] for each in page["looks"]])
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert [len(each) for each in found] == [50, 50, 3]
    assert [each for page in found for each in page] == [f"EV-{n}" for n in reversed(range(103))]
    assert callers.get("lowri", "/emergency-looks?cursor=nonsense", at=at).status_code == 422
    assert reference


def test_a_look_says_that_there_is_a_protected_address_and_whom_to_telephone(callers, reference):
    episode = Episode.objects.get(child__reference=reference).reference
    address = {
        "text": "4 Refuge Row",
        "kept_from": "the father",
        "why": "x",
        "since": "2026-03-01T09:00:00Z",
    }
    here, stated = f"/children/{reference}", {"Wayhome_Purpose": "search"}
    kept = f"{here}/protected-texts"
    callers.done("nadia", f"{kept}/addresses", address, at=after(0.5), **stated)
    callers.done("lowri", "/emergency-looks", {**WHY, "reference": reference}, at=after(1))

    def read(who):
        places = (here, kept, f"/episodes/{episode}")
        return [callers.read(who, each, at=after(1.5), **stated) for each in places]

    for answer in read("lowri"):
        asked = [each["name"] for each in answer["ask_for_address"]]
        assert asked == ["Northmoor Police", "Harrowfell Council"]
        assert "4 Refuge Row" not in str(answer)
        assert "Larch House" not in str(answer)
    theirs = read("tomas")
    assert "4 Refuge Row" in str(theirs)
    assert [answer["ask_for_address"] for answer in theirs] == [[], [], []]


def test_those_on_the_list_name_a_reviewer_who_reviews_without_being_told_of_whom(
    callers, reference
):
    people = callers.cast.people
    made = callers.done("lowri", "/emergency-looks", {**WHY, "reference": reference}, at=after(1))
    child_sealed.record(
        Child.objects.get(reference=reference).id,
        SealKind.WITNESS,
        why="A witness in a trial",
        named=[people[who] for who in ("ines", "tomas", "nadia")],
        by=callers.cast.viewer("leon", now=after(1.1)),
        now=after(1.1),
    )
    managers = [people[who] for who in ("leon", "ines")]
    Holding.objects.filter(practitioner_id__in=managers).update(until=after(1.5))
    look, later = f"/emergency-looks/{made['look_id']}", {"at": after(3)}
    yusra = {"practitioner_id": str(people["yusra"])}

    for stranger in ("yusra", "lowri", "femi"):
        assert callers.get(stranger, f"{look}/reviewer", **later).status_code == 404
        assert callers.post(stranger, f"{look}/reviewer", yusra, **later).status_code == 404
    offered = {
        each["name"] for each in callers.read("nadia", f"{look}/reviewer", **later)["people"]
    }
    wrong = {"practitioner_id": str(people["femi"])}
    assert callers.post("nadia", f"{look}/reviewer", wrong, **later).status_code == 422
    callers.done("nadia", f"{look}/reviewer", yusra, **later)

    assert "Yusra Colne" in offered
    assert "Insp. Femi Ashdown" not in offered
    [waits] = callers.read("yusra", "/emergency-looks/to-review", **later)["looks"]
    assert (waits["id"], waits["statement"], waits["live_reference"]) == (made["look_id"], "", "")
    said = {"finding": "right", "findings": "A live incident"}
    callers.done("yusra", f"{look}/review", said, **later)
    assert callers.read("yusra", "/emergency-looks/to-review", **later)["looks"] == []
