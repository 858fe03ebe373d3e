"""A child's page: opened for a purpose, read by part, added to; and looking a child up."""

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.interfaces.pages import after_return, at_work, counting

from wayhome.journey import disclosure_withheld, past, past_episode_imported
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children import queries as children
from wayhome.records.episodes import times_away
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, told
from wayhome.rules.vocabulary import FoundBy, InterviewPart, Marker, Matter, Purpose

SAFE = told.Contact("Sara Example", "mother", "01632 960001")
UNSAFE = told.Contact("Lee Example", "stepfather", unsafe_to_tell=True, unsafe_reason="Court order")
CONCERN = told.Concern(Marker.CRIMINAL_EXPLOITATION, "Two phones", "Nadia Birch")


@pytest.fixture
def child(work):
    return work.child(contacts=[SAFE, UNSAFE], concerns=[CONCERN])


@pytest.fixture
def after(work, child):
    return after_return.After(work, work.episode(child=child))


def place(child, name=""):
    return f"/children/{child.reference}/{name}"


def opened(work, username, child, *, purpose=Purpose.SEARCH):
    """A client in which this person has said why."""
    client = work.sign_in(username)
    client.post(place(child, "why"), {"purpose": str(purpose), "reason": "Missing now"})
    return client


@pytest.mark.parametrize("name", ["", "detail", "contact", "marker"])
@pytest.mark.usefixtures("after")
def test_a_purpose_is_asked_first_and_leads_back(work, child, name):
    client = work.sign_in("tomas")

    answer = client.get(place(child, name))

    assert answer.status_code == 302
    assert answer.url.startswith(place(child, "why"))
    assert opened(work, "tomas", child).get(place(child, name)).status_code == 200


@pytest.mark.usefixtures("after")
def test_the_page_says_who_the_child_is_and_who_said_so(work, child):
    said = at_work.words(opened(work, "tomas", child).get(place(child)))

    assert "Amira Example" in said
    assert "Joss Amberley" in said
    assert "Harrowfell Council" in said
    assert "Risk of criminal exploitation" in said
    assert "Not safe to tell." in said
    assert "Beckside bus station" in said
    assert "to find a child who is missing" in said.lower()


@pytest.mark.parametrize("username", ["femi", "carys", "tariq", "mei"])
@pytest.mark.usefixtures("after")
def test_a_child_of_others_and_an_unknown_child_are_alike(work, child, username):
    client = work.sign_in(username)

    stranger, unknown = client.get(place(child)), client.get("/children/22222-22222-2/")

    assert stranger.status_code == unknown.status_code == 404
    assert at_work.words(stranger) == at_work.words(unknown)


def test_a_provider_reads_no_family_and_no_report(work, after, child):
    after.returned().referred()

    said = at_work.words(opened(work, "ben", child).get(place(child)))

    assert "Amira" in said
    assert "Sara Example" not in said
    assert "Beckside bus station" not in said


def test_only_released_parts_of_what_the_child_said_are_shown(work, after, child):
    after.returned().referred()
    after.accepted(after.offered()).heard().released(InterviewPart.SHAREABLE)

    client = opened(work, "nadia", child, purpose="assess")
    said = at_work.words(client.get(place(child)))

    assert "the shareable part" in said
    assert "the confidential part" not in said
    assert "the intelligence part" not in said
    assert "I wanted to see my brother" not in said


def send(work, child, place_of, **answers):
    client = opened(work, "nadia", child)
    sent = {"submission_key": at_work.key(), "supplied_by": "Sara Example, mother", **answers}
    return client.post(place(child, place_of), sent)


@pytest.mark.usefixtures("after")
def test_a_detail_is_added_with_whose_word_it_is(work, child):
    answer = send(work, child, "detail", known_as="Mimi", given_name="Amira")

    assert answer.status_code == 302
    known = children.known(child.child_id)
    assert known.child.known_as == "Mimi"
    assert known.details[-1].supplied_by == "Sara Example, mother"


@pytest.mark.usefixtures("after")
def test_a_birthday_that_makes_an_adult_says_what_to_do(work, child):
    answer = send(
        work,
        child,
        "detail",
        **{"date_of_birth-day": "1", "date_of_birth-month": "1", "date_of_birth-year": "1990"},
    )

    assert "18 or over" in at_work.words(answer)
    assert children.known(child.child_id).child.date_of_birth is None


def contact(**more):
    return {"name": "Sara Example", "relationship": "mother", "safe": "yes", **more}


@pytest.mark.usefixtures("after")
def test_a_contact_is_corrected_and_what_was_known_is_kept(work, child):
    [mother] = [
        row for row in children.known(child.child_id).standing_contacts if row.name == SAFE.name
    ]

    answer = send(work, child, f"contacts/{mother.id}", **contact(telephone="01632 960099"))
    again = send(work, child, f"contacts/{mother.id}", **contact(telephone="01632 960098"))

    assert answer.status_code == 302
    assert again.status_code == 404
    known = children.known(child.child_id)
    assert len(known.contacts) == 3
    assert "01632 960099" in {row.telephone for row in known.standing_contacts}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"safe": "no"}, "Say why it is not safe"),
        ({"email": "nowhere"}, "Enter an email address"),
        ({"name": "x" * 10_000}, "characters or fewer"),
        ({"safe": "perhaps"}, "Choose one of the answers shown"),
        ({"supplied_by": ""}, "Who told you this"),
    ],
)
@pytest.mark.usefixtures("after")
def test_a_bad_contact_says_what_to_do(work, child, more, words):
    answer = send(work, child, "contact", **contact(**more))

    assert answer.status_code == 422
    assert words in at_work.words(answer)
    assert len(children.known(child.child_id).contacts) == 2


@pytest.mark.usefixtures("after")
def test_a_concern_is_added_with_its_evidence(work, child):
    answer = send(work, child, "marker", marker="self_harm", evidence="Said so on Monday")

    assert answer.status_code == 302
    assert "Said so on Monday" in at_work.words(opened(work, "nadia", child).get(place(child)))


@pytest.mark.parametrize("name", ["detail", "contact", "marker"])
def test_a_provider_may_not_add_and_is_told_why(work, after, child, name):
    after.returned().referred()

    answer = opened(work, "ben", child).post(place(child, name), {})

    assert answer.status_code == 403
    assert "Your post does not allow you to add" in at_work.words(answer)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"family_name": "exam"}, "1 child found"),
        ({"family_name": "Example", "given_name": "Am"}, "1 child found"),
        ({"family_name": "Nobody"}, "0 children found"),
        ({"reference": "22222-22222-2"}, "0 children found"),
    ],
)
@pytest.mark.usefixtures("after")
def test_a_child_is_looked_up_by_the_beginning_of_a_name(work, asked, count):
    assert count in at_work.words(work.sign_in("tomas").post("/children/", asked))


@pytest.mark.usefixtures("after")
def test_a_child_is_looked_up_by_reference_however_it_is_typed(work, child):
    typed = child.reference.lower().replace("-", " ")

    answer = work.sign_in("tomas").post("/children/", {"reference": typed})

    assert "Amira Example" in at_work.words(answer)


@pytest.mark.usefixtures("after")
def test_children_of_others_are_never_found(work):
    answer = work.sign_in("femi").post("/children/", {"family_name": "Example"})

    assert "0 children found" in at_work.words(answer)


def test_looking_for_nothing_says_what_to_enter(work):
    answer = work.sign_in("tomas").post("/children/", {})

    assert "Enter a name, a date of birth or a reference" in at_work.words(answer)


def test_a_provider_may_not_look_children_up(work):
    answer = work.sign_in("ben").get("/children/")

    assert answer.status_code == 403
    assert "Your post does not allow you to look up a child" in at_work.words(answer)


PAST = 53  # absences: a page of fifty, and three more


@pytest.fixture
def often_away(work):
    """A child who was away so often, as an import brings it in; the last absence first."""
    last = work.now - timedelta(days=30)
    return brought_in(work, [last - timedelta(days=number) for number in range(PAST)])


def brought_in(work, began, *, name="Wren"):
    """A child with absences that began then, as an import brings them in; their references."""
    rows = [_past(name, number, at, work.cast) for number, at in enumerate(began)]
    made = past_episode_imported.record(rows, by=work.viewer("callum"), now=work.now)
    references = [each.reference for each in made]
    return Episode.objects.get(reference=references[0]).child, references


def _past(name, number, began, cast):
    found = began + timedelta(minutes=50)
    return past.PastEpisode(
        line=number,
        key=f"{name}:{number}",
        scheme="nominal",
        number=name,
        child=told.Child(given_name=name, family_name="Example", date_of_birth=date(2012, 5, 17)),
        began_at=began,
        ended_at=found,
        reference=f"{name}/{number}",
        type_code="missing",
        labels=(past.Label("Medium", "As it was written at the time"),),
        last_seen_place="Beckside bus station" if number % 2 else "Home",
        located=told.Located(found, "A friend's house", FoundBy.POLICE, "Seen by a patrol"),
        police_closed_at=found + timedelta(days=1),
        council_id=cast.agencies["Harrowfell Council"],
        words="Imported record.",
    )


def listed(page):
    """The references the table of times away leads to, in its order, and the ways on and back."""
    text = page.content.decode()
    rows = re.findall(r'<a class="govuk-link" href="/episodes/([^/"]+)/" title', text)
    ways = re.findall(r'href="([^"]+)" rel="(next|first)"', text)
    return rows, {way: html.unescape(href) for href, way in ways}


def test_many_times_away_ask_no_more_of_the_database_than_one(work, often_away):
    def ask(of):
        client = opened(work, "tomas", of)
        client.get(place(of))  # whatever is found out once is found out
        with counting.asked() as found:
            client.get(place(of))
        return len(found)

    once_away, _references = brought_in(work, [work.now - timedelta(days=9)], name="Robin")

    assert ask(often_away[0]) == ask(once_away) <= 18


def test_a_time_away_counts_at_the_hour_it_was_in_london(work):
    began = [
        datetime(2024, 7, 16, 23, 30, tzinfo=UTC),  # Wednesday, half past midnight
        datetime(2024, 10, 27, 0, 15, tzinfo=UTC),  # a quarter past one on Sunday
        datetime(2024, 10, 27, 1, 15, tzinfo=UTC),  # and once more, when the clocks went back
    ]
    child, _references = brought_in(work, began)

    week = times_away.of_child(work.viewer("tomas"), child.id).by_weekday_and_hour()

    assert week == {(2, 0): 1, (6, 1): 2}


def test_earlier_times_away_are_shown_on_asking_and_each_of_them_once(work, often_away):
    child, references = often_away
    client = opened(work, "tomas", child)

    first, ways = listed(client.get(place(child)))
    then, ways_from_there = listed(client.get(ways["next"]))

    assert first == references[:50]
    assert then == references[50:]
    assert ways_from_there == {"first": place(child)}


def test_what_is_said_of_all_times_away_is_the_same_on_each_page(work, often_away):
    child, _references = often_away
    client = opened(work, "tomas", child)

    first = client.get(place(child))
    second = client.get(listed(first)[1]["next"])

    for page in (first, second):
        said = at_work.words(page)
        assert "53 times away" in said
        assert "53 times in all." in said
        assert "Home 27 times" in said
        assert "Beckside bus station 26 times" in said
        assert "A friend&#39;s house 53 times" in said


def test_on_paper_every_time_away_is_listed(work, often_away):
    child, references = often_away
    client = opened(work, "tomas", child)

    rows, ways = listed(client.get(f"{place(child)}?paper=1"))

    assert rows == references
    assert ways == {}


def test_each_page_of_times_away_is_entered_as_a_look_at_the_child(work, often_away, as_owner):
    child, _references = often_away
    client = opened(work, "tomas", child)
    first = client.get(place(child))

    client.get(listed(first)[1]["next"])

    with as_owner():
        looks = LedgerEntry.objects.filter(child_id=child.id, deed=access.Deed.SEE_CHILD)
        one, other = looks
    assert one.sections == other.sections != []


@pytest.mark.parametrize("written", ["x", "2026-01-01~x", "2026-01-01T00:00~", "~", "2026"])
@pytest.mark.usefixtures("after")
def test_a_place_in_the_times_away_that_nobody_was_given_is_not_found(work, child, written):
    client = opened(work, "tomas", child)

    assert client.get(place(child), {"before": written}).status_code == 404


@pytest.fixture
def stepfather(child):
    [row] = [
        row for row in children.known(child.child_id).standing_contacts if row.name == UNSAFE.name
    ]
    return row


@pytest.mark.usefixtures("after")
def test_why_somebody_is_safe_after_all_is_asked_and_shown(work, child, stepfather):
    place_of = f"contacts/{stepfather.id}"
    said = contact(name=UNSAFE.name, relationship="stepfather")

    without = send(work, child, place_of, **said)
    answer = send(work, child, place_of, **said, why_corrected="The order has ended")

    assert "Say why it is safe to tell this person now" in at_work.words(without)
    assert answer.status_code == 302
    page = at_work.words(opened(work, "nadia", child).get(place(child)))
    assert "The order has ended" in page
    assert "Not safe to tell." not in page


@pytest.mark.usefixtures("after", "stepfather")
def test_adding_somebody_unsafe_again_says_that_they_are_kept_as_unsafe(work, child):
    client = opened(work, "nadia", child)
    said = contact(name="lee example", relationship="uncle", supplied_by="Joss Amberley")

    page = client.post(
        place(child, "contact"), {"submission_key": at_work.key(), **said}, follow=True
    )

    assert "lee example is kept as not safe to tell" in at_work.words(page)


@pytest.mark.usefixtures("after")
def test_somebody_new_is_not_asked_why_they_are_safe(work, child):
    page = at_work.words(opened(work, "nadia", child).get(place(child, "contact")))

    assert "If it is safe now: why?" not in page


@pytest.mark.parametrize("matter", [None, Matter.WHEREABOUTS, Matter.PLACEMENT])
def test_where_a_child_was_seen_is_told_to_nobody_from_whom_it_is_withheld(work, matter):
    child = work.child()
    work.episode(child=child)
    if matter:
        disclosure_withheld.withhold(
            child.child_id,
            matter,
            of=told.WithheldFrom(agency_id=work.cast.agencies["Northmoor Police"]),
            reason="An officer there is a relative",
            by=work.viewer("leon"),
            now=work.now,
        )

    page = at_work.words(opened(work, "ines", child).get(place(child)))

    assert "Amira" in page
    assert ("Beckside bus station" in page) == (matter is None)
