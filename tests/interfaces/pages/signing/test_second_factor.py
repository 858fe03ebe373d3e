"""A password alone opens nothing: a code or a passkey is proved besides, or set up first."""

import re
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from tests.interfaces.pages import devices
from tests.interfaces.pages import signing_steps as steps

from wayhome.config.settings import base
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import proof_given
from wayhome.platform import clock, locked
from wayhome.platform.messaging import words
from wayhome.platform.messaging.models import Message
from wayhome.records.factors import actions, adapters
from wayhome.records.factors import queries as factors
from wayhome.records.practitioners.models import Practitioner

pytestmark = pytest.mark.django_db
MOST = base.WAYHOME_GUESSES_FOR_AN_ACCOUNT
OPEN = {"sign-in", "welcome", "sign-out", "language", "health", "api", "gallery", "words"}


@pytest.fixture(autouse=True)
def _by_password(settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def cast(now):
    return casting.assemble(now=now - timedelta(hours=1), password=steps.PASSWORD)


@pytest.fixture
def secret(cast, now):
    del cast
    return steps.give_app("ines", at=now - timedelta(minutes=30))


def code(client, typed, *, at):
    return steps.send(client, "/sign-in/code", {"code": typed}, at=at)


def test_after_the_password_a_code_opens_the_door_and_leads_where_one_wanted(client, secret, now):
    asked = steps.by_password(client, "ines", at=now, next="/notices/")
    answer = code(client, steps.code_of(secret, now), at=now)

    assert asked.headers["Location"] == "/sign-in/code"
    assert answer.headers["Location"] == "/notices/"
    assert steps.is_in(client, at=now)


def test_a_wrong_code_opens_nothing_and_is_not_shown_again(client, secret, now):
    steps.by_password(client, "ines", at=now)
    right = steps.code_of(secret, now)
    wrong = code(client, "000000" if right != "000000" else "000001", at=now)

    assert wrong.status_code == 422
    assert 'value="0000' not in wrong.content.decode()
    assert not steps.is_in(client, at=now)


def test_a_code_is_taken_once_in_whichever_browser(secret, now):
    shown = steps.code_of(secret, now)
    first, second = Client(), Client()
    for client in (first, second):
        steps.by_password(client, "ines", at=now)

    assert code(first, shown, at=now).status_code == 302
    assert code(second, shown, at=now).status_code == 422
    assert not steps.is_in(second, at=now)


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-90, False), (-30, True), (30, True), (90, False)]
)
def test_a_telephone_whose_clock_is_a_little_out_is_believed(
    client, secret, now, seconds, is_taken
):
    steps.by_password(client, "ines", at=now)

    answer = code(client, steps.code_of(secret, now + timedelta(seconds=seconds)), at=now)

    assert (answer.status_code == 302) is is_taken


def test_wrong_codes_are_counted_and_then_even_the_right_one_waits(client, secret, now):
    steps.by_password(client, "ines", at=now)
    for n in range(MOST):
        code(client, f"{n:08}", at=now)

    assert code(client, steps.code_of(secret, now), at=now).status_code == 422
    later = now + timedelta(minutes=proof_given.WAIT)
    assert code(client, steps.code_of(secret, later), at=later).status_code == 302


def test_a_code_without_a_password_leads_back_to_the_beginning(client, secret, now):
    answer = code(client, steps.code_of(secret, now), at=now)

    assert answer.headers["Location"] == "/sign-in"


def test_whoever_takes_too_long_begins_again(client, secret, now):
    steps.by_password(client, "ines", at=now)
    late = now + timedelta(minutes=11)

    assert code(client, steps.code_of(secret, late), at=late).headers["Location"] == "/sign-in"


def test_the_session_has_another_key_after_each_proof(client, secret, now):
    steps.send(client, "/sign-in", at=now)
    client.session.save()
    keys = [client.session.session_key]
    steps.by_password(client, "ines", at=now)
    keys.append(client.session.session_key)
    code(client, steps.code_of(secret, now), at=now)
    keys.append(client.session.session_key)

    assert len(set(keys)) == 3
    assert not any(client.session.exists(each) for each in keys[:2])


def addresses(resolver=None, before=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, here)
        else:
            yield here


HOLDS_NOBODY = {f"report/{each}" for each in ("paper", "offline", "line", "worker.js")}
PAGES = sorted(
    {each for each in addresses() if each.split("/")[0] not in OPEN and each not in HOLDS_NOBODY}
)


def filled(pattern):
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda _place: str(uuid4()), pattern)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("has_one", [True, False], ids=["has a factor", "has none"])
def test_no_page_is_reached_by_a_password_alone(client, now, has_one):
    if has_one:
        steps.give_app("ines", at=now - timedelta(minutes=30))
    steps.by_password(client, "ines", at=now)
    reached = []
    for pattern in PAGES:
        for sent in (None, {}):
            answer = steps.send(client, filled(pattern), sent, at=now)
            is_turned_away = answer.headers.get("Location", "").startswith("/sign-in")
            if not is_turned_away and answer.status_code != 405:
                reached.append((pattern, answer.status_code))

    assert not reached
    assert len(PAGES) > 60


@pytest.mark.usefixtures("cast")
def test_a_session_that_proved_nothing_reaches_nothing_even_when_it_is_signed_in(client, now):
    client.force_login(get_user_model().objects.get(username="ines"))

    assert not steps.is_in(client, at=now)


@pytest.mark.usefixtures("cast")
def test_whoever_has_none_sets_up_an_app_is_let_in_and_is_given_recovery_codes(client, now):
    asked = steps.by_password(client, "ines", at=now, next="/notices/")
    page = steps.send(client, "/sign-in/set-up/app", at=now).content.decode()
    secret = page.split('wh-key__letters">')[1].split("<")[0].replace(" ", "")
    done = steps.send(client, "/sign-in/set-up/app", {"code": steps.code_of(secret, now)}, at=now)

    assert asked.headers["Location"] == "/sign-in/set-up"
    assert "Keep your recovery codes" in steps.words(done)
    assert 'href="/notices/"' in done.content.decode()
    assert steps.is_in(client, at=now)


def recovery_codes(answer):
    listed = answer.content.decode().split("wh-codes")[1].split("</ul>")[0]
    return [each.split("<")[0].strip() for each in listed.split("<li>")[1:]]


@pytest.mark.usefixtures("cast")
def test_a_recovery_code_opens_the_door_once(client, now):
    steps.by_password(client, "ines", at=now)
    page = steps.send(client, "/sign-in/set-up/app", at=now).content.decode()
    secret = page.split('wh-key__letters">')[1].split("<")[0].replace(" ", "")
    done = steps.send(client, "/sign-in/set-up/app", {"code": steps.code_of(secret, now)}, at=now)
    kept = recovery_codes(done)

    answers = []
    for each in (kept[3], kept[3], kept[4]):
        other = Client()
        steps.by_password(other, "ines", at=now)
        answers.append(code(other, each, at=now).status_code)

    assert len(set(kept)) == 10
    assert answers == [302, 422, 302]


def test_a_password_alone_adds_no_second_factor_to_the_one_there_is(client, secret, now):
    steps.by_password(client, "ines", at=now)

    for address in ("/sign-in/set-up", "/sign-in/set-up/app", "/sign-in/set-up/passkey"):
        assert steps.send(client, address, at=now).headers["Location"] == "/sign-in/code"
    asked = steps.send(client, "/sign-in/set-up/passkey/ask", {}, at=now)
    assert asked.headers["Location"] == "/sign-in/code"
    assert secret


def test_the_secret_of_an_app_is_not_readable_in_the_database(client, cast, now):
    person = cast.people["ines"]
    secret = steps.give_app("ines", at=now - timedelta(minutes=5))
    steps.by_password(client, "tomas", at=now)
    steps.send(client, "/sign-in/set-up/app", at=now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [person])
        [(kept,)] = cursor.fetchall()
    assert secret not in kept
    with pytest.raises(locked.CannotBeOpened):
        locked.unlock(client.session["app_secret"], about="another place")
    offered = locked.unlock(client.session["app_secret"], about="setting up an app")
    assert offered not in str(dict(client.session))


def test_a_closed_account_is_not_let_in_by_a_right_code(client, cast, secret, now):
    steps.by_password(client, "ines", at=now)
    Practitioner.objects.filter(pk=cast.people["ines"]).update(is_active=False)

    assert code(client, steps.code_of(secret, now), at=now).headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)


def signed_in(client, secret, now):
    steps.by_password(client, "ines", at=now)
    code(client, steps.code_of(secret, now), at=now)
    return client


CHANGES = [
    "/sign-in/set-up",
    "/sign-in/set-up/app",
    "/sign-in/set-up/passkey",
    "/your-sign-in/codes",
]


@pytest.mark.parametrize("address", CHANGES)
def test_how_one_signs_in_is_changed_after_a_fresh_proof_alone(client, secret, now, address):
    signed_in(client, secret, now)
    late = now + timedelta(minutes=9)
    assert steps.send(client, address, at=late).status_code == 200

    later = now + timedelta(minutes=10, seconds=30)
    with clock.at(later):
        turned = client.get(address)
    assert turned.headers["Location"] == f"/sign-in/confirm?next={address}"


def test_proving_it_again_changes_the_session_and_leads_back(client, secret, now):
    signed_in(client, secret, now)
    steps.send(client, "/notices/", at=now + timedelta(minutes=8))
    later = now + timedelta(minutes=15)
    before = client.session.session_key

    sent = {"code": steps.code_of(secret, later), "next": "/your-sign-in/codes"}
    answer = steps.send(client, "/sign-in/confirm", sent, at=later)

    assert answer.headers["Location"] == "/your-sign-in/codes"
    assert client.session.session_key != before
    assert not client.session.exists(before)
    assert steps.send(client, "/your-sign-in/codes", at=later).status_code == 200


def test_the_only_factor_is_not_removed_and_another_person_s_is_not_there(
    client, cast, secret, now
):
    theirs = steps.give_app("tomas", at=now) and factors.of(cast.people["tomas"])[0].id
    mine = factors.of(cast.people["ines"])[0].id
    signed_in(client, secret, now)

    only = steps.send(client, "/your-sign-in/remove", {"factor": str(mine)}, at=now)
    other = steps.send(client, "/your-sign-in/remove", {"factor": str(theirs)}, at=now)

    assert only.status_code == 302
    assert other.status_code == 404
    assert factors.has_any(cast.people["ines"])
    assert factors.has_any(cast.people["tomas"])


SET_UP = "/sign-in/set-up/passkey"


def make_passkey(client, device, *, at, name="work laptop"):
    """The answer to the passkey that a device makes."""
    asked = steps.send(client, f"{SET_UP}/ask", {}, at=at).json()
    sent = {"name": name, "answer": device.makes(asked)}
    return steps.send(client, SET_UP, sent, at=at)


def signs_in(device, *, at):
    """Whether a fresh browser is let in by what a device proves."""
    browser = Client()
    asked = steps.send(browser, "/sign-in/passkey/ask", {}, at=at).json()
    steps.send(browser, "/sign-in/passkey", {"answer": device.proves(asked)}, at=at)
    return steps.is_in(browser, at=at)


def told_of_a_change(person):
    """How many messages a person is owed that how they sign in was changed."""
    return Message.objects.filter(about=person, says=words.SIGNING_IN).count()


def deeds_of(person, as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT deed FROM audit_ledgerentry WHERE practitioner_id = %s AND verb = 'alter'",
            [person],
        )
        return [deed for (deed,) in cursor.fetchall()]


def test_a_passkey_is_added_its_bearer_is_told_and_it_signs_in_alone(
    client, cast, secret, now, as_owner
):
    person = cast.people["ines"]
    before, device = told_of_a_change(person), devices.Device("laptop")
    signed_in(client, secret, now)
    later = now + timedelta(minutes=1)

    make_passkey(client, device, at=later)

    held = [(each.is_passkey, each.name) for each in factors.of(person)]
    assert held == [(False, ""), (True, "work laptop")]
    assert told_of_a_change(person) > before
    assert "add a passkey" in deeds_of(person, as_owner)
    assert signs_in(device, at=later)
    other = devices.Device("laptop")  # it says the same of itself, and does not have the key
    other.bearer = device.bearer
    assert not signs_in(other, at=later)


@pytest.mark.parametrize(
    "device",
    [
        devices.Device("laptop", site="wayhome.invalid"),
        devices.Device("laptop", verifies=False),
    ],
    ids=["made for another site", "of whoever holds it"],
)
def test_a_passkey_that_proves_nothing_is_not_kept_and_nobody_is_told(
    client, cast, secret, now, device, as_owner
):
    person = cast.people["ines"]
    signed_in(client, secret, now)
    before = told_of_a_change(person)

    refused = make_passkey(client, device, at=now)

    assert "No passkey was made" in steps.words(refused)
    assert [each.is_passkey for each in factors.of(person)] == [False]
    assert told_of_a_change(person) == before
    assert "add a passkey" not in deeds_of(person, as_owner)


def test_an_answer_to_a_challenge_is_taken_once(client, cast, secret, now):
    signed_in(client, secret, now)
    asked = steps.send(client, f"{SET_UP}/ask", {}, at=now).json()
    first, second = devices.Device("laptop").makes(asked), devices.Device("phone").makes(asked)
    steps.send(client, SET_UP, {"name": "laptop", "answer": first}, at=now)

    again = steps.send(client, SET_UP, {"name": "phone", "answer": second}, at=now)

    assert "No passkey was made" in steps.words(again)
    held = [each.name for each in factors.of(cast.people["ines"]) if each.is_passkey]
    assert held == ["laptop"]


def test_one_of_two_factors_is_removed_and_signs_nobody_in_and_the_other_stays(
    client, cast, secret, now, as_owner
):
    person, device = cast.people["ines"], devices.Device("laptop")
    signed_in(client, secret, now)
    make_passkey(client, device, at=now)
    app, passkey = factors.of(person)
    assert signs_in(device, at=now)
    later = now + timedelta(minutes=1)
    before = told_of_a_change(person)

    for factor in (passkey, app):  # the second is the only one left, and stays
        steps.send(client, "/your-sign-in/remove", {"factor": str(factor.id)}, at=later)

    assert [each.id for each in factors.of(person)] == [app.id]
    assert not signs_in(device, at=later)
    assert told_of_a_change(person) == before + 1
    assert deeds_of(person, as_owner).count("remove a passkey or an app") == 1


@pytest.mark.usefixtures("cast")
def test_a_wrong_code_sets_no_app_up_and_the_key_stays_the_one_that_was_shown(
    client, cast, now, as_owner
):
    person = cast.people["ines"]
    steps.by_password(client, "ines", at=now)
    shown = steps.send(client, "/sign-in/set-up/app", at=now).content.decode()
    secret = shown.split('wh-key__letters">')[1].split("<")[0].replace(" ", "")
    right = steps.code_of(secret, now)
    wrong = "000000" if right != "000000" else "000001"

    refused = steps.send(client, "/sign-in/set-up/app", {"code": wrong}, at=now)

    assert "That is not the code of this key" in steps.words(refused)
    assert not factors.has_any(person)
    assert told_of_a_change(person) == 0
    assert deeds_of(person, as_owner) == []
    assert not steps.is_in(client, at=now)
    steps.send(client, "/sign-in/set-up/app", {"code": right}, at=now)
    assert steps.is_in(client, at=now)


def test_each_step_is_in_the_ledger(client, cast, secret, now, as_owner):
    signed_in(client, secret, now)
    steps.send(client, "/your-sign-in/codes", {}, at=now)

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT deed, reason FROM audit_ledgerentry WHERE practitioner_id = %s",
            [cast.people["ines"]],
        )
        entered = cursor.fetchall()
    assert ("add an app that makes codes", "") in entered
    assert ("sign in", "a password and a code") in entered
    assert ("make recovery codes", "") in entered
    assert secret not in str(entered)


def test_proofs_that_prove_nothing_are_entered_and_hammering_does_not_flood_the_ledger(
    client, now, as_owner
):
    for answer in ("", "[]", "{}", '{"response": {"userHandle": "AA"}}', '{"response": 1}') * 5:
        refused = steps.send(client, "/sign-in/passkey", {"answer": answer}, at=now)
        assert refused.status_code == 422

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM audit_ledgerentry WHERE verb = 'refuse'")
        entered = [reason for (reason,) in cursor.fetchall()]
    assert entered == ["a passkey that proves nothing"] * 10


def kept_of(cast, username, kind):
    return Authenticator.objects.get(user_id=cast.people[username], type=kind)


def test_the_secret_of_an_app_does_not_open_in_the_row_of_another_person(client, cast, now):
    their_own = steps.give_app("tomas", at=now - timedelta(minutes=5))
    steps.give_app("ines", at=now - timedelta(minutes=5))
    copied = kept_of(cast, "tomas", "totp").data
    Authenticator.objects.filter(pk=kept_of(cast, "ines", "totp").pk).update(data=copied)

    steps.by_password(client, "ines", at=now)
    answer = code(client, steps.code_of(their_own, now), at=now)

    assert answer.status_code == 422
    assert not steps.is_in(client, at=now)
    tomas = Client()
    steps.by_password(tomas, "tomas", at=now)
    assert code(tomas, steps.code_of(their_own, now), at=now).status_code == 302


def test_recovery_codes_do_not_open_in_the_row_of_another_person_nor_as_an_app(client, cast, now):
    their_own = actions.new_recovery_codes(cast.people["tomas"], now=now)
    steps.give_app("ines", at=now - timedelta(minutes=5))
    actions.new_recovery_codes(cast.people["ines"], now=now)
    copied = kept_of(cast, "tomas", "recovery_codes").data
    Authenticator.objects.filter(pk=kept_of(cast, "ines", "recovery_codes").pk).update(data=copied)

    steps.by_password(client, "ines", at=now)
    answer = code(client, their_own[0], at=now)

    assert answer.status_code == 422
    assert factors.codes_left(cast.people["tomas"]) == 10
    assert factors.codes_left(cast.people["ines"]) == 0
    with pytest.raises(locked.CannotBeOpened), adapters.whose(cast.people["tomas"], "totp"):
        adapters.Factors().decrypt(copied["seed"])


def test_what_was_kept_before_is_bound_to_its_bearer_and_opens_as_before(client, cast, now):
    secret = steps.give_app("ines", at=now - timedelta(minutes=5))
    codes_of_ines = actions.new_recovery_codes(cast.people["ines"], now=now)
    moved = import_module("wayhome.records.factors.migrations.0005_bound_to_their_bearer")
    moved.unbind(apps, None)
    before = locked.unlock(kept_of(cast, "ines", "totp").data["secret"], about="second factor")

    moved.bind(apps, None)

    assert before == secret
    steps.by_password(client, "ines", at=now)
    assert code(client, steps.code_of(secret, now), at=now).status_code == 302
    other = Client()
    steps.by_password(other, "ines", at=now)
    assert code(other, codes_of_ines[0], at=now).status_code == 302
