"""A password is set at an address that works once and soon; whoever it is for is told."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.pages import signing_steps as steps

from wayhome.config import command
from wayhome.interfaces.jobs import every_minute, invite
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.platform.messaging.models import Message
from wayhome.records.factors import queries as factors
from wayhome.records.factors.models import Invitation
from wayhome.records.practitioners.models import Practitioner

pytestmark = pytest.mark.django_db
NEW = "four unrelated invented words"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def now(settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    return clock.now()


@pytest.fixture
def cast(now):
    return casting.assemble(now=now - timedelta(hours=1), password=steps.PASSWORD)


@pytest.fixture
def given(cast, now, capsys):
    """`given()` gives ines an address, and is its path."""
    Practitioner.objects.filter(pk=cast.people["ines"]).update(email="ines@northmoor.invalid")

    def give(*options, at=now):
        with clock.at(at):
            invite.main(["ines", *options])
        return capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")

    return give


def set_at(address, *, at, password=NEW, client=None):
    sent = {"password": password, "again": password}
    return steps.send(client or Client(), address, sent, at=at)


def test_the_address_sets_the_password_and_leads_to_the_second_factor(given, now):
    client, address = Client(), given()
    opened = steps.send(client, address, at=now)
    answer = set_at(address, at=now, client=client)

    assert "Choose your password" in steps.words(opened)
    assert answer.headers["Location"] == "/sign-in/set-up"
    assert not steps.is_in(client, at=now)
    assert steps.by_password(Client(), "ines", at=now, password=NEW).status_code == 302
    assert steps.by_password(Client(), "ines", at=now).status_code == 422


def test_it_works_once_and_no_longer_than_a_quarter_of_an_hour(given, now):
    used = given()
    assert set_at(used, at=now).status_code == 302
    assert set_at(used, at=now, password=NEW + "!").status_code == 404
    late = given()

    assert set_at(late, at=now + QUARTER).status_code == 404
    assert steps.send(Client(), late, at=now + QUARTER).status_code == 404
    assert steps.send(Client(), late, at=now + QUARTER - timedelta(seconds=1)).status_code == 200


def test_the_newest_address_alone_works(given, now):
    first, second = given(), given()

    assert set_at(first, at=now).status_code == 404
    assert set_at(second, at=now).status_code == 302


@pytest.mark.parametrize("bad", ["short", "password1234", "123456789012", ""])
def test_a_password_that_is_guessed_first_is_not_taken_and_uses_nothing_up(given, now, bad):
    address = given()

    assert set_at(address, at=now, password=bad).status_code == 422
    assert set_at(address, at=now).status_code == 302


def test_a_factor_there_is_still_asked_for_unless_it_was_lost(cast, given, now):
    steps.give_app("ines", at=now)
    kept = set_at(given(), at=now)
    assert kept.headers["Location"] == "/sign-in/code"

    lost = set_at(given("--forget-factors"), at=now)
    assert lost.headers["Location"] == "/sign-in/set-up"
    assert not factors.has_any(cast.people["ines"])


def test_every_session_ends(given, now):
    secret, client = steps.give_app("ines", at=now - timedelta(minutes=2)), Client()
    steps.by_password(client, "ines", at=now)
    steps.send(client, "/sign-in/code", {"code": steps.code_of(secret, now)}, at=now)
    assert steps.is_in(client, at=now)

    set_at(given(), at=now)

    assert not steps.is_in(client, at=now)


def test_only_a_digest_is_kept_and_its_bearer_is_told_in_both_languages(given, now, mailoutbox):
    address = given()
    set_at(address, at=now)
    every_minute.carry(now=now)

    assert address.rsplit("/", 1)[1] not in str(Invitation.objects.values_list())
    assert Message.objects.count() >= 1
    assert "How you sign in to Wayhome was changed" in mailoutbox[0].body
    assert "Newidiwyd sut rydych yn mewngofnodi" in mailoutbox[0].body
    assert address not in mailoutbox[0].body


def test_an_address_nobody_gave_is_not_there(cast, now):
    assert cast
    assert steps.send(Client(), "/welcome/guessed", at=now).status_code == 404


@pytest.mark.usefixtures("cast")
def test_nobody_is_invited_who_is_not_there():
    assert command.JOBS["invite"] == invite.__name__
    with pytest.raises(invite.NotPossible, match="Nobody signs in as nobody"):
        invite.main(["nobody"])
