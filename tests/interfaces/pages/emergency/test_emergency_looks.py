"""An emergency look on its pages: asked, seen, ended, reviewed; and the same answer for nobody."""

import html
import re
from datetime import date, timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.journey import child_introduced, child_sealed, text_protected
from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners.models import Holding
from wayhome.records.safety import actions as safety
from wayhome.rules import told
from wayhome.rules import vocabulary as v

pytestmark = pytest.mark.django_db
SAID = {
    "reason": "danger_now",
    "live_reference": "EV-2026-114",
    "statement": "A girl at the station says that somebody follows her and tells her name.",
}
KEY = "9b1c0f2e-4a61-4a5e-9a59-1f2f6b1f0009"
NAMED = {
    "given_name": "Amira",
    "family_name": "Example",
    "date_of_birth-day": "2",
    "date_of_birth-month": "5",
    "date_of_birth-year": "2011",
}


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def child(work):
    episode = work.episode()
    child_introduced.learned(
        episode.child_id,
        told.Child(date_of_birth=date(2011, 5, 2)),
        supplied_by="x",
        by=work.viewer("nadia"),
        now=work.now - timedelta(hours=1),
    )
    return Child.objects.get(id=episode.child_id)


def ask(work, who="lowri", *, key="9b1c0f2e-4a61-4a5e-9a59-1f2f6b1f0001", **named):
    with clock.at(work.now):
        sent = {**SAID, **named, "submission_key": key}
        return work.sign_in(who).post("/emergency-looks/ask", sent)


def get(work, who, address, *, later=timedelta(0)):
    with clock.at(work.now + later):
        return work.sign_in(who).get(address)


def test_a_look_leads_to_the_record_for_sixty_minutes(work, child):
    client = work.sign_in("lowri")
    with clock.at(work.now):
        answer = client.post(
            "/emergency-looks/ask",
            {
                **SAID,
                "reference": child.reference,
                "submission_key": "9b1c0f2e-4a61-4a5e-9a59-1f2f6b1f0009",
            },
        )
        assert answer["Location"] == f"/children/{child.reference}/"
        page = client.get(answer["Location"])
    text = page.content.decode()
    assert "You opened this record in an emergency: 1 hour left." in text
    assert "01632" not in text

    with clock.at(work.now + timedelta(minutes=60)):
        assert client.get(answer["Location"]).status_code == 404


REFUGE = "4 Refuge Row"


def test_a_look_says_that_there_is_a_protected_address_and_whom_to_telephone(work, child):
    Agency.objects.filter(name="Northmoor Police").update(telephone="01632 960999")
    here = f"/children/{child.reference}/"
    episode = Episode.objects.get(child=child)
    pages = (here, f"{here}protection", f"/episodes/{episode.reference}/")
    client = work.sign_in("lowri")
    with clock.at(work.now):
        client.post(
            "/emergency-looks/ask", {**SAID, "reference": child.reference, "submission_key": KEY}
        )
        before = at_work.words(client.get(here))
    text_protected.keep(
        child.id,
        v.Protected.ADDRESS,
        said={"text": REFUGE, "kept_from": "the father", "why": "He looks for her"},
        by=work.viewer("nadia"),
        now=work.now,
    )

    with clock.at(work.now):
        shown = [html.unescape(at_work.words(client.get(each))) for each in pages]

    assert "Larch House" in before
    assert "protected address" not in before
    for page in shown:
        assert "telephone for it: Northmoor Police (01632 960999) and Harrowfell Council" in page
        assert REFUGE not in page
        assert "Larch House" not in page
    in_a_part = work.sign_in("tomas")
    with clock.at(work.now):
        in_a_part.post(f"{here}why", {"purpose": "search", "reason": "x"})
        theirs = at_work.words(in_a_part.get(f"{here}protection"))
    assert REFUGE in theirs
    assert "telephone for it" not in theirs


def test_nothing_of_the_record_can_be_changed(work, child):
    ask(work, reference=child.reference)

    for name in ("detail", "contact", "marker", "apart/", "apart/person", "apart/withhold"):
        with clock.at(work.now):
            client = work.sign_in("lowri")
            client.post(f"/children/{child.reference}/why", {"purpose": "search", "reason": "x"})
            assert client.get(f"/children/{child.reference}/{name}").status_code == 403


def alike(answer):
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return answer.status_code, re.sub(r"Amira|Nobody|[0-9a-f]{8}-[0-9a-f-]+", "", text)


def test_a_child_kept_from_them_is_answered_as_one_nobody_knows(work, child):
    by = work.viewer("ines")
    person = safety.identify(
        "L", email="", accounts=[work.cast.people["lowri"]], by=by, at=work.now
    )
    safety.keep_from(person, child.id, kind=v.Conflict.RELATIVE, reason="x", by=by, at=work.now)

    kept = ask(work, **NAMED)
    unknown = ask(
        work, key="9b1c0f2e-4a61-4a5e-9a59-1f2f6b1f0002", **(NAMED | {"given_name": "Nobody"})
    )

    assert kept.status_code == 422
    assert "No record was opened" in kept.content.decode()
    assert alike(kept) == alike(unknown)


def test_the_supervisor_sees_it_at_once_and_reads_a_notice(work, child):
    ask(work, reference=child.reference)

    seen = get(work, "femi", "/emergency-looks/").content.decode()
    assert "Sgt Lowri Pike" in seen
    assert "EV-2026-114" in seen
    assert "Amira" not in seen
    notices = get(work, "femi", "/notices/").content.decode()
    assert "opened in an emergency" in notices


def test_a_look_is_ended_and_then_reviewed_by_another_agency(work, child):
    ask(work, reference=child.reference)
    mine = get(work, "lowri", "/emergency-looks/").content.decode()
    end = re.search(r"/emergency-looks/[0-9a-f-]+/end", mine)[0]
    with clock.at(work.now + timedelta(minutes=5)):
        assert work.sign_in("femi").post(end).status_code == 404
        assert work.sign_in("lowri").post(end).status_code == 302
        assert work.sign_in("lowri").post(end).status_code == 409

    later = timedelta(minutes=10)
    waiting = get(work, "ines", "/emergency-looks/", later=later).content.decode()
    review = re.search(r"/emergency-looks/[0-9a-f-]+/review", waiting)[0]
    assert get(work, "ines", review, later=later).status_code == 200
    for stranger in ("femi", "nora"):
        assert get(work, stranger, review, later=later).status_code == 404
    with clock.at(work.now + later):
        kept = work.sign_in("ines").post(
            review,
            {
                "finding": "right",
                "findings": "A live incident",
                "submission_key": "9b1c0f2e-4a61-4a5e-9a59-1f2f6b1f0003",
            },
        )
    assert kept.status_code == 302
    assert (
        "The look was right"
        in get(work, "lowri", "/emergency-looks/", later=later).content.decode()
    )


@pytest.mark.parametrize("who", ["joss", "harri", "marek"])
def test_who_may_not_ask_is_refused(work, who):
    assert get(work, who, "/emergency-looks/ask").status_code == 403


def many(work, child, who, *, how_many):
    """Looks of one person that are over, a minute apart; their moments, newest first."""
    moments = [work.now - timedelta(days=1, minutes=number) for number in range(how_many)]
    for at in moments:
        BreakGlass.objects.create(
            practitioner_id=work.cast.people[who],
            agency_id=work.viewer(who).agency_id,
            child=child,
            reason="danger_now",
            live_reference=f"EV-{at:%d-%H%M}",
            statement="A girl at the station says that somebody follows her.",
            opened_at=at,
            ends_at=at + timedelta(hours=1),
        )
    return [f"EV-{at:%d-%H%M}" for at in moments]


def walk(client, name):
    """The numbers of the looks on each page of one list, from its start."""
    found, address = [], "/emergency-looks/"
    while address:
        page = client.get(address).content.decode()
        found.append(list(dict.fromkeys(re.findall(r"EV-\d\d-\d{4}", page))))
        on = re.search(rf'href="([^"]*[?&;]{name}=[^"]+)" rel="next"', page)
        address = html.unescape(on[1]) if on else ""
    return found


@pytest.mark.parametrize(
    ("who", "name", "is_newest_first"),
    [("lowri", "mine_after", True), ("femi", "ours_after", True), ("ines", "after", False)],
)
def test_each_list_of_emergency_looks_goes_on_page_by_page_and_none_is_left_out(
    work, child, who, name, is_newest_first
):
    numbers = many(work, child, "lowri", how_many=103)

    with clock.at(work.now):
        pages = walk(work.sign_in(who), name)

    in_order = numbers if is_newest_first else numbers[::-1]
    assert [len(page) for page in pages] == [50, 50, 3]
    assert [each for page in pages for each in page] == in_order


@pytest.mark.parametrize("name", ["mine_after", "ours_after", "after"])
def test_a_place_in_the_emergency_looks_that_is_none_is_not_found(work, name):
    assert get(work, "femi", f"/emergency-looks/?{name}=nonsense").status_code == 404


@pytest.fixture
def look(work, child):
    """Lowri's look at a child who was sealed while it lasted, to a list on which nobody reviews."""
    ask(work, reference=child.reference)
    now = work.now + timedelta(minutes=1)
    people = [work.cast.people[who] for who in ("ines", "tomas", "nadia")]
    child_sealed.record(
        child.id,
        v.SealKind.WITNESS,
        why="A witness in a trial",
        named=people,
        by=work.cast.viewer("leon", now=now),
        now=now,
    )
    managers = [work.cast.people[who] for who in ("leon", "ines")]
    Holding.objects.filter(practitioner_id__in=managers).update(until=now)
    return BreakGlass.objects.get()


def test_those_on_the_list_name_a_reviewer_who_reviews_without_being_told_of_whom(
    work, child, look
):
    later, yusra = timedelta(hours=2), str(work.cast.people["yusra"])
    here = f"/emergency-looks/{look.id}/reviewer"
    assert get(work, "nadia", f"/notices/{look.id}/", later=later)["Location"] == here
    for stranger in ("yusra", "lowri", "femi", "joss"):
        assert get(work, stranger, here, later=later).status_code == 404

    with clock.at(work.now + later):
        nadia = work.sign_in("nadia")
        nadia.post(f"/children/{child.reference}/why", {"purpose": "search", "reason": "x"})
        assert here in nadia.get(f"/children/{child.reference}/protection").content.decode()
        offered = nadia.get(here).content.decode()
        wrong = nadia.post(here, {"reviewer": "", "submission_key": KEY})
        assert nadia.post(here, {"reviewer": yusra, "submission_key": at_work.key()})["Location"]
    assert "Yusra Colne" in offered
    assert "Femi Ashdown" not in offered
    assert wrong.status_code == 422

    review = f"/emergency-looks/{look.id}/review"
    assert get(work, "yusra", f"/notices/{look.id}/", later=later)["Location"] == review
    for address in (review, "/emergency-looks/"):
        page = html.unescape(at_work.words(get(work, "yusra", address, later=later)))
        assert "A child whose record is sealed" in page
        assert "Lowri Pike" in page
        for hidden in ("Amira", child.reference, SAID["statement"], SAID["live_reference"]):
            assert hidden not in page
    with clock.at(work.now + later):
        said = {"finding": "right", "findings": "Live", "submission_key": at_work.key()}
        work.sign_in("yusra").post(review, said)
    look.refresh_from_db()
    assert str(look.reviewed_by_id) == yusra


def test_a_manager_who_reads_why_their_people_looked_is_entered(work, child, as_owner):
    ask(work, "lowri", reference=child.reference)

    page = get(work, "femi", "/emergency-looks/").content.decode()

    assert SAID["statement"] in html.unescape(page)
    with as_owner():
        looked = LedgerEntry.objects.filter(
            child_id=child.id, practitioner_id=work.cast.people["femi"]
        )
        assert looked.count() == 1


def test_the_supervisor_of_whoever_looked_is_told_and_not_at_whom(work, child):
    ask(work, "lowri", reference=child.reference)

    (key,) = re.findall(
        r"/notices/([0-9a-f-]+)/have", get(work, "femi", "/notices/").content.decode()
    )
    with clock.at(work.now):
        client = work.sign_in("femi")
        had = client.post(f"/notices/{key}/have", follow=True).content.decode()
    assert "You have this." in had
    assert child.episodes.get().reference not in had

    for address in ("/episodes/", "/notices/", "/emergency-looks/"):
        page = get(work, "femi", address)
        assert page.status_code == 200
        assert child.given_name not in page.content.decode(), address
    assert child.given_name in get(work, "ines", "/episodes/").content.decode()
