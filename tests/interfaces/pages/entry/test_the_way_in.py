"""Signing in and out, the first page of each post, and the purpose of opening a record."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import child_introduced
from wayhome.platform import clock
from wayhome.rules import told

pytestmark = pytest.mark.django_db
PASSWORD = "a long invented password"  # noqa: S105 - invented
WRONG = "The username or the password is not right"


@pytest.fixture
def cast():
    return casting.assemble(now=clock.now() - timedelta(hours=1), password=PASSWORD)


@pytest.fixture
def child(cast):
    now = clock.now()
    return child_introduced.record(
        told.Child(given_name="Wren", family_name="Example", age_stated=14),
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies["Harrowfell Council"],
            placement_id=cast.agencies["Larch House"],
        ),
        by=cast.viewer("joss", now=now),
        now=now,
    )


def words(response):
    return response.content.decode()


def choose(client, cast, username, **more):
    return client.post("/sign-in", {"person": str(cast.people[username]), **more})


def test_somebody_not_signed_in_is_sent_to_sign_in_and_back(client, cast):
    asked = client.get("/notices/")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/sign-in?next=/notices/"
    answer = choose(client, cast, "ines", next="/notices/")
    assert answer.headers["Location"] == "/notices/"


@pytest.mark.usefixtures("cast")
def test_the_demonstration_offers_people_by_agency_with_what_they_can_try(client):
    page = words(client.get("/sign-in"))
    assert "Insp. Ines Holloway" in page
    assert "Take a missing report over the telephone" in page
    assert page.index("Northmoor Police <") < page.index("Harrowfell Council <")
    assert "Northmoor Police system" not in page


@pytest.mark.usefixtures("cast")
def test_choosing_nobody_says_so(client):
    for person in ("", "nobody", str(uuid4())):
        page = words(client.post("/sign-in", {"person": person}))
        assert "Choose one of the people on this page" in page


def test_nobody_can_be_sent_to_another_site(client, cast):
    for elsewhere in ("https://evil.invalid/", "//evil.invalid/", "javascript:alert(1)"):
        answer = choose(client, cast, "ines", next=elsewhere)
        assert answer.headers["Location"] == "/"
        client.post("/sign-out")


@pytest.mark.usefixtures("cast")
def test_a_name_and_a_password_alone_open_no_door(client, settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    answer = client.post("/sign-in", {"username": "ines", "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/set-up"
    assert client.get("/").headers["Location"].startswith("/sign-in?")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("sent", [("ines", "some-other"), ("nobody-of-this-name", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_the_same(client, settings, sent):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    page = words(client.post("/sign-in", {"username": sent[0], "password": sent[1]}))
    assert WRONG in page
    assert sent[1] not in page


def test_a_person_cannot_be_chosen_where_passwords_are_asked_for(client, cast, settings):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    choose(client, cast, "ines")
    assert "_auth_user_id" not in client.session


def test_the_session_changes_at_the_door_and_is_gone_after(client, cast):
    client.get("/sign-in")
    client.session.save()
    before = client.session.session_key
    choose(client, cast, "ines")
    assert client.session.session_key != before
    client.post("/sign-out")
    assert client.get("/").headers["Location"].startswith("/sign-in")


def test_signing_in_again_changes_the_session_too(client, cast):
    choose(client, cast, "ines")
    before = client.session.session_key
    choose(client, cast, "ines")

    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_signing_out_is_never_a_link(client, cast):
    choose(client, cast, "ines")
    assert client.get("/sign-out").status_code == 405
    assert "_auth_user_id" in client.session


def test_a_purpose_is_asked_kept_and_entered_in_the_ledger(client, cast, child, as_owner):
    choose(client, cast, "nadia")
    why = f"/children/{child.reference}/why?next=/episodes/"
    assert "Why are you opening this child" in words(client.get(why))
    answer = client.post(why, {"purpose": "assess", "reason": ""})
    assert answer.headers["Location"] == "/episodes/"
    kept = client.session["purposes"][str(child.child_id)]
    assert kept[0] == "assess"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT purpose FROM audit_ledgerentry WHERE child_id = %s AND verb = 'consult'",
            [child.child_id],
        )
        assert ("assess",) in cursor.fetchall()


def test_a_purpose_stated_on_its_own_page_leads_to_the_record(client, cast, child):
    choose(client, cast, "nadia")

    answer = client.post(f"/children/{child.reference}/why", {"purpose": "assess", "reason": ""})

    assert answer.headers["Location"] == f"/children/{child.reference}/"


def test_a_reason_says_when_it_is_needed_and_is_not_called_optional(client, cast, child):
    choose(client, cast, "nadia")

    page = words(client.get(f"/children/{child.reference}/why"))

    assert "Needed when you check or review practice. One sentence is enough." in page
    assert "(optional)" not in page


def test_checking_practice_needs_a_reason(client, cast, child):
    choose(client, cast, "ruth")
    why = f"/children/{child.reference}/why"
    page = words(client.post(why, {"purpose": "oversight", "reason": " "}))
    assert "Say what you are checking" in page
    sent = {"purpose": "oversight", "reason": "Quarterly audit"}
    assert client.post(why, sent).status_code == 302


def test_a_child_the_agency_has_no_part_in_is_not_there(client, cast, child):
    choose(client, cast, "tariq")
    there = client.get(f"/children/{child.reference}/why")
    nowhere = client.get("/children/22222-22222-2/why")
    assert there.status_code == nowhere.status_code == 404
    assert _without_address(words(there)) == _without_address(words(nowhere))


def _without_address(page):
    page = re.sub(r"/children/[^\"]+", "", page)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_passwords_are_kept_with_argon2_outside_tests():
    from wayhome.config.settings import base

    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert base.WAYHOME_SIGN_IN_BY_CHOICE is False
    assert django_settings.SESSION_COOKIE_HTTPONLY
