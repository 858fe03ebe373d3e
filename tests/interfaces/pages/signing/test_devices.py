"""A person sees where they are signed in, and ends it there, at the next request of that device."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.interfaces.pages import at_work

from wayhome.interfaces.pages.signing import devices
from wayhome.platform import clock
from wayhome.records.practitioners.models import Holding, Practitioner, SignIn

pytestmark = pytest.mark.django_db
WHERE = "/your-sign-in/where"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


def at_device(work, says, *, who="tomas"):
    """This person signs in on a device."""
    client = Client(headers={"User-Agent": says})
    with clock.at(work.now):
        client.post("/sign-in", {"person": str(work.cast.people[who])})
    return client


def is_in(client, work, *, after=timedelta(0)):
    with clock.at(work.now + after):
        return client.get("/notices/").status_code == 200


@pytest.fixture
def laptop(work):
    return at_device(work, LAPTOP)


@pytest.fixture
def phone(work):
    return at_device(work, PHONE)


def other_than(client):
    """The sign-ins a page offers to end."""
    page = client.get(WHERE).content.decode()
    return [part.split('"')[0] for part in page.split('name="sign_in" value="')[1:]]


def test_each_device_is_named_in_words_and_this_one_is_said(work, laptop, phone):
    page = at_work.words(laptop.get(WHERE))

    assert "Edge on Windows" in page
    assert "Safari on an iPhone or iPad" in page
    assert page.count("This device") == 1
    assert len(other_than(laptop)) == 1
    assert is_in(phone, work)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("", "A browser we do not know"),
        ("curl/8.0", "A browser we do not know"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox on Linux"),
        ("Firefox", "Firefox on a system we do not know"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>", "A browser we do not know"),
    ],
)
def test_what_a_browser_says_of_itself_is_read_no_further(says, words):
    assert devices.named(says) == words


def test_one_is_ended_at_its_next_request_and_no_other(work, laptop, phone):
    [elsewhere] = other_than(laptop)

    answer = laptop.post(f"{WHERE}/end", {"sign_in": elsewhere})

    assert answer.status_code == 302
    assert not is_in(phone, work)
    assert not is_in(phone, work)  # and it does not begin again by asking again
    assert is_in(laptop, work)
    assert other_than(laptop) == []


def test_all_the_others_are_ended_together(work, laptop, phone):
    third = at_device(work, "Firefox")

    laptop.post(f"{WHERE}/end-others")

    assert [is_in(each, work) for each in (laptop, phone, third)] == [True, False, False]


def test_nobody_ends_or_sees_another_persons(work, laptop):
    nadia = at_device(work, PHONE, who="nadia")
    theirs = SignIn.objects.get(practitioner=work.cast.people["nadia"])

    for said in (str(theirs.id), "x", ""):
        assert laptop.post(f"{WHERE}/end", {"sign_in": said}).status_code == 404
    laptop.post(f"{WHERE}/end-others")

    assert is_in(nadia, work)
    assert str(theirs.id) not in laptop.get(WHERE).content.decode()


def test_a_session_that_was_copied_ends_with_the_one_it_was_copied_from(
    work, laptop, phone, settings
):
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = phone.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_in(copied, work)

    [elsewhere] = other_than(laptop)
    laptop.post(f"{WHERE}/end", {"sign_in": elsewhere})

    assert not is_in(copied, work)


def test_signing_out_and_locking_take_it_from_the_list(work, laptop, phone, settings):
    third = at_device(work, "Firefox")
    phone.post("/sign-out")
    settings.WAYHOME_IDLE_AFTER = timedelta(minutes=10)
    with clock.at(work.now + timedelta(minutes=9)):
        laptop.get("/notices/")
    assert not is_in(third, work, after=timedelta(minutes=11))

    with clock.at(work.now + timedelta(minutes=11)):
        assert other_than(laptop) == []


def test_it_stays_one_sign_in_when_its_key_changes(work, laptop):
    before = laptop.session.session_key
    laptop.post("/sign-in/confirm", {})

    assert laptop.session.session_key != before
    assert is_in(laptop, work)
    mine = SignIn.objects.filter(practitioner=work.cast.people["tomas"], ended_at__isnull=True)
    assert mine.count() == 1


def test_when_it_was_last_used_is_kept(work, laptop, phone):
    assert is_in(phone, work, after=timedelta(minutes=7))

    used = SignIn.objects.order_by("-last_used_at").first()
    assert used.device == PHONE
    assert used.last_used_at == work.now + timedelta(minutes=7)
    assert laptop


def test_suspension_takes_effect_at_the_next_request(work, laptop):
    assert is_in(laptop, work)

    Practitioner.objects.filter(username="tomas").update(is_active=False)

    assert not is_in(laptop, work)


def test_a_post_given_up_is_given_up_at_the_next_request(work, laptop):
    episode = work.episode()
    page = f"/episodes/{episode.reference}/assess"
    assert laptop.get(page).status_code == 200

    Holding.objects.filter(practitioner=work.cast.people["tomas"]).update(until=clock.now())

    assert laptop.get(page).status_code in (403, 404)


def test_ending_is_in_the_ledger_and_no_key_is_stored(work, laptop, phone, as_owner):
    laptop.post(f"{WHERE}/end-others")

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count FROM audit_ledgerentry WHERE deed = 'end a sign-in elsewhere'")
        assert cursor.fetchall() == [(1,)]
    kept = str(list(SignIn.objects.values_list("digest", "device")))
    assert laptop.session.session_key not in kept
    assert work
    assert phone
