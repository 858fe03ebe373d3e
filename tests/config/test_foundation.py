"""The tests' own footing: separate databases, caught mail, a closed network."""

import socket

import pytest
from django.core import mail
from django.db import connection
from tests.foundation.sockets import NetworkIsClosedError


@pytest.mark.django_db
def test_the_application_runs_as_the_restricted_role(as_owner):
    def role() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    before = role()
    with as_owner():
        within = role()

    assert before == role() == "wayhome_app"
    assert within != before


def test_a_fresh_database_may_be_committed_to(fresh_database):
    assert connection.settings_dict["NAME"] == fresh_database
    assert not connection.in_atomic_block
    assert "episodes_episode" in connection.introspection.table_names()


def test_mail_is_caught_by_a_server_of_this_machine(mail_catcher):
    mail.send_mail("A notice is waiting", "Sign in to read it.", None, ["duty@council.example"])

    (caught,) = mail_catcher.messages
    assert caught["Subject"] == "A notice is waiting"


def test_no_test_reaches_another_machine():
    with pytest.raises(NetworkIsClosedError), socket.socket() as leaving:
        leaving.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkIsClosedError):
        socket.getaddrinfo("elsewhere.example", 80)
