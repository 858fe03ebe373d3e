"""The protocol in words, now and as it stood on a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import partnership_formed
from wayhome.rules import protocol
from wayhome.rules.vocabulary import Level


@pytest.fixture
def second(work):
    """A second version, in force since yesterday."""
    partnership_formed.partnership(
        casting.PARTNERSHIP,
        content=replace(
            protocol.DEFAULT, name="Second protocol", version=2, starting_level=Level.HIGH
        ),
        owners=casting.OWNERS,
        in_force_from=work.now - timedelta(days=1),
        now=work.now,
    )


def read(work, username="joss", **asked):
    return work.sign_in(username).get("/protocol/", asked)


@pytest.mark.parametrize("username", ["tomas", "priya", "joss", "ben", "harri", "grace"])
def test_everybody_reads_the_protocol_of_their_partnership(work, username):
    said = at_work.words(read(work, username))

    assert "Every report starts at: Medium risk" in said
    assert "within 72 hours of the return" in said
    assert "Ruth Castell" in said
    assert "3 times away in 30 days" in said


@pytest.mark.usefixtures("second")
def test_the_version_in_force_is_read_and_the_others_are_listed(work):
    said = at_work.words(read(work))

    assert "Second protocol" in said
    assert "Every report starts at: High risk" in said
    assert "Version 1, from" in said


@pytest.mark.usefixtures("second")
def test_it_is_read_as_it_stood_on_a_day(work):
    earlier = at_work.words(read(work, on="1 January 2026"))
    numbered = at_work.words(read(work, version="1"))

    assert "Every report starts at: Medium risk" in earlier
    assert "Every report starts at: Medium risk" in numbered


def test_before_there_was_any_it_says_so(work):
    assert "No protocol was in force then" in at_work.words(read(work, on="1 January 1990"))


@pytest.mark.parametrize("on", ["bananas", "31 February 2026", "x" * 10_000, "31/12/9999", "🙂"])
def test_a_day_that_is_no_day_says_what_to_write(work, on):
    answer = read(work, on=on)

    assert answer.status_code == 200
    assert 'id="on-error"' in answer.content.decode()


@pytest.mark.parametrize("version", ["99", "x", "-1"])
def test_a_version_that_is_not_there_shows_the_one_in_force(work, version):
    assert "Version 1, in force from" in at_work.words(read(work, version=version))


@pytest.mark.usefixtures("db")
def test_somebody_not_signed_in_is_sent_to_sign_in(client):
    assert client.get("/protocol/").status_code == 302
