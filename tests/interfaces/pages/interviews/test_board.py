"""The interview board: who waits, in what order, a page at a time, and who may look."""

import re
from datetime import timedelta

import pytest
from tests.interfaces.pages import after_return, at_work, counting

from wayhome.interfaces.pages.interviews import board as boards
from wayhome.rules.vocabulary import InterviewPart


def missing(work, *, name="Amira", hours=2):
    child = work.child(name, at=work.now - timedelta(hours=hours + 3))
    return after_return.After(work, work.episode(child=child, at=work.now - timedelta(hours=hours)))


@pytest.fixture
def five(work):
    """Five children, each waiting for something else."""
    made = {
        need: missing(work, name=name).returned()
        for need, name in [
            ("offer_interview", "Offerless"),
            ("offered", "Asked"),
            ("second_offer", "Unsure"),
            ("hold_interview", "Willing"),
            ("release_findings", "Heard"),
        ]
    }
    for need in list(made)[1:]:
        made[need].referred()
    made["offered"].offered()
    made["second_offer"].declined(made["second_offer"].offered())
    made["hold_interview"].accepted(made["hold_interview"].offered())
    made["release_findings"].accepted(made["release_findings"].offered()).heard()
    return made


@pytest.mark.usefixtures("five")
def test_each_child_waits_for_what_comes_next(work):
    said = at_work.words(work.sign_in("priya").get("/interviews/"))

    for words in boards.NEEDS.values():
        assert words[1:] in said


@pytest.mark.usefixtures("five")
def test_a_provider_sees_only_the_children_referred_to_it(work):
    said = at_work.words(work.sign_in("ben").get("/interviews/"))
    other = at_work.words(work.sign_in("mei").get("/interviews/"))

    assert "Asked Example" in said
    assert "Offerless Example" not in said
    assert "Nobody waits now." in other


@pytest.mark.usefixtures("five")
def test_another_council_sees_none_of_them(work):
    said = at_work.words(work.sign_in("carys").get("/interviews/"))

    assert "Example" not in said


@pytest.mark.parametrize("username", ["tomas", "joss", "isla"])
def test_somebody_who_never_offers_is_refused_with_a_reason(work, username):
    answer = work.sign_in(username).get("/interviews/")

    assert answer.status_code == 403
    assert "Your post does not allow you to offer a return home interview" in at_work.words(answer)


@pytest.mark.parametrize("need", list(boards.NEEDS))
@pytest.mark.usefixtures("five")
def test_a_filter_shows_only_what_was_asked_for(work, need):
    page = work.sign_in("priya").get("/interviews/", {"need": str(need)}).content.decode()

    shown = re.findall(r'class="wh-duty__title"><a[^>]*>([^<]+)', page)
    assert shown == [f"{name_of(need)} Example"]


def name_of(need):
    return {
        "offer_interview": "Offerless",
        "offered": "Asked",
        "second_offer": "Unsure",
        "hold_interview": "Willing",
        "release_findings": "Heard",
    }[str(need)]


@pytest.mark.usefixtures("five")
def test_a_filter_that_is_not_known_shows_everything(work):
    page = work.sign_in("priya").get("/interviews/", {"need": "nonsense", "after": "nonsense"})

    assert page.status_code == 200
    assert page.content.decode().count("wh-duty__title") == 5


@pytest.mark.usefixtures("five")
def test_the_least_time_left_comes_first_and_pages_meet_without_gap(work, monkeypatch):
    monkeypatch.setattr(boards, "PAGE", 2)
    client, seen, address = work.sign_in("priya"), [], "/interviews/"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'class="wh-duty__title"><a[^>]*>([^<]+)', page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = found.group(1).replace("&amp;", "&") if found else ""

    assert len(seen) == len(set(seen)) == 5
    assert seen[0] == "Heard Example"  # to be released within a day


def test_a_released_interview_waits_no_longer(work, five):
    five["release_findings"].released(InterviewPart.SHAREABLE)

    assert "Heard Example" not in at_work.words(work.sign_in("priya").get("/interviews/"))


@pytest.mark.usefixtures("five")
def test_the_questions_to_the_database_do_not_grow_with_the_list(work):
    client = work.sign_in("priya")

    with counting.asked() as questions:
        client.get("/interviews/")

    assert len(questions) <= 10
