"""Whoever runs Wayhome gives a person a token for the API, and is told when they cannot."""

from datetime import UTC, datetime, timedelta

import pytest

from wayhome.config import command
from wayhome.interfaces.jobs import token
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Practitioner

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def cast(db):
    del db
    return casting.assemble(now=NOW)


def made(*argv):
    with clock.at(NOW):
        return token.main(argv)


def test_a_token_is_shown_once_and_is_that_persons_until_its_days_are_over(cast, capsys):
    code = made("joss", "--label", "handheld of the night shift", "--days", "30")

    shown = capsys.readouterr()
    given = shown.out.strip()
    last = NOW + timedelta(days=30)
    assert code == 0
    assert "Joss Amberley, Larch House" in shown.err
    assert given not in shown.err
    assert viewers.bearer_of(given, now=NOW).practitioner_id == cast.people["joss"]
    assert viewers.bearer_of(given, now=last + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("nobody", "--label", "x", "--days", "30"), "Nobody signs in as nobody"),
        (("joss", "--label", " ", "--days", "30"), "Say what the token is for"),
        (("joss", "--label", "x" * 101, "--days", "30"), "Say what the token is for"),
        (("joss", "--label", "x", "--days", "0"), "from 1 to 366 days, not 0"),
        (("joss", "--label", "x", "--days", "367"), "from 1 to 366 days, not 367"),
    ],
)
def test_a_token_that_cannot_be_made_says_why(cast, capsys, argv, words):
    del cast

    with pytest.raises(token.NotPossible, match=words):
        made(*argv)

    assert capsys.readouterr().out == ""


def test_somebody_who_has_left_gets_no_token(cast):
    Practitioner.objects.filter(id=cast.people["joss"]).update(is_active=False)

    with pytest.raises(token.NotPossible, match="Nobody signs in as joss"):
        made("joss", "--label", "x", "--days", "30")


def test_the_command_knows_the_job():
    assert command.JOBS["token"] == token.__name__
    assert command.JOB_PURPOSES["token"]
