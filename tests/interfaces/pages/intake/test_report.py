"""A child is reported missing from a page: by whom, with how little, and only once."""

import json
import re
from datetime import timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.stages.intake.models import Draft, MissingReport, ReportAnswer

pytestmark = pytest.mark.django_db
LONG = "x" * 10_000


def minimum(**more):
    return {
        "submission_key": at_work.key(),
        "reporter_name": "Sam Sample",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
        **more,
    }


@pytest.fixture
def call(work):
    """A call handler's client and the least that can be sent."""
    council = str(work.cast.agencies["Harrowfell Council"])

    def send(**more):
        return work.sign_in("asha").post(
            "/report/", minimum(channel="telephone", council_id=council) | more
        )

    return send


def test_a_call_handler_is_asked_twelve_questions(work):
    page = at_work.words(work.sign_in("asha").get("/report/"))

    assert all(f" {number}. " in page for number in range(1, 13))


def test_a_carer_chooses_from_the_children_who_live_there(work):
    work.child("Amira")

    page = at_work.words(work.sign_in("joss").get("/report/"))

    assert "Amira Example" in page
    assert "A child who is not in this list" in page
    assert "1. " not in page


def test_a_carer_reports_a_child_from_the_list(work):
    child = work.child()

    work.sign_in("joss").post("/report/", minimum(child_id=str(child.child_id)))

    assert Episode.objects.get().child_id == child.child_id


@pytest.mark.parametrize("username", ["asha", "tomas", "nadia", "joss", "grace", "isla"])
def test_everybody_who_may_report_is_shown_the_form(work, username):
    assert work.sign_in(username).get("/report/").status_code == 200


@pytest.mark.parametrize("username", ["ben", "harri"])
def test_nobody_else_is(work, username):
    response = work.sign_in(username).get("/report/")

    assert response.status_code == 403
    assert "Your post does not allow you to report a missing child" in at_work.words(response)


def test_whoever_has_not_signed_in_is_sent_to_do_so(client):
    assert client.get("/report/").url.startswith("/sign-in")


def test_a_report_with_no_name_no_birthday_and_no_time_is_accepted(call):
    response = call()

    episode = Episode.objects.get()
    assert response.url == f"/report/{episode.reference}/received"


def test_what_was_received_says_who_acts_and_what_happens_now(work, call):
    address = call().url

    page = at_work.words(work.sign_in("asha").get(address))

    for words in (
        "Medium risk",
        "Duty inspector, Northmoor Police",
        "First steps",
        "999",
        "116 000",
    ):
        assert words in page


def test_each_answer_keeps_who_gave_it(call):
    call(topic_medical="Insulin by 22:00", topic_medical_said_by="Her mother", tried="Rang her")

    medical = ReportAnswer.objects.get(topic="medical")
    assert (medical.answer, medical.supplied_by) == ("Insulin by 22:00", "Her mother")
    assert ReportAnswer.objects.get(topic="tried").supplied_by == "Sam Sample"


def test_pressing_enter_twice_makes_one_report_and_one_answer(call):
    once = at_work.key()

    first, second = call(submission_key=once), call(submission_key=once)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert MissingReport.objects.count() == 1


def test_now_means_the_same_when_the_same_form_arrives_twice(call):
    once = at_work.key()

    first = call(submission_key=once, last_seen_at="now")
    second = call(submission_key=once, last_seen_at="now")

    assert second.status_code in (200, 302)
    assert first.status_code == 302
    assert MissingReport.objects.count() == 1


def test_a_form_sent_again_with_other_words_loses_none_of_them(call):
    once = at_work.key()
    call(submission_key=once)

    again = call(submission_key=once, why_worried="She has no medicine")

    assert again.status_code == 200
    assert "already received" in at_work.words(again)
    assert "She has no medicine" in again.content.decode()
    assert once not in again.content.decode()
    assert MissingReport.objects.count() == 1


def test_a_second_report_of_the_same_absence_joins_with_a_warning(work, call):
    episode = work.episode()

    response = call(child_id=str(episode.child_id))

    page = at_work.words(work.sign_in("asha").get(response.url))
    assert Episode.objects.count() == 1
    assert response.url == f"/report/{episode.reference}/received"
    assert "had already been reported missing" in page


def test_the_council_is_asked_only_when_it_cannot_be_worked_out(work):
    asked = "Which council area"

    assert asked in at_work.words(work.sign_in("asha").get("/report/"))
    for username in ("marek", "nadia", "joss", "grace"):
        assert asked not in at_work.words(work.sign_in(username).get("/report/"))


BAD = [
    ("a name left out", {"reporter_name": ""}, "Name of the person reporting"),
    ("no way to reach them", {"reporter_telephone": " "}, "Telephone number"),
    ("no worry", {"why_worried": ""}, "Why are you worried"),
    ("a long name", {"given_name": LONG}, "Use 100 characters or fewer"),
    ("a name that grows when compared", {"given_name": "\ufdfa" * 90}, "ordinary letters"),
    ("a long place", {"last_seen_place": LONG}, "Use 300 characters or fewer"),
    ("a time to come", {"last_seen_at": "1 January 2200 10:00"}, "This is in the future"),
    ("a time that never was", {"last_seen_at": "29/3/2026 01:30"}, "clocks went forward"),
    ("a time twice over", {"last_seen_at": "26/10/2025 01:30"}, "GMT"),
    ("words for a time", {"last_seen_at": "after tea"}, "Enter a day and a time"),
    ("long ago", {"last_seen_at": "4 March 1999 10:00"}, "Check the year"),
    (
        "an adult",
        {"date_of_birth-day": "1", "date_of_birth-month": "1", "date_of_birth-year": "1980"},
        "18 or over",
    ),
    (
        "no such day",
        {"date_of_birth-day": "31", "date_of_birth-month": "2", "date_of_birth-year": "2012"},
        "no",
    ),
    ("half a birthday", {"date_of_birth-day": "1"}, "Enter the month too"),
    ("an adult's age", {"age_stated": "18"}, "not yet 18"),
    ("an age in words", {"age_stated": "teen"}, "Enter the age in years"),
    (
        "an age that does not fit",
        {
            "age_stated": "3",
            "date_of_birth-day": "1",
            "date_of_birth-month": "1",
            "date_of_birth-year": "2012",
        },
        "does not fit",
    ),
    ("a type there is not", {"type": "absent"}, "Choose one of the answers shown"),
    ("a channel there is not", {"channel": "pigeon"}, "Choose one of the answers shown"),
    ("no council", {"council_id": ""}, "Which council area"),
    ("a council there is not", {"council_id": at_work.key()}, "Choose one of the answers shown"),
    ("a child nobody chose", {"child_id": at_work.key()}, "Choose the child again"),
    ("a child that is no child", {"child_id": "x"}, "Choose the child again"),
    ("no key", {"submission_key": ""}, "This form was not complete"),
    ("a wrong key", {"submission_key": "1"}, "This form was not complete"),
]


@pytest.mark.parametrize(("wrong", "says"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_cannot_be_is_answered_with_what_to_do_and_nothing_is_written(call, wrong, says):
    response = call(**wrong, tried="Rang her aunt")

    page = at_work.words(response)
    assert response.status_code == 422
    assert "There is a problem" in page
    assert says in page
    assert "Rang her aunt" in response.content.decode()
    assert not Episode.objects.exists()
    assert not Child.objects.exists()


@pytest.mark.parametrize("name", ["Zoë 🌻", "محمد", "Łukasz", "José\u200d", "O’Neill"])
def test_a_name_in_any_script_is_kept(call, name):
    call(given_name=name)

    assert Child.objects.get().given_name == name


def test_marks_that_turn_text_around_and_control_characters_are_left_out(call):
    call(given_name="A\u202emy\u0000", why_worried="a\x00b\u2066")

    assert Child.objects.get().given_name == "Amy"
    assert MissingReport.objects.get().why_worried == "ab"


def test_questions_that_were_never_asked_change_nothing(call):
    assert call(is_staff="on", level="high", owner="me").status_code == 302


def test_what_a_person_typed_is_never_markup(call):
    page = call(given_name="<script>x</script>", reporter_name="").content.decode()

    assert "<script>x" not in page


def test_words_about_the_child_are_questioned(call):
    page = at_work.words(call(why_worried="A regular absconder", reporter_name=""))

    assert "Children say it feels like blame" in page


def test_a_draft_survives_and_is_thrown_away_when_asked(work):
    asha = work.sign_in("asha")
    typed = minimum(given_name="Wren", **{"date_of_birth-day": "3"}, stray="x")

    assert asha.post("/report/draft", typed).status_code == 204
    page = asha.get("/report/").content.decode()

    assert 'value="Wren"' in page
    assert "This is a draft" in page
    assert typed["submission_key"] not in page
    assert "stray" not in json.dumps(Draft.objects.get().content)
    asha.post("/report/draft", {"do": "throw_away"})
    assert "Wren" not in asha.get("/report/").content.decode()


def test_a_draft_is_forgotten_once_the_report_is_received(work, call):
    asha = work.sign_in("asha")
    sent = minimum()
    asha.post("/report/draft", sent)

    call(submission_key=sent["submission_key"])
    late = asha.post("/report/draft", sent)

    assert late.status_code == 204
    assert not Draft.objects.exists()


def test_without_a_script_answers_are_kept_by_a_button(work):
    asha = work.sign_in("asha")

    response = asha.post("/report/", minimum(do="come_back", given_name="Wren"))

    assert response.url == "/"
    assert 'value="Wren"' in asha.get("/report/").content.decode()


def test_a_draft_can_hold_any_character(work):
    asha = work.sign_in("asha")

    assert asha.post("/report/draft", minimum(given_name="A\u0000B")).status_code == 204


def test_a_draft_is_nobody_elses(work):
    work.sign_in("asha").post("/report/draft", minimum(given_name="Wren"))

    assert "Wren" not in work.sign_in("marek").get("/report/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_was_received_is_only_read(work, method):
    episode = work.episode()

    answer = getattr(work.sign_in("asha"), method)(f"/report/{episode.reference}/received")

    assert answer.status_code == 405


def test_what_was_received_of_another_areas_child_is_not_to_be_found(work):
    episode = work.episode()

    assert work.sign_in("marek").get(f"/report/{episode.reference}/received").status_code == 404


def test_without_a_protocol_in_force_the_page_says_so_and_keeps_nothing():
    now = clock.now()
    cast = casting.assemble(now=now - timedelta(hours=1), in_force_from=now + timedelta(days=1))

    response = at_work.Work(cast).sign_in("joss").post("/report/", minimum())

    assert response.status_code == 409
    assert "no protocol in force" in at_work.words(response)
    assert not MissingReport.objects.exists()


@pytest.mark.parametrize("username", ["asha", "joss", "tomas"])
def test_what_is_wrong_is_listed_in_the_order_of_the_page(work, username):
    wrong = {"submission_key": at_work.key(), "last_seen_at": "x", "age_stated": "x"}

    page = work.sign_in(username).post("/report/", wrong)

    text = page.content.decode()
    listed = re.findall(r'<a href="#(id_[^"]+)"', text)
    places = [text.index(f'id="{box}"') for box in listed]
    assert len(listed) > 4
    assert places == sorted(places)


def test_what_need_not_be_answered_says_so_and_the_rest_says_nothing(work):
    page = at_work.words(work.sign_in("asha").get("/report/"))

    assert "First name (optional)" in page
    assert "(needed)" not in page
    assert "Which council area are they missing from? So that" in page
    assert "Of these twelve only the first must be answered" in page
