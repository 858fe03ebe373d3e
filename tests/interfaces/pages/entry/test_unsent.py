"""Nothing is lost of a form that is sent once its screen has locked, and nothing of it is done."""

from datetime import timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from tests.interfaces.pages import at_work

from wayhome.config.settings import base
from wayhome.platform import clock
from wayhome.platform.unsent.models import UnsentForm
from wayhome.records.practitioners.models import Practitioner
from wayhome.stages.found.models import Located
from wayhome.stages.risk.models import Assessment
from wayhome.stages.search.models import Sighting

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
WHEN = (clock.now() - timedelta(minutes=30)).astimezone(LONDON).strftime("%-d/%-m/%Y %H:%M")
LATER = base.WAYHOME_IDLE_AFTER + timedelta(minutes=1)
SIGHTING = {
    "at": WHEN,
    "place": "Beckside bus station, <stand 4>",
    "certainty": "probable",
    "source_name": "Bus driver",
    "source_contact": "01632 960002",
    "description": "With an older girl\nwalking north",
    "done": "Sent a car",
}
FOUND = {"at": WHEN, "place": "Her aunt’s flat", "found_by": "police"}
ASSESSED = {
    "level": "high",
    "reasons": "Fourteen, no coat, and her inhaler is here",
    "factor_medicine": "yes",
    "evidence_medicine": "Inhaler left behind",
    "supplied_medicine": "Key worker",
}
FORMS = {
    "sightings": (SIGHTING, Sighting),
    "located": (FOUND, Located),
    "assess": (ASSESSED, Assessment),
}


class Filled(HTMLParser):
    """What a browser would send of the form on a page, as it stands there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent, self.box = {}, ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type", "text")
        self.box = name if tag == "textarea" else ""
        if tag == "textarea":
            self.sent[name] = ""
        if tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in given):
            self.sent[name] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.box = ""

    def handle_data(self, data):
        if self.box:
            self.sent[self.box] += data


@pytest.fixture
def work(db, settings):
    del db
    settings.WAYHOME_IDLE_AFTER = base.WAYHOME_IDLE_AFTER
    return at_work.Work()


@pytest.fixture
def page(work):
    episode = work.episode()
    return lambda name: f"/episodes/{episode.reference}/{name}"


def at(moment, send, *given, **more):
    with clock.at(moment):
        return send(*given, **more)


def late(work, page, *, by="tomas", name="sightings", typed=None):
    """Somebody opens a page, goes away, and presses send when the screen has locked."""
    client, address = work.sign_in(by), page(name)
    at(work.now, client.get, address)
    sent = {"submission_key": at_work.key(), **(FORMS[name][0] if typed is None else typed)}
    came_from = {"Referer": f"http://testserver{address}"}
    answer = at(work.now + LATER, client.post, address, sent, headers=came_from)
    return client, answer


def back(work, client, answer, *, who="tomas"):
    """They sign in again, and are where they were."""
    person = Practitioner.objects.get(username=who).pk
    moment = work.now + LATER
    onward = answer.headers["Location"].split("next=")[1].replace("%3F", "?")
    entered = at(moment, client.post, "/sign-in", {"person": str(person), "next": onward})
    return at(moment, client.get, entered.headers["Location"])


@pytest.mark.parametrize("name", FORMS)
def test_what_was_sent_stands_in_the_form_again_and_is_recorded_when_it_is_sent_again(
    work, page, name
):
    typed, model = FORMS[name]
    client, answer = late(work, page, name=name)
    assert not model.objects.exists()

    shown = back(work, client, answer)
    filled = Filled(shown.content.decode()).sent
    again = at(work.now + LATER, client.post, page(name), filled)

    assert {key: filled[key].strip().replace("\r\n", "\n") for key in typed} == typed
    assert "when the screen was locked" in at_work.words(shown)
    assert again.status_code == 302
    assert model.objects.count() == 1
    assert not UnsentForm.objects.exists()


def test_the_person_is_told_that_nothing_was_recorded_and_that_it_is_kept(work, page):
    client, answer = late(work, page)

    said = at_work.words(at(work.now + LATER, client.get, answer.headers["Location"]))

    assert "What you sent was not recorded, because the screen was locked. It is kept" in said


def test_it_waits_also_where_another_page_locked_the_screen_first(work, page):
    client, address = work.sign_in("tomas"), page("sightings")
    at(work.now, client.get, address)
    at(work.now + LATER, client.get, "/notices/?on_screen=x")
    came_from = {"Referer": f"http://testserver{address}"}
    answer = at(work.now + LATER, client.post, address, dict(SIGHTING), headers=came_from)

    assert "Sent a car" in back(work, client, answer).content.decode()


def test_nobody_else_is_shown_it(work, page):
    client, answer = late(work, page)

    shown = back(work, client, answer, who="ines").content.decode()

    assert "Sent a car" not in shown
    assert UnsentForm.objects.count() == 1


def test_it_cannot_be_read_in_the_database(work, page):
    late(work, page)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM unsent_unsentform")
        [(kept,)] = cursor.fetchall()
    assert not [
        said for said in ("Sent a car", "Bus driver", "Beckside", "older girl") if said in kept
    ]


def test_another_form_of_the_same_page_is_not_filled_in_with_it(work, page):
    client, answer = late(work, page, typed={"where": "At her aunt’s", "place": "x"})

    shown = back(work, client, answer).content.decode()

    assert "At her aunt" not in shown
    assert 'value="x"' not in shown


def test_it_is_thrown_away_on_request_and_after_a_shift(work, page):
    client, answer = late(work, page)
    back(work, client, answer)

    at(work.now + LATER, client.post, "/unsent/drop", {"next": page("sightings")})
    assert not UnsentForm.objects.exists()

    client, answer = late(work, page)
    moment = work.now + LATER + timedelta(hours=13)
    client.force_login(get_user_model().objects.get(username="tomas"))
    assert "Sent a car" not in at(moment, client.get, page("sightings")).content.decode()


def test_a_session_that_was_never_signed_in_keeps_nothing(work, page, client):
    at(work.now, client.post, page("sightings"), dict(SIGHTING))

    assert not UnsentForm.objects.exists()


def test_no_proof_of_who_somebody_is_is_ever_kept(work):
    client = work.sign_in("tomas")
    at(work.now, client.get, "/notices/")

    at(work.now + LATER, client.post, "/sign-in/confirm", {"code": "123456"})

    assert not UnsentForm.objects.exists()


def test_a_form_from_before_signing_in_again_is_kept_though_its_token_is_old(work, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.get(username="tomas"))
    same = {"Sec-Fetch-Site": "same-origin"}
    refused = at(work.now, client.post, page("sightings"), dict(SIGHTING), headers=same)
    shown = at(work.now, client.get, page("sightings"))
    at(work.now, client.post, page("hypotheses"), {"where": "x"})

    assert refused.status_code == 403
    assert "What you typed is kept" in at_work.words(refused)
    assert "Sent a car" in shown.content.decode()
    assert UnsentForm.objects.count() == 1  # nothing of what another site may have sent
