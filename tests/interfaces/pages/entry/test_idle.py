"""A screen that nobody is at is locked, and whoever comes back finds what they had begun."""

import html
import re
from datetime import timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.config.settings import base
from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.records.practitioners.models import Practitioner
from wayhome.rules.vocabulary import Purpose

pytestmark = pytest.mark.django_db
IDLE = base.WAYHOME_IDLE_AFTER
BOARD = "/episodes/"


@pytest.fixture(autouse=True)
def _locks(settings):
    settings.WAYHOME_IDLE_AFTER = IDLE


@pytest.fixture
def joss(work):
    """A browser in which somebody has just opened the board."""
    client = work.sign_in("joss")
    assert get(client, BOARD, work.now).status_code == 200
    return client


def get(client, address, at, **headers):
    with clock.at(at):
        return client.get(address, headers=headers)


def to_sign_in(answer):
    return answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")


def test_after_ten_minutes_without_use_the_session_is_over(work, joss):
    key = joss.session.session_key

    late = get(joss, BOARD, work.now + IDLE + timedelta(seconds=1))

    assert timedelta(minutes=10) == IDLE
    assert late.headers["Location"] == "/sign-in?next=/episodes/"
    assert not joss.session.exists(key)
    assert to_sign_in(get(joss, BOARD, work.now + IDLE + timedelta(seconds=2)))


def test_use_keeps_it_open(work, joss):
    for minutes in (9, 18, 27):
        assert get(joss, BOARD, work.now + timedelta(minutes=minutes)).status_code == 200


@pytest.mark.parametrize("address", [BOARD, "/notices/"])
def test_a_list_that_renews_itself_is_not_use(work, joss, address):
    first = html.unescape(get(joss, address, work.now).content.decode())
    [renewal] = re.findall(r'hx-get="([^"]+)"', first)

    for minutes in (3, 6, 9):
        assert "on_screen=" in renewal
        renewed = get(joss, renewal, work.now + timedelta(minutes=minutes), HX_Request="true")
        assert renewed.status_code == 200

    assert to_sign_in(get(joss, address, work.now + timedelta(minutes=11)))


def test_the_whole_screen_is_locked_when_a_list_would_renew_itself(work, joss):
    came_from = {"HX-Request": "true", "HX-Current-URL": "http://testserver/episodes/?all=1"}

    late = get(joss, f"{BOARD}?on_screen=x", work.now + timedelta(minutes=11), **came_from)

    assert late.headers["HX-Redirect"] == "/sign-in?next=/episodes/%3Fall%3D1"
    assert late.content == b""


def test_typing_is_use_though_nothing_was_sent(work, joss):
    assert get(joss, "/still-here", work.now + timedelta(minutes=9)).status_code == 204
    assert get(joss, BOARD, work.now + timedelta(minutes=18)).status_code == 200


def test_whoever_comes_back_goes_on_where_they_were_with_what_they_had_typed(work, joss):
    typed = {"submission_key": at_work.key(), "given_name": "Amira"}
    with clock.at(work.now):
        joss.post("/report/draft", typed)
    late = work.now + timedelta(hours=1)
    with clock.at(late):
        sent = joss.post("/report/", typed, headers={"Referer": "http://testserver/report/"})
        shown = joss.get(sent.headers["Location"])
        person = Practitioner.objects.get(username="joss").pk
        back = joss.post("/sign-in", {"person": str(person), "next": "/report/"})
        form = joss.get(back.headers["Location"])

    assert sent.headers["Location"] == "/sign-in?next=/report/"
    assert "nothing was done for 10 minutes" in at_work.words(shown)
    assert 'value="Amira"' in form.content.decode()


def test_what_is_only_sent_to_is_no_place_to_come_back_to(work, joss):
    with clock.at(work.now + timedelta(hours=1)):
        answer = joss.post("/report/draft", headers={"Referer": "http://testserver/report/"})
        elsewhere = joss.post("/report/draft", headers={"Referer": "https://evil.invalid/x"})

    assert answer.headers["Location"] == "/sign-in?next=/report/"
    assert "evil" not in elsewhere.headers["Location"]


def test_why_a_record_was_opened_is_asked_again_after(work, joss):
    child = work.child()
    with clock.at(work.now):
        said = {"purpose": str(Purpose.SUPPORT), "reason": ""}
        joss.post(f"/children/{child.reference}/why", said)
    assert "purposes" in joss.session

    get(joss, BOARD, work.now + timedelta(hours=1))

    assert "purposes" not in joss.session


def test_a_token_is_not_locked(client, work):
    token = partnership_formed.token(
        work.cast.people["tomas"], label="tests", now=work.now, lasts=timedelta(days=1)
    )

    for hours in (0, 5):
        with clock.at(work.now + timedelta(hours=hours)):
            read = client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert read.status_code == 200


@pytest.mark.parametrize("by_choice", [True, False])
def test_the_page_for_signing_in_says_so(client, settings, work, by_choice):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = by_choice

    said = at_work.words(client.get("/sign-in"))

    assert work.cast
    assert "signed out when nothing was done for 10 minutes" in said
