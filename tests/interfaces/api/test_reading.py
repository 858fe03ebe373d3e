"""What each person reads through the API: as much as their part allows, in few queries, logged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.api.calling import START, a_report, after, introduced, iso

from wayhome.journey import past, past_episode_imported, report_received
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.episodes.models import Episode
from wayhome.rules import told

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8
EPISODE_QUERIES = 20


def queries_of(callers, username, path, *, at=START):
    callers.read(username, path, at=at)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        callers.read(username, path, at=at)
    return [
        query["sql"]
        for query in captured
        if "SAVEPOINT" not in query["sql"] and not query["sql"].startswith(("BEGIN", "COMMIT"))
    ]


@pytest.fixture
def fifty(callers):
    """Fifty children missing from Larch House."""
    by = callers.cast.viewer("joss", now=START)
    for number in range(50):
        report_received.record(
            told.MissingReport(
                told.Reporter("Joss Amberley", "01632 960001"),
                "Not back",
                child=told.Child(given_name=f"Child {number}", family_name="Sample"),
            ),
            key=str(number),
            by=by,
            now=after(number / 60),
        )


def test_a_record_of_the_past_that_was_labelled_absent_is_listed_and_reviewed(callers):
    record = past.PastEpisode(
        line=2,
        key="one",
        scheme="nominal",
        number="N1",
        child=told.Child(given_name="Ada", family_name="Example"),
        began_at=after(-900),
        ended_at=after(-890),
        words="Imported record.",
        type_code="missing",
        labels=(past.Label("Absent"),),
        council_id=callers.cast.agencies["Harrowfell Council"],
    )
    by = callers.cast.viewer("callum", now=START)
    past_episode_imported.record([record], by=by, now=START)

    [listed] = callers.read("callum", "/past-reviews")["duties"]
    callers.done("callum", f"/episodes/{listed['episode']}/past-review", {"findings": "Safe."})

    assert "Absent" in listed["reason"]
    assert callers.read("callum", "/past-reviews")["duties"] == []
    assert callers.read("tomas", "/past-reviews")["duties"] == []


@pytest.mark.usefixtures("fifty")
def test_a_list_of_fifty_takes_few_queries_and_is_all_in_the_ledger(callers, as_owner):
    found = queries_of(callers, "ines", "/episodes", at=after(1))

    assert len(found) <= LIST_QUERIES, found
    with as_owner():
        assert LedgerEntry.objects.filter(verb="consult").count() == 2 * 50


@pytest.mark.usefixtures("fifty")
def test_pages_of_a_list_hold_each_episode_once(callers):
    seen, cursor = [], ""
    while True:
        page = callers.read("ines", f"/episodes?limit=20&cursor={cursor}", at=after(1))
        seen += [episode["reference"] for episode in page["episodes"]]
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert len(seen) == len(set(seen)) == 50
    for who, waiting in (("ines", "duties"), ("tomas", "steps"), ("ines", "notices")):
        first = callers.read(who, f"/{waiting}?limit=3", at=after(1))
        rest = callers.read(who, f"/{waiting}?limit=3&cursor={first['next_cursor']}", at=after(1))
        ids = [row["id"] for row in first[waiting] + rest[waiting]]
        assert len(ids) == len(set(ids)) == 6


@pytest.fixture
def often_away(callers):
    """The record of a child with 53 absences of the past."""
    rows = [
        past.PastEpisode(
            line=number,
            key=str(number),
            scheme="nominal",
            number="N1",
            child=told.Child(given_name="Ada", family_name="Example"),
            began_at=after(-100 * number),
            ended_at=after(-100 * number + 10),
            words="Imported record.",
            type_code="missing",
            labels=(past.Label("Medium"),),
            council_id=callers.cast.agencies["Harrowfell Council"],
        )
        for number in range(1, 54)
    ]
    by = callers.cast.viewer("callum", now=START)
    made = past_episode_imported.record(rows, by=by, now=START)
    return Episode.objects.get(reference=made[0].reference).child


def of_child(callers, child, query=""):
    path = f"/children/{child.reference}{query}"
    return callers.read("tomas", path, Wayhome_Purpose="search")


def test_a_child_s_episodes_come_a_page_at_a_time_and_each_of_them_once(callers, often_away):
    first = of_child(callers, often_away)
    rest = of_child(callers, often_away, f"?cursor={first['next_cursor']}")

    seen = [episode["reported_at"] for episode in first["episodes"] + rest["episodes"]]
    assert len(first["episodes"]) == 50
    assert len(set(seen)) == len(seen) == first["episode_count"] == rest["episode_count"] == 53
    assert seen == sorted(seen, reverse=True)
    assert rest["next_cursor"] == ""


def test_as_many_of_a_child_s_episodes_are_given_as_were_asked_for(callers, often_away):
    assert len(of_child(callers, often_away, "?limit=2")["episodes"]) == 2
    assert len(of_child(callers, often_away, "?limit=100")["episodes"]) == 53
    for nonsense in ("limit=101", "limit=0", "cursor=nobody-gave-this"):
        path = f"/children/{often_away.reference}?{nonsense}"
        assert callers.get("tomas", path, Wayhome_Purpose="search").status_code == 422


@pytest.mark.parametrize("path", ["", "/timeline"])
def test_an_episode_takes_few_queries(callers, episode, path):
    found = queries_of(callers, "ines", f"/episodes/{episode}{path}")

    assert len(found) <= EPISODE_QUERIES, found


@pytest.mark.parametrize(
    ("query", "is_in"),
    [
        ("", True),
        ("open=false", False),
        ("open=any", True),
        ("state=reported", True),
        ("state=closed&open=any", False),
        ("level=medium", True),
        ("level=high", False),
        ("type=missing", True),
        ("owner=my_posts", True),
        ("owner=my_agency", True),
        ("owner=me", False),
        (f"due_before={iso(after(24))}", True),
        (f"due_before={iso(after(-24))}", False),
    ],
)
def test_a_list_is_filtered(callers, episode, query, is_in):
    listed = callers.read("ines", f"/episodes?{query}")["episodes"]

    assert [each["reference"] for each in listed] == ([episode] if is_in else [])


def test_neither_side_reads_the_others_assessment_until_both_are_in(callers, episode):
    here = f"/episodes/{episode}"
    callers.done("tomas", f"{here}/assessments", {"level": "low", "reasons": "Ours"}, at=after(1))

    blind = callers.read("nadia", here, at=after(1.1))["risk"]["assessments"]
    own = callers.read("tomas", here, at=after(1.1))["risk"]["assessments"]

    assert [(one["held_back"], one["level"], one["reasons"]) for one in blind] == [
        (True, None, None)
    ]
    assert own[0]["reasons"] == "Ours"
    entries = callers.read("nadia", f"{here}/timeline", at=after(1.1))["entries"]
    assert [each["code"] for each in entries if each["kind"] == "assessment"] == [""]
    callers.done("nadia", f"{here}/assessments", {"level": "high", "reasons": "We"}, at=after(1.2))
    assert callers.read("nadia", here, at=after(1.3))["risk"]["assessments"][0]["level"] == "low"
    then = callers.read("nadia", f"{here}?as_of={iso(after(1.1))}", at=after(1.3))
    assert then["risk"]["assessments"][0]["held_back"]


def test_a_part_that_reads_less_is_told_which_sections_are_held_back(callers, episode, as_owner):
    read = callers.read("joss", f"/episodes/{episode}")

    assert read["risk"] is None
    assert {"risk", "intelligence"} <= set(read["held_back"])
    assert "risk" not in {
        e["section"] for e in callers.read("joss", f"/episodes/{episode}/timeline")["entries"]
    }
    with as_owner():
        looked = LedgerEntry.objects.filter(verb="consult", deed="see an episode").first()
    assert "risk assessments" not in looked.sections
    assert "summary" in looked.sections


@pytest.mark.parametrize("who", ["isla", "grace"])
def test_a_home_is_told_by_its_kind_to_a_school_and_a_health_service(callers, who):
    agencies = callers.cast.agencies
    care = {
        "responsible_authority_id": str(agencies["Harrowfell Council"]),
        "placement_id": str(agencies["Larch House"]),
        "school_id": str(agencies["Beckside Academy"]),
        "health_id": str(agencies["Fellside Health Trust"]),
        "is_looked_after": True,
    }
    asked = {"child": {"given_name": "Amira", "family_name": "Example"}, "arrangement": care}
    child = callers.done("joss", "/children", asked)["reference"]
    body = a_report(child_reference=child)
    reference = callers.done("joss", "/missing-reports", body, Idempotency_Key="home")["reference"]
    back = {"at": iso(after(1)), "to": "placement"}
    callers.done("joss", f"/episodes/{reference}/returned", back, at=after(1))

    def told(username):
        read = [
            callers.read(username, f"/episodes/{reference}{more}", at=after(2))
            for more in ("", "/timeline")
        ]
        assert read[1]["entries"]
        assert read[0]["found"]["returned"]
        return {each["name"] for answer in read for each in answer["people"]}, str(read)

    names, everything = told(who)
    assert "Joss Amberley, children's home" in names
    assert "Larch House" not in everything
    assert "Joss Amberley, Larch House" in told("nadia")[0]


def test_why_the_type_was_changed_is_for_those_who_read_the_response(callers):
    said = a_report(child={"given_name": "Nobody", "family_name": "Knew"})
    reference = callers.done("grace", "/missing-reports", said, Idempotency_Key="school")[
        "reference"
    ]
    changed = {"type": "unauthorised_absence", "reason": "At the house of a friend"}
    callers.done(
        "callum", f"/episodes/{reference}/type", changed, at=after(1), Idempotency_Key="type"
    )

    def reasons(username):
        read = callers.read(username, f"/episodes/{reference}", at=after(2))
        return read["types"][-1]["type"], read["types"][-1]["reason"]

    assert reasons("callum") == ("unauthorised_absence", "At the house of a friend")
    assert reasons("grace") == ("unauthorised_absence", None)


def test_the_child_is_shown_as_known_at_that_moment(callers):
    child = introduced(callers)
    made = callers.done(
        "joss", "/missing-reports", a_report(child_reference=child), Idempotency_Key="k"
    )
    learned = {"child": {"given_name": "Amirah"}, "supplied_by": "Sara Example"}
    callers.done("joss", f"/children/{child}/details", learned, at=after(2))

    here = f"/episodes/{made['reference']}"
    then = callers.read("joss", f"{here}?as_of={iso(after(1))}", at=after(3))

    assert then["child"]["given_name"] == "Amira"
    assert callers.read("joss", here, at=after(3))["child"]["given_name"] == "Amirah"


def test_what_is_left_out_of_the_care_stays_and_null_has_ended(callers):
    child = introduced(callers)
    here, tideway = f"/children/{child}/details", str(callers.cast.agencies["Tideway House"])
    worker = str(callers.cast.people["nadia"])

    def told(**care):
        said = {"arrangement": care, "supplied_by": "Nadia Birch"}
        callers.done("nadia", here, said)
        record = callers.read("nadia", f"/children/{child}", Wayhome_Purpose="support")
        return record["care"]

    before = told(social_worker_id=worker)
    moved = told(placement_id=tideway)
    ended = told(social_worker_id=None, is_looked_after=None)

    assert before["placement_id"] == str(callers.cast.agencies["Larch House"])
    assert (moved["placement_id"], moved["social_worker_id"]) == (tideway, worker)
    assert (ended["placement_id"], ended["social_worker_id"]) == (tideway, None)
    assert ended["is_looked_after"] is True
    assert ended["responsible_authority_id"] == before["responsible_authority_id"]


def test_a_lasting_concern_is_added_once(callers):
    child = introduced(callers)
    concern = {"marker": "medical", "evidence": "Inhaler", "supplied_by": "School"}
    callers.done("joss", f"/children/{child}/markers", concern)
    callers.done("joss", f"/children/{child}/markers", concern)

    record = callers.read("joss", f"/children/{child}", Wayhome_Purpose="support")

    assert [marker["marker"] for marker in record["markers"]] == ["medical"]


@pytest.mark.parametrize(
    "path", ["/me", "/agencies?kind=police", "/practitioners", "/vocabulary", "/protocol"]
)
def test_look_ups_are_answered(callers, path):
    assert callers.read("tomas", path)


def test_the_protocol_is_told_as_it_stood(callers):
    assert callers.read("tomas", f"/protocol?on={iso(after(-1))}")["version"] == 1
    assert callers.get("tomas", "/protocol?on=1990-01-01T00:00:00Z").status_code == 404


def test_the_posts_of_an_agency_are_listed(callers):
    agency = callers.cast.agencies["Larch House"]

    kinds = {post["kind"] for post in callers.read("tomas", f"/agencies/{agency}/posts")}

    assert kinds == {"placement_staff", "home_manager"}
