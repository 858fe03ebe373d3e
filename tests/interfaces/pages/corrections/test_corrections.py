"""What was recorded wrongly is corrected: by whom, with what shown, and what bad answers get."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.interfaces.pages import after_return, at_work

from wayhome.journey import (
    account,
    child_located,
    interview_not_offered,
    interview_offered,
    sighting_received,
)
from wayhome.journey import report_received as reports
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import told
from wayhome.rules.london import LONDON
from wayhome.rules.reasons import NotOfferedReason
from wayhome.rules.vocabulary import Certainty, FoundBy

WHO = {
    "located": "tomas",
    "returned": "joss",
    "seen": "tomas",
    "sighting": "joss",
    "answer": "joss",
    "offer": "ben",
    "offer_answer": "ben",
    "attempt": "ben",
    "not_offered": "leon",
}
WRONG = {
    "located": "ben",
    "returned": "ben",
    "seen": "joss",
    "sighting": "ben",
    "answer": "ben",
    "offer": "tomas",
    "offer_answer": "tomas",
    "attempt": "tomas",
    "not_offered": "ben",
}
SOMEBODY_ELSE = dict.fromkeys(WHO, "tomas") | {
    "answer": "nadia",
    "offer": "zofia",
    "offer_answer": "zofia",
    "attempt": "zofia",
    "not_offered": "moira",
}


@pytest.fixture
def after(work):
    """A child who was seen at a park, then located, returned and seen by police."""
    by, at = work.viewer("joss"), work.now - timedelta(hours=2)
    answer = reports.record(
        told.MissingReport(
            reporter=told.Reporter("Joss Amberley", "01632 960001"),
            why_worried="Not back from school",
            child_id=work.child().child_id,
            last_seen_at=at - timedelta(hours=1),
            answers=(told.TopicAnswer("medical", "None"), told.TopicAnswer("tried", "Rang home")),
        ),
        key=at_work.key(),
        by=by,
        now=at,
    )
    made = after_return.After(work, Episode.objects.get(id=answer["episode_id"]))
    sighting = told.Sighting(made.ago(1.5), "Town park", Certainty.POSSIBLE, "A driver")
    sighting_received.record(made.id, sighting, by=by, now=made.ago(1.5))
    located = told.Located(made.ago(1.2), "A friend’s flat", FoundBy.CARER)
    child_located.record(made.id, located, by=work.viewer("tomas"), now=made.ago(1.2))
    made.returned().seen().referred()
    made.declined(made.offered())
    tried = told.Attempt(made.ago(0.6), "by telephone", "No reply")
    interview_offered.tried(made.id, tried, by=work.viewer("ben"), now=made.ago(0.6))
    said = told.NotOffered(NotOfferedReason.IN_HOSPITAL, "In hospital")
    interview_not_offered.record(made.id, said, by=work.viewer("leon"), now=made.ago(0.5))
    return made


def whole(after):
    later = after.work.now + timedelta(minutes=10)
    return account.whole_of(episodes.locked(after.id), as_of=later)


def rows(after, name):
    known = whole(after)
    return {
        "located": known.found.located,
        "returned": known.found.returned,
        "seen": known.found.seen,
        "sighting": known.search.sightings,
        "answer": known.intake.answers,
        "offer": known.interviews.offers,
        "offer_answer": known.interviews.offers,
        "attempt": known.interviews.attempts,
        "not_offered": known.interviews.not_offered,
    }[name]


def place(after, name, row=None):
    return f"/episodes/{after.reference}/correct/{name}/{(row or rows(after, name)[0]).id}"


def timeline(client, after):
    return client.get(f"/episodes/{after.reference}/")


def london(at):
    return at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M")


def as_shown(page):
    """What a browser would send of the form as it is shown."""
    asked = page.content.decode()
    asked = asked[asked.index('name="submission_key"') - 40 : asked.index("Correct it</button>")]
    sent = {}
    for box in re.findall(r"<input[^>]*>", asked):
        said = dict(re.findall(r'(\w+)="([^"]*)"', box))
        chosen = said["type"] not in ("radio", "checkbox") or " checked" in box
        if chosen and "name" in said:
            sent.setdefault(said["name"], []).append(said.get("value", ""))
    for name, words in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', asked):
        sent[name] = [words.strip("\n")]
    return sent


CHANGED = {
    "located": {"place": "The library"},
    "returned": {"to": "home"},
    "seen": {"mode": "telephone"},
    "sighting": {"place": "The library"},
    "answer": {"answer": "Insulin"},
    "offer": {"how": "by letter"},
    "offer_answer": {"answer": "accepted"},
    "attempt": {"outcome": "The line was engaged"},
    "not_offered": {"explanation": "On the ward until Friday"},
}


AGAIN = {
    "located": {"place": "The park"},
    "returned": {"circumstances": "Cold"},
    "seen": {"account": "At a friend’s"},
    "sighting": {"done": "Driven past"},
    "answer": {"answer": "Inhaler"},
    "offer": {"how": "by message"},
    "offer_answer": {"answer": "no_answer"},
    "attempt": {"outcome": "A brother answered"},
    "not_offered": {"explanation": "On the ward until Monday"},
}


@pytest.mark.parametrize("name", WHO)
def test_both_are_kept_and_shown_with_who_corrected_and_why(after, name):
    client = after.work.sign_in(WHO[name])
    first = rows(after, name)[0]
    assert place(after, name).encode() in timeline(client, after).content or name == "answer"

    page = client.get(place(after, name))
    answer = client.post(
        place(after, name), as_shown(page) | CHANGED[name] | {"why": "Misheard by phone"}
    )

    assert answer.url == f"/episodes/{after.reference}/"
    kept = rows(after, name)
    [right] = [row for row in kept if row.corrects_id]
    assert right.corrects_id == first.id
    assert right.why_corrected == "Misheard by phone"
    [(field, value)] = CHANGED[name].items()
    assert getattr(right, field) == value
    assert getattr(first, field) != value
    said = at_work.words(timeline(client, after))
    person = get_user_model().objects.get(username=WHO[name]).name
    assert re.search(rf"Corrected today \d\d:\d\d by {person}, [^:]*: Misheard by phone", said)
    assert place(after, name, right).encode() in timeline(client, after).content
    assert place(after, name, first).encode() not in timeline(client, after).content


@pytest.mark.parametrize("name", ["located", "returned", "seen", "sighting", "offer"])
def test_a_time_that_is_left_as_it_is_shown_moves_no_clock(after, name):
    client = after.work.sign_in(WHO[name])
    before = [(duty.kind, duty.started_at) for duty in whole(after).response.duties]

    page = client.get(place(after, name))
    client.post(place(after, name), as_shown(page) | CHANGED[name] | {"why": "x"})

    assert rows(after, name)[0].at == rows(after, name)[-1].at
    assert [(duty.kind, duty.started_at) for duty in whole(after).response.duties] == before


def test_a_corrected_return_counts_the_72_hours_again(after):
    client = after.work.sign_in("joss")
    page = client.get(place(after, "returned"))
    assert "found_by" not in as_shown(page)

    earlier = london(after.ago(1.1))
    client.post(place(after, "returned"), as_shown(page) | {"at": earlier, "why": "x"})

    offers = [d for d in whole(after).response.duties if d.kind == "offer_interview"]
    assert sorted(duty.declined_at is None for duty in offers) == [False, True]


def test_who_found_the_child_stays_where_the_return_was_the_find(work):
    after = after_return.After(work, work.episode()).returned()
    client = work.sign_in("joss")

    page = client.get(place(after, "returned"))
    sent = as_shown(page)
    client.post(place(after, "returned"), sent | {"to": "home", "why": "x"})

    assert sent["found_by"] == ["not_known"]
    assert [row.found_by for row in rows(after, "located")] == ["not_known", "not_known"]


@pytest.mark.parametrize("name", WHO)
def test_the_wrong_person_is_refused_with_a_reason_and_offered_nothing(after, name):
    client = after.work.sign_in(WRONG[name])

    for answer in (client.get(place(after, name)), client.post(place(after, name), {})):
        assert answer.status_code == 403
        assert re.search("Your (post|agency.*part)", at_work.words(answer))
    assert f"/correct/{name}" not in timeline(client, after).content.decode()


def test_somebody_whose_part_does_not_include_sightings_reads_none_by_correcting_one(after):
    answer = after.work.sign_in("ben").get(place(after, "sighting"))

    assert answer.status_code == 403
    assert "does not include what is to be corrected" in at_work.words(answer)
    assert "Town park" not in at_work.words(answer)


@pytest.mark.parametrize("name", WHO)
def test_a_stranger_and_a_fact_of_another_episode_find_nothing(after, name):
    other = after_return.After(after.work, after.work.episode(child=after.work.child("Bryn")))
    elsewhere = place(after, name).replace(after.reference, other.reference)

    assert after.work.sign_in("femi").get(place(after, name)).status_code == 404
    assert after.work.sign_in(WHO[name]).get(elsewhere).status_code == 404


@pytest.mark.parametrize("name", WHO)
def test_nothing_changed_or_no_reason_is_said(after, name):
    client = after.work.sign_in(WHO[name])
    shown = as_shown(client.get(place(after, name)))

    same = client.post(place(after, name), shown | {"why": "x"})
    bare = client.post(place(after, name), shown | CHANGED[name])

    assert "Nothing is different yet" in at_work.words(same)
    assert 'id="id_why-error"' in bare.content.decode()
    assert not any(row.corrects_id for row in rows(after, name))


@pytest.mark.parametrize("name", WHO)
def test_what_somebody_corrected_meanwhile_is_to_be_looked_at_again(after, name):
    client = after.work.sign_in(WHO[name])
    here = place(after, name)
    mine = as_shown(client.get(here)) | CHANGED[name] | {"why": "My own"}
    theirs = {**mine, "submission_key": at_work.key(), "why": "Theirs"}
    after.work.sign_in(SOMEBODY_ELSE[name]).post(here, theirs)
    [right] = [row for row in rows(after, name) if row.corrects_id]

    late = client.post(here, mine)
    followed = client.get(here)

    assert "Somebody has corrected this already" in at_work.words(late)
    assert "My own" in at_work.words(late)
    assert f'action="{place(after, name, right)}"' in late.content.decode()
    assert [row.why_corrected for row in rows(after, name) if row.corrects_id] == ["Theirs"]
    assert followed.url == place(after, name, right)
    assert "This is what stands" in at_work.words(client.get(followed.url))
    client.post(followed.url, as_shown(client.get(followed.url)) | AGAIN[name] | {"why": "Again"})
    assert [row.why_corrected for row in rows(after, name) if row.corrects_id][-1] == "Again"


def test_the_same_form_sent_twice_corrects_once(after):
    client = after.work.sign_in("joss")
    sent = as_shown(client.get(place(after, "sighting"))) | CHANGED["sighting"] | {"why": "x"}

    answers = [client.post(place(after, "sighting"), sent) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(rows(after, "sighting")) == 2


def test_a_time_that_cannot_be_is_said_beside_it(after):
    client = after.work.sign_in("joss")
    sent = as_shown(client.get(place(after, "returned"))) | {"at": "1/1/2020 12:00", "why": "x"}

    answer = client.post(place(after, "returned"), sent)

    assert 'id="id_at-error"' in answer.content.decode()


def test_one_of_several_answers_is_chosen_and_the_rest_stand(after):
    client = after.work.sign_in("joss")
    choose = f"/episodes/{after.reference}/correct/answers"
    assert choose.encode() in timeline(client, after).content
    first, second = rows(after, "answer")

    page = client.get(choose).content.decode()
    sent = as_shown(client.get(place(after, "answer"))) | {"answer": "Insulin", "why": "x"}
    client.post(place(after, "answer"), sent)
    again = client.get(choose).content.decode()

    assert place(after, "answer", first) in page
    assert place(after, "answer", first) not in again
    assert place(after, "answer", second) in again
    assert "Insulin" in again
    assert after.work.sign_in("ben").get(choose).status_code == 403


def test_without_answers_there_is_nothing_to_choose(work):
    after = after_return.After(work, work.episode())

    page = work.sign_in("joss").get(f"/episodes/{after.reference}/correct/answers")

    assert "No answers were given" in at_work.words(page)


def test_what_is_recorded_already_leads_to_its_correction(after):
    for name in ("located", "returned", "seen"):
        page = after.work.sign_in("tomas").get(f"/episodes/{after.reference}/{name}")
        assert place(after, name) in page.content.decode()


def test_an_earlier_moment_shows_nothing_to_correct_and_not_what_came_after(after):
    client = after.work.sign_in("tomas")
    sent = as_shown(client.get(place(after, "sighting"))) | CHANGED["sighting"] | {"why": "Late"}
    client.post(place(after, "sighting"), sent)

    then = london(after.ago(0.1))
    page = client.get(f"/episodes/{after.reference}/?as_of={then}").content.decode()

    assert "Town park" in page
    assert "Correct this" not in page
    assert "Late" not in page


def test_words_typed_are_never_markup(after):
    client = after.work.sign_in("joss")
    bad = CHANGED["sighting"] | {"why": "<script>x</script>"}
    client.post(place(after, "sighting"), as_shown(client.get(place(after, "sighting"))) | bad)

    assert "<script>x" not in timeline(client, after).content.decode()
