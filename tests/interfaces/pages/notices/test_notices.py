"""Notices: delivered by being shown, opened by being read, acknowledged only by a press."""

import re
from datetime import date, time, timedelta

import pytest

from wayhome.journey import time_passed
from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.practitioners import rotas
from wayhome.rules import london
from wayhome.stages.response import queries as response

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(tonight):
    """A notice to the duty inspector that nobody has."""
    tonight.missing()
    return response.waiting_notices(tonight.who("ines")).first()


def fresh(tonight, notice):
    return response.notice_for(tonight.who("ines"), notice.id)


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_list_shows_what_waits_and_delivers_it(sign_in, tonight, waiting):
    page = words(sign_in("ines").get("/notices/"))
    assert "A child has been reported missing" in page
    assert "Nobody has this" in page
    found = fresh(tonight, waiting)
    assert found.delivered_at is not None
    assert found.opened_at is None


def test_a_notice_delivered_by_being_shown_is_entered_once_with_who_was_shown_it(
    sign_in, tonight, waiting, as_owner
):
    client = sign_in("ines")
    for _ in range(2):
        client.get("/notices/")
    with as_owner():
        [entry] = LedgerEntry.objects.filter(object_id=waiting.id)
    assert (entry.verb, entry.deed) == ("disclose", "deliver a notice")
    assert entry.practitioner_id == tonight.cast.people["ines"]
    assert (entry.child_id, entry.episode_id) == (waiting.episode.child_id, waiting.episode_id)


def test_reading_a_notice_opens_it_and_is_entered_in_the_ledger(sign_in, tonight, waiting, ledger):
    page = words(sign_in("ines").get(f"/notices/{waiting.id}/"))
    assert "Opened today" in page or "Opened yesterday" in page
    assert "Insp. Ines Holloway" in page
    assert fresh(tonight, waiting).opened_by_id == tonight.cast.people["ines"]
    assert fresh(tonight, waiting).acknowledged_at is None
    assert "see notices" in [deed for _verb, deed, _sections in ledger(waiting.episode.child_id)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
    ],
)
def test_a_notice_fetched_ahead_by_a_browser_is_neither_shown_nor_opened(
    sign_in, tonight, waiting, ledger, headers
):
    before = ledger(waiting.episode.child_id)
    answer = sign_in("ines").get(f"/notices/{waiting.id}/", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert fresh(tonight, waiting).opened_at is None
    assert ledger(waiting.episode.child_id) == before


def test_a_notice_of_which_only_the_headers_are_asked_has_not_been_opened(
    sign_in, tonight, waiting
):
    assert sign_in("ines").head(f"/notices/{waiting.id}/").content == b""
    assert fresh(tonight, waiting).opened_at is None


def test_i_have_this_is_a_press_and_is_kept_once(sign_in, tonight, waiting):
    client = sign_in("ines")
    assert client.get(f"/notices/{waiting.id}/have").status_code == 405
    assert fresh(tonight, waiting).acknowledged_at is None
    assert client.post(f"/notices/{waiting.id}/have").headers["Location"] == "/notices/"
    first = fresh(tonight, waiting).acknowledged_at
    client.post(f"/notices/{waiting.id}/have")
    assert fresh(tonight, waiting).acknowledged_at == first
    page = words(client.get("/notices/?show=all"))
    assert "Insp. Ines Holloway has had this since" in page


def test_a_notice_to_another_post_is_not_there(sign_in, tonight, waiting):
    client = sign_in("nadia")
    assert client.get(f"/notices/{waiting.id}/").status_code == 404
    assert client.post(f"/notices/{waiting.id}/have").status_code == 404
    assert fresh(tonight, waiting).acknowledged_at is None


def test_after_an_answer_nobody_is_sent_to_another_site(sign_in, waiting):
    sent = {"next": "https://evil.invalid/"}
    answer = sign_in("ines").post(f"/notices/{waiting.id}/have", sent)
    assert answer.headers["Location"] == "/notices/"


def test_nothing_waiting_says_what_will_appear(sign_in):
    page = words(sign_in("femi").get("/notices/"))
    assert "Nothing waits for you" in page


@pytest.mark.parametrize("address", ["/notices/", "/episodes/"])
def test_a_rung_of_a_ladder_says_what_waited_and_whose_it_was(sign_in, tonight, address):
    tonight.missing()
    time_passed.record(now=clock.now())
    client = sign_in("ines")
    assert "A notice has not been acknowledged" not in words(client.get(address))
    page = words(sign_in("dina").get(address))
    assert re.search(r"(Overdue|Not acknowledged): [A-Z][^.]+\. (Owed by|Sent to) the \w+", page)


def cannot(kind="elsewhere", reason="", key="11111111-1111-4111-8111-111111111111"):
    return {"submission_key": key, "kind": kind, "reason": reason}


def test_i_cannot_take_this_is_said_on_a_form_with_a_reason(sign_in, tonight, waiting):
    client = sign_in("ines")
    assert f"/notices/{waiting.id}/cannot" in words(client.get("/notices/"))
    assert "Why can you not take this?" in words(client.get(f"/notices/{waiting.id}/cannot"))
    assert fresh(tonight, waiting).declined_at is None

    answer = client.post(f"/notices/{waiting.id}/cannot", cannot(reason="At a fire"))

    assert answer.headers["Location"] == "/notices/"
    assert fresh(tonight, waiting).declined_reason == "At a fire"
    page = words(client.get(f"/notices/{waiting.id}/"))
    assert "Declined: the next is asked" in page
    assert "Northmoor Police: At another emergency – At a fire." in page
    assert f"/notices/{waiting.id}/cannot" not in page
    assert "I have this" in page


def test_a_no_without_a_reason_is_not_taken(sign_in, tonight, waiting):
    client = sign_in("ines")
    assert client.post(f"/notices/{waiting.id}/cannot", cannot(kind="")).status_code == 422
    answer = client.post(f"/notices/{waiting.id}/cannot", cannot(kind="something_else"))
    assert answer.status_code == 422
    assert "Say why you cannot take this" in words(answer)
    assert fresh(tonight, waiting).declined_at is None


def test_what_somebody_has_cannot_be_declined_any_more(sign_in, tonight, waiting):
    client = sign_in("ines")
    client.post(f"/notices/{waiting.id}/have")
    answer = client.post(f"/notices/{waiting.id}/cannot", cannot())
    assert answer.status_code == 422
    assert "Somebody has this already" in words(answer)
    assert fresh(tonight, waiting).declined_at is None


def test_a_notice_to_another_post_cannot_be_declined(sign_in, waiting):
    client = sign_in("nadia")
    assert client.get(f"/notices/{waiting.id}/cannot").status_code == 404
    assert client.post(f"/notices/{waiting.id}/cannot", cannot()).status_code == 404


def test_the_episode_says_who_declined_and_why_to_whoever_may_know(sign_in, waiting):
    sign_in("ines").post(f"/notices/{waiting.id}/cannot", cannot(reason="At a fire"))
    reference = waiting.episode.reference
    page = words(sign_in("tomas").get(f"/episodes/{reference}/"))
    assert "Insp. Ines Holloway, Northmoor Police could not take it" in page
    assert "At another emergency – At a fire" in page
    assert "“I cannot take this”: a child has been reported missing" in page
    assert "At a fire" not in words(sign_in("isla").get(f"/episodes/{reference}/"))


def told_section(client, reference):
    page = words(client.get(f"/episodes/{reference}/"))
    return page[page.index('id="told"') :]


def test_the_episode_says_who_is_asked_next_and_when_and_that_nobody_is_left(sign_in, tonight):
    missing = tonight.missing()
    reference = missing.reference
    section = told_section(sign_in("tomas"), reference)
    theirs = r"Next asked: (\w| )+, (Northmoor Police|Harrowfell Council), "
    assert re.search(theirs + "(yesterday|today|tomorrow)", section)

    for who in ("ines", "dina", "owen", "leon"):
        person = tonight.who(who)
        for notice in response.waiting_notices(person):
            sign_in(who).post(f"/notices/{notice.id}/cannot", cannot(key=str(notice.id)))

    section = told_section(sign_in("tomas"), reference)
    assert "Everybody who could be asked has declined" in section


def test_the_episode_says_where_nobody_is_on_duty(sign_in, tonight, waiting):
    hours = time(2), time(2, 15)
    day = frozenset({(london.day_of(clock.now()) + timedelta(days=3)).weekday()})
    line = rotas.NewShift(tonight.cast.people["ines"], day, *hours, date(2026, 1, 1))
    rotas.add_shifts(waiting.post_id, line, by=None, at=clock.now())
    section = told_section(sign_in("tomas"), waiting.episode.reference)
    assert "Nobody is on duty there now" in section
