"""What did not happen is withdrawn from the line of time: by whom, and what it does."""

import re

import pytest
from tests.interfaces.pages import after_return, at_work

from wayhome.journey import account, child_located
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import told
from wayhome.rules.vocabulary import FoundBy

WHO = {"returned": "joss", "seen": "tomas", "located": "joss"}
WRONG = {"returned": "ben", "seen": "joss", "located": "ben"}


@pytest.fixture
def after(work):
    made = after_return.After(work, work.episode())
    located = told.Located(made.ago(1.2), "A friend’s flat", FoundBy.CARER)
    child_located.record(made.id, located, by=work.viewer("tomas"), now=made.ago(1.2))
    return made.returned().seen().referred()


def rows(after, name):
    whole = account.whole_of(episodes.locked(after.id), as_of=after.ago(-1))
    return getattr(whole.found, name)


def place(after, name):
    return f"/episodes/{after.reference}/withdraw/{name}/{rows(after, name)[0].id}"


def timeline(client, after):
    return client.get(f"/episodes/{after.reference}/")


def key(page):
    return re.search(r'name="submission_key"[^>]*value="([^"]+)"', page.content.decode())[1]


def withdraw(client, after, name, why="It was her sister"):
    page = client.get(place(after, name))
    return client.post(place(after, name), {"submission_key": key(page), "why": why})


def test_a_return_is_withdrawn_from_the_line_of_time_which_shows_both(after):
    client = after.work.sign_in("joss")
    assert place(after, "returned").encode() in timeline(client, after).content
    page = at_work.words(client.get(place(after, "returned")))
    assert "Everybody who was told of it is told that it was a mistake." in page

    answer = withdraw(client, after, "returned")

    assert answer.url == f"/episodes/{after.reference}/"
    shown = timeline(client, after)
    said = at_work.words(shown)
    assert "The child is missing, and the search goes on." in said
    assert "Withdrawn as a mistake: Returned" in said
    assert "Withdrawn since" in said
    assert re.search(
        r"Withdrawn as a mistake today \d\d:\d\d by Joss [^:]*: It was her sister", said
    )
    assert place(after, "returned").encode() not in shown.content
    assert Episode.objects.get(id=after.id).absent_until is None


def test_all_three_are_withdrawn_one_after_another_and_recorded_once_more(after):
    for name, who in WHO.items():
        assert withdraw(after.work.sign_in(who), after, name).status_code == 302

    episode = Episode.objects.get(id=after.id)
    assert episode.state == "reported"
    located = told.Located(after.ago(0), "At school", FoundBy.CARER)
    child_located.record(after.id, located, by=after.work.viewer("tomas"), now=after.ago(-0.5))
    assert Episode.objects.get(id=after.id).state == "located"
    later = account.whole_of(episodes.locked(after.id), as_of=after.ago(-1))
    first, withdrawn, again = later.found.located
    assert (withdrawn.corrects_id, again.corrects_id) == (first.id, withdrawn.id)


def test_why_is_asked_and_what_stands_in_the_way_is_said(after):
    client = after.work.sign_in("joss")

    assert "There is a problem" in at_work.words(withdraw(client, after, "located"))
    assert "There is a problem" in at_work.words(withdraw(client, after, "returned", why=" "))
    assert len(rows(after, "located")) == len(rows(after, "returned")) == 1


@pytest.mark.parametrize("name", WHO)
def test_what_was_withdrawn_meanwhile_is_looked_at_again(after, name):
    for each, who in WHO.items():
        withdraw(after.work.sign_in(who), after, each)
    client = after.work.sign_in(WHO[name])
    correct = place(after, name).replace("withdraw", "correct")

    for address in (place(after, name), correct):
        answer = client.get(address)
        assert answer.url == f"/episodes/{after.reference}/"
    again = client.post(place(after, name), {"submission_key": at_work.key(), "why": "x"})
    assert "There is a problem" in at_work.words(again)


@pytest.mark.parametrize("name", WHO)
def test_the_wrong_person_is_refused_with_a_reason_and_offered_nothing(after, name):
    client = after.work.sign_in(WRONG[name])

    for answer in (client.get(place(after, name)), client.post(place(after, name), {})):
        assert answer.status_code == 403
        assert re.search("Your (post|agency.*part)", at_work.words(answer))
    assert f"/withdraw/{name}" not in timeline(client, after).content.decode()


@pytest.mark.parametrize("name", WHO)
def test_a_stranger_finds_nothing(after, name):
    assert after.work.sign_in("femi").get(place(after, name)).status_code == 404


@pytest.mark.parametrize(
    ("page", "name"), [("located", "located"), ("returned", "returned"), ("died", "returned")]
)
def test_the_page_of_a_moment_that_is_recorded_leads_to_withdrawing_it(after, page, name):
    shown = after.work.sign_in("joss").get(f"/episodes/{after.reference}/{page}")

    assert place(after, name).encode() in shown.content
