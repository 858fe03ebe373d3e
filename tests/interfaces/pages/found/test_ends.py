"""The five moments that end an absence: who may record each, and what bad answers get."""

import pytest
from tests.interfaces.pages import after_return, at_work, counting

from wayhome.journey import account, disclosure_withheld
from wayhome.platform import clock
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import DutyKind, Matter, ReturnedTo

PAGES = {
    "located": "tomas",
    "returned": "joss",
    "seen": "tomas",
    "police-record": "callum",
    "finalise": "priya",
}
WRONG = {
    "located": "ben",
    "returned": "isla",
    "seen": "joss",
    "police-record": "priya",
    "finalise": "tomas",
}


@pytest.fixture
def after(work):
    made = after_return.After(work, work.episode())
    made.referred()
    return made


def place(after, name):
    return f"/episodes/{after.reference}/{name}"


def wrong(answer, field):
    """Whether the page says something is wrong with this question."""
    return f'id="id_{field}-error"' in answer.content.decode()


def whole(after):
    return account.whole_of(episodes.locked(after.id), as_of=after.work.now)


@pytest.mark.parametrize("name", PAGES)
def test_the_right_person_is_asked(after, name):
    answer = after.work.sign_in(PAGES[name]).get(place(after, name))

    assert answer.status_code == 200
    assert "What this does" in at_work.words(answer)


@pytest.mark.parametrize("name", WRONG)
def test_the_wrong_person_is_refused_with_a_reason(after, name):
    client = after.work.sign_in(WRONG[name])

    for answer in (client.get(place(after, name)), client.post(place(after, name), {})):
        assert answer.status_code in (403, 404)
        if answer.status_code == 403:
            assert "Your post does not allow you to" in at_work.words(answer)


@pytest.mark.parametrize("name", PAGES)
def test_an_unknown_reference_and_somebody_elses_are_alike(after, name):
    stranger = after.work.sign_in("femi").get(place(after, name))
    unknown = after.work.sign_in("femi").get(f"/episodes/22222-22222-2/{name}")

    assert stranger.status_code == unknown.status_code == 404
    assert at_work.words(stranger) == at_work.words(unknown)


@pytest.mark.parametrize("name", PAGES)
def test_somebody_not_signed_in_is_sent_to_sign_in(after, name, client):
    assert client.get(place(after, name)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_form_says_what_to_do_and_changes_nothing(after, name):
    answer = after.work.sign_in(PAGES[name]).post(
        place(after, name), {"submission_key": at_work.key()}
    )

    assert answer.status_code == 422
    assert "There is a problem" in at_work.words(answer)
    assert whole(after).account.located is None


def located(**more):
    return {
        "submission_key": at_work.key(),
        "at": "now",
        "place": "A friend’s flat",
        "found_by": "police",
        **more,
    }


def test_located_is_not_yet_returned(after):
    answer = after.work.sign_in("tomas").post(place(after, "located"), located())

    assert answer.status_code == 302
    stood = account.whole_of(episodes.locked(after.id), as_of=after.work.now.replace(year=2100))
    assert stood.account.located is not None
    assert stood.account.returned is None


def test_found_before_lost_is_said_beside_the_time(after):
    answer = after.work.sign_in("tomas").post(
        place(after, "located"), located(at="1 January 2020 12:00")
    )

    said = at_work.words(answer)
    assert answer.status_code == 422
    assert "located before they were last seen" in said
    assert wrong(answer, "at")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "31 February 2026 12:00"),
        ("at", "29 March 2026 01:30"),
        ("at", "tomorrow 12:00"),
        ("at", "x" * 10_000),
        ("place", "x" * 10_000),
        ("found_by", "nobody"),
        ("place", "\u0000\u0007"),
    ],
)
def test_a_bad_answer_comes_back_beside_its_question(after, field, value):
    answer = after.work.sign_in("tomas").post(place(after, "located"), located(**{field: value}))

    assert answer.status_code == 422
    assert wrong(answer, field)
    assert whole(after).account.located is None


@pytest.mark.parametrize("words", ["🙂 أين", "\u202eright to left", "<b>bold</b>"])
def test_any_words_are_kept_as_words(after, words):
    answer = after.work.sign_in("tomas").post(place(after, "located"), located(place=words))

    assert answer.status_code == 302
    page = after.work.sign_in("tomas").get(place(after, "located"))
    assert "<b>bold</b>" not in page.content.decode()


def test_the_same_form_sent_twice_is_recorded_once(after):
    client, sent = after.work.sign_in("tomas"), located()

    first, second = (client.post(place(after, "located"), sent) for _ in range(2))

    assert first.status_code == second.status_code == 302


def test_a_second_recording_says_that_it_is_already_recorded(after):
    client = after.work.sign_in("tomas")
    client.post(place(after, "located"), located())

    again = client.post(place(after, "located"), located())
    page = client.get(place(after, "located"))

    assert "already recorded" in at_work.words(again)
    assert "A friend’s flat" in at_work.words(page)


def test_a_return_starts_the_offer_of_an_interview(after):
    answer = after.work.sign_in("joss").post(
        place(after, "returned"),
        {
            "submission_key": at_work.key(),
            "at": "now",
            "to": "placement",
            "found_by": "self",
        },
    )

    assert answer.status_code == 302
    board = after.work.sign_in("priya").get("/interviews/")
    assert "Needs an offer" in at_work.words(board)


def test_a_child_who_was_located_is_not_found_again(after):
    client = after.work.sign_in("tomas")
    client.post(place(after, "located"), located())

    assert "Who found the child?" not in at_work.words(client.get(place(after, "returned")))


def test_the_prevention_interview_keeps_who_was_there_and_the_harm(after):
    after.returned()
    answer = after.work.sign_in("tomas").post(
        place(after, "seen"),
        {
            "submission_key": at_work.key(),
            "at": "now",
            "mode": "face_to_face",
            "present": "Joss",
            "seen_alone": "yes",
            "harm": ["violence", "theft_to_survive"],
            "harm_detail": "Pushed",
            "referrals": "School nurse",
        },
    )

    assert answer.status_code == 302
    said = at_work.words(after.work.sign_in("tomas").get(place(after, "seen")))
    assert "Violence or assault" in said
    assert "School nurse" in said


def test_the_police_record_stays_open_until_the_child_is_seen(after):
    after.returned()
    client = after.work.sign_in("callum")
    early = client.post(
        place(after, "police-record"), {"submission_key": at_work.key(), "summary": "Safe"}
    )
    after.seen()
    later = client.post(
        place(after, "police-record"), {"submission_key": at_work.key(), "summary": "Safe"}
    )

    assert "Record the return and the prevention interview" in at_work.words(early)
    assert later.status_code == 302


def test_the_council_finalises_once_the_interview_is_settled(after):
    after.returned()
    client = after.work.sign_in("priya")
    sent = {"submission_key": at_work.key(), "summary": "Heard"}
    early = client.post(place(after, "finalise"), sent)
    after.accepted(after.offered()).heard()
    later = client.post(place(after, "finalise"), sent)

    assert "Settle the return home interview first" in at_work.words(early)
    assert later.status_code == 302


def test_a_page_asks_few_questions_of_the_database(after):
    client = after.work.sign_in("tomas")

    with counting.asked() as found:
        client.get(place(after, "seen"))

    assert len(found) <= 18, found


def test_a_death_is_not_among_the_places_a_child_returned_to(after):
    page = after.work.sign_in("joss").get(place(after, "returned")).content.decode()

    assert 'value="died"' not in page
    assert f'href="{place(after, "died")}"' in page


def test_a_death_is_recorded_on_a_page_of_its_own_which_offers_no_interview(after):
    client = after.work.sign_in("tomas")
    asked = at_work.words(client.get(place(after, "died")))

    answer = client.post(
        place(after, "died"), {"submission_key": at_work.key(), "at": "now", "circumstances": ""}
    )

    stood = account.whole_of(episodes.locked(after.id), as_of=clock.now())
    left = [duty for duty in stood.response.duties if not (duty.met_at or duty.declined_at)]
    assert "No return home interview is offered" in asked
    assert "return to" not in asked
    assert answer.status_code == 302
    assert [ended.to for ended in stood.found.returned] == [ReturnedTo.DIED]
    assert stood.found.located == []
    assert {duty.kind for duty in left}.isdisjoint(
        {DutyKind.OFFER_INTERVIEW, DutyKind.PREVENTION_INTERVIEW}
    )
    assert "the child has died" in at_work.words(client.get(place(after, "died")))


def test_a_death_is_recorded_by_whoever_may_record_a_return(after):
    answer = after.work.sign_in("isla").get(place(after, "died"))

    assert answer.status_code in (403, 404)


def test_what_is_recorded_is_not_shown_to_whom_the_whereabouts_are_withheld(after):
    after.work.sign_in("tomas").post(place(after, "located"), located(place="Castle arcade"))
    disclosure_withheld.withhold(
        after.child_id,
        Matter.WHEREABOUTS,
        of=told.WithheldFrom(agency_id=after.work.cast.agencies["Larch House"]),
        reason="A member of staff is suspected",
        by=after.work.viewer("leon"),
        now=after.work.now,
    )

    theirs = after.work.sign_in("wendy").get(place(after, "located"))
    ours = after.work.sign_in("tomas").get(place(after, "located"))

    assert theirs.status_code == 200
    assert "Castle arcade" not in at_work.words(theirs)
    assert "Castle arcade" in at_work.words(ours)
