"""A password cannot be guessed for long, and a guess tells nothing of who there is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from tests.interfaces.pages import signing_steps

from wayhome.config.settings import base
from wayhome.interfaces.pages.entry import guesses
from wayhome.interfaces.pages.signing import known
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.platform.throttling import counting
from wayhome.platform.throttling.models import Tried

pytestmark = pytest.mark.django_db
PASSWORD = "a long invented password"  # noqa: S105 - invented
START = datetime(2026, 3, 10, 21, 0, 40, tzinfo=UTC)
MOST = base.WAYHOME_GUESSES_FOR_AN_ACCOUNT
ELSEWHERE = "198.51.100.7"


@pytest.fixture(autouse=True)
def _by_password(settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    casting.assemble(now=START - timedelta(hours=1), password=PASSWORD)


def guess(username="ines", password="wrong", *, at=START, address="192.0.2.1", **headers):  # noqa: S107 - invented
    with clock.at(at):
        sent = {"username": username, "password": password}
        return Client().post("/sign-in", sent, REMOTE_ADDR=address, headers=headers)


def from_everywhere(times, **how):
    """Wrong guesses, each from an address of its own."""
    return [guess(address=f"192.0.2.{n + 1}", **how) for n in range(times)]


def is_let_in(answer):
    return answer.status_code == 302 and "sessionid" in answer.cookies


def said(answer):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return answer.status_code, re.sub(r'value="(ines|nobody)"', "", page)


def test_ten_wrong_guesses_of_one_account_from_anywhere_stop_even_the_right_password():
    from_everywhere(MOST)

    assert not is_let_in(guess(password=PASSWORD, address=ELSEWHERE))
    assert not is_let_in(guess("INES", PASSWORD, address=ELSEWHERE))
    assert is_let_in(guess("tomas", PASSWORD, address=ELSEWHERE))


def test_ten_wrong_guesses_from_one_address_stop_it_for_every_account():
    for n in range(MOST):
        guess(f"somebody-{n}")

    assert not is_let_in(guess("tomas", PASSWORD))
    assert is_let_in(guess("tomas", PASSWORD, address=ELSEWHERE))


def test_there_are_never_more_than_ten_guesses_in_any_five_minutes():
    asked, taken = [START + timedelta(seconds=17 * n) for n in range(60)], []
    for at in asked:
        with clock.at(at):
            before = _times_counted("ines")
            guess(at=at)
            taken += [at] * (_times_counted("ines") - before)

    for at in taken:
        assert sum(at <= other < at + timedelta(minutes=guesses.WITHIN) for other in taken) <= MOST
    assert len(taken) > 2 * MOST


def _times_counted(username):
    key = counting.key_of("account", username)
    return sum(Tried.objects.filter(key=key).values_list("count", flat=True))


def test_waiting_as_long_as_it_says_is_enough_however_often_it_was_tried_meanwhile():
    from_everywhere(MOST + 15)

    late = START + timedelta(minutes=guesses.WAIT)
    assert is_let_in(guess(password=PASSWORD, at=late, address=ELSEWHERE))


def test_an_office_that_arrives_together_is_let_in():
    for _ in range(MOST + 5):
        assert is_let_in(guess(password=PASSWORD))


def test_a_right_password_takes_back_its_own_try_and_no_other():
    from_everywhere(MOST - 1)
    assert is_let_in(guess(password=PASSWORD, address=ELSEWHERE))
    guess(address="203.0.113.1")

    assert not is_let_in(guess(password=PASSWORD, address=ELSEWHERE))


def test_unknown_wrong_and_stopped_are_answered_alike():
    wrong, unknown = guess(address="192.0.2.200"), guess("nobody", address="192.0.2.201")
    from_everywhere(MOST)
    stopped = guess(password=PASSWORD, address=ELSEWHERE)
    from_everywhere(MOST, username="nobody")
    stopped_unknown = guess("nobody", PASSWORD, address=ELSEWHERE)

    assert said(wrong) == said(unknown) == said(stopped) == said(stopped_unknown)
    assert wrong.status_code == 422
    assert f"wait {guesses.WAIT} minutes" in wrong.content.decode()


def test_no_name_and_no_address_is_stored():
    guess(address=ELSEWHERE)

    assert Tried.objects.count() == 2
    for kept in Tried.objects.values_list("key", flat=True):
        assert re.fullmatch(r"[0-9a-f]{64}", kept)


def test_each_refusal_is_in_the_ledger_and_hammering_does_not_flood_it(as_owner):
    for _ in range(MOST + 20):
        guess()

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, reason, reference FROM audit_ledgerentry WHERE deed = %s",
            [guesses.DEED],
        )
        entries = cursor.fetchall()
    assert {verb for verb, _reason, _name in entries} == {"refuse"}
    reasons = [reason for _verb, reason, _name in entries]
    assert reasons.count(guesses.WRONG) == MOST
    assert reasons.count(guesses.TOO_OFTEN) == 1
    assert "ines" not in str(entries)


def test_an_address_is_believed_from_our_own_proxy_alone(settings):
    for n in range(MOST):
        guess(f"somebody-{n}", **{"X-Forwarded-For": f"203.0.113.{n}"})
    assert not is_let_in(guess("tomas", PASSWORD, **{"X-Forwarded-For": "203.0.113.99"}))

    settings.WAYHOME_PROXIES = 1
    for n in range(MOST):
        forged = f"203.0.113.{n}, {ELSEWHERE}"
        guess(f"another-{n}", **{"X-Forwarded-For": forged})
    stopped = guess("tomas", PASSWORD, **{"X-Forwarded-For": f"203.0.113.99, {ELSEWHERE}"})
    assert not is_let_in(stopped)
    assert is_let_in(guess("tomas", PASSWORD, **{"X-Forwarded-For": "198.51.100.8"}))


def test_a_household_of_ipv6_addresses_is_one():
    for n in range(MOST):
        guess(f"somebody-{n}", address=f"2001:db8:1:2::{n + 1}")

    assert not is_let_in(guess("tomas", PASSWORD, address="2001:db8:1:2:ffff::1"))
    assert is_let_in(guess("tomas", PASSWORD, address="2001:db8:1:3::1"))


def test_what_was_counted_is_forgotten():
    guess()

    assert counting.forget(now=START + timedelta(minutes=30)) == 0
    assert counting.forget(now=START + timedelta(hours=2)) == 2


def a_browser_that_knows(username, *, at=START):
    """A browser in which this person has signed in, by everything that is asked."""
    secret = signing_steps.give_app(username, at=at - timedelta(minutes=10))
    browser = Client()
    signing_steps.by_password(browser, username, at=at)
    code = signing_steps.code_of(secret, at)
    entered = signing_steps.send(browser, "/sign-in/code", {"code": code}, at=at)
    assert entered.status_code == 302
    signing_steps.send(browser, "/sign-out", {}, at=at)
    return browser


def test_strangers_who_guess_on_do_not_keep_out_the_owner_in_a_browser_they_know():
    browser = a_browser_that_knows("ines")
    from_everywhere(MOST + 5)

    assert not is_let_in(guess(password=PASSWORD, address=ELSEWHERE))
    assert is_let_in(signing_steps.by_password(browser, "ines", at=START))


def test_a_browser_that_is_known_has_no_more_guesses_than_a_stranger():
    browser = a_browser_that_knows("ines")
    for _ in range(MOST):
        signing_steps.by_password(browser, "ines", at=START, password=PASSWORD[:-1])

    stopped = signing_steps.by_password(browser, "ines", at=START)
    assert said(stopped) == said(signing_steps.by_password(Client(), "nobody", at=START))
    assert is_let_in(guess(password=PASSWORD, address=ELSEWHERE))


def test_a_browser_is_known_for_its_own_people_alone():
    browser = a_browser_that_knows("ines")
    from_everywhere(MOST, username="tomas")

    assert not is_let_in(signing_steps.by_password(browser, "tomas", at=START))


def test_a_password_alone_makes_no_browser_known_and_a_forged_one_is_a_stranger():
    half, forged = Client(), Client()
    signing_steps.by_password(half, "ines", at=START)
    forged.cookies["wayhome_known"] = a_browser_that_knows("ines").cookies[known.COOKIE].value[:-1]
    from_everywhere(MOST)

    assert known.COOKIE not in half.cookies
    assert not is_let_in(signing_steps.by_password(forged, "ines", at=START))


def test_what_a_browser_keeps_names_nobody():
    kept = a_browser_that_knows("ines").cookies[known.COOKIE]

    assert kept["httponly"]
    assert kept["samesite"] == "Lax"
    assert "ines" not in str(signing.loads(kept.value, salt=known.SALT))
