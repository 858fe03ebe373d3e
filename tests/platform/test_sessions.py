"""What is read in the sessions' table is no way in."""

import pytest
from django.contrib.sessions.models import Session

from wayhome.platform.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**what):
    session = SessionStore()
    session.update(what)
    session.save()
    return session


def test_a_session_is_found_by_its_key_and_ends_by_it():
    session = kept(colour="green")

    assert SessionStore(session.session_key)["colour"] == "green"
    assert session.exists(session.session_key)
    session.delete()
    assert SessionStore(session.session_key).get("colour") is None


def test_the_table_holds_no_key_that_opens_a_session():
    session = kept(colour="green")

    (row,) = Session.objects.all()

    assert session.session_key not in (row.session_key, row.session_data)
    assert SessionStore(row.session_key).get("colour") is None


def test_a_new_key_ends_the_one_before():
    session = kept(colour="green")
    before = session.session_key

    session.cycle_key()

    assert SessionStore(before).get("colour") is None
    assert SessionStore(session.session_key)["colour"] == "green"
