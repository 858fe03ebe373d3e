"""A program that reads with somebody's session is stopped; reporting and signing out are not."""

from datetime import timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.platform import clock

pytestmark = pytest.mark.django_db
MOST = 3


@pytest.fixture
def get(work):
    """`get(client, path, seconds=20)`: a page, so many seconds into one minute."""
    minute = work.now.replace(second=0, microsecond=0)

    def page(client, path, *, seconds=0):
        with clock.at(minute + timedelta(seconds=seconds)):
            return client.get(path)

    return page


def test_whoever_opens_more_pages_than_a_person_reads_waits_for_the_next_minute(
    work, get, settings
):
    settings.WAYHOME_PAGES_OF_A_PERSON = MOST
    tomas, ines = work.sign_in("tomas"), work.sign_in("ines")
    for _number in range(MOST):
        assert get(tomas, "/notices/").status_code == 200

    stopped = get(tomas, "/notices/", seconds=20)

    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "40")
    assert "Wait 40 seconds" in at_work.words(stopped)
    assert get(work.sign_in("tomas"), "/notices/", seconds=21).status_code == 429
    assert get(ines, "/notices/").status_code == 200
    assert get(tomas, "/notices/", seconds=120).status_code == 200


def test_everybody_of_an_agency_together_is_stopped_as_one(work, get, settings):
    settings.WAYHOME_PAGES_OF_AN_AGENCY = MOST
    for username in ("tomas", "ines", "asha"):
        assert get(work.sign_in(username), "/notices/").status_code == 200

    assert get(work.sign_in("dina"), "/notices/").status_code == 429
    assert get(work.sign_in("joss"), "/notices/").status_code == 200


@pytest.mark.parametrize("path", ["/report/", "/your-sign-in/where"])
def test_a_child_can_be_reported_and_a_session_ended_whatever_else_was_opened(
    work, get, settings, path
):
    settings.WAYHOME_PAGES_OF_A_PERSON = 0
    client = work.sign_in("joss")

    assert get(client, "/notices/").status_code == 429
    assert get(client, path).status_code == 200
    assert client.post("/sign-out").status_code == 302
