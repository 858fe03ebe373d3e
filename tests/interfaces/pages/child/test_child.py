"""A child's page: opened for a purpose, read by part, added to; and looking a child up."""

from datetime import timedelta

import pytest
from tests.interfaces.pages import after_return, at_work

from wayhome.journey import disclosure_withheld
from wayhome.records.children import queries as children
from wayhome.rules import told
from wayhome.rules.vocabulary import InterviewPart, Marker, Matter, Purpose

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


def test_thirty_times_away_ask_no_more_of_the_database(work, child, django_assert_max_num_queries):
    for number in range(30, 0, -1):
        started = work.now - timedelta(hours=number / 10 + 1)
        each = after_return.After(work, work.episode(child=child, at=started))
        each.returned(hours=number / 10 + 0.95)
    client = opened(work, "tomas", child)

    with django_assert_max_num_queries(28):
        page = client.get(place(child))

    assert "30 times away" in at_work.words(page)


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
