"""Records of the past that were labelled absent: on a page of their own, reviewed from there."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.journey import past, past_episode_imported
from wayhome.records.episodes.models import Episode
from wayhome.rules import told
from wayhome.stages.response.models import Notice, Review

pytestmark = pytest.mark.django_db
BEGAN = datetime(2025, 5, 3, 20, tzinfo=UTC)


@pytest.fixture
def episode(work):
    """A record of the force's that was over, and called absent."""
    record = past.PastEpisode(
        line=2,
        key="one",
        scheme="nominal",
        number="N1",
        child=told.Child(given_name="Ada", family_name="Example"),
        began_at=BEGAN,
        ended_at=BEGAN + timedelta(hours=5),
        words="Imported record.",
        type_code="missing",
        labels=(past.Label("Absent"),),
        council_id=work.cast.agencies["Harrowfell Council"],
    )
    past_episode_imported.record([record], by=work.viewer("callum"), now=work.now)
    return Episode.objects.get()


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_post_finds_it_by_the_notice_the_list_and_the_episode(work, episode):
    client = work.sign_in("callum")
    address = f"/episodes/{episode.reference}/past-review"

    mine = read(client, "/episodes/")
    notice = read(client, f"/notices/{Notice.objects.get().id}/")
    listed = read(client, "/past-reviews/")
    page = read(client, f"/episodes/{episode.reference}/")

    assert "Due from you" in mine
    assert "Nothing is due from your post" in mine
    assert 'href="/past-reviews/"' in mine
    assert 'href="/past-reviews/"' in notice
    assert "came in with a file" in notice
    assert "1 record waits" in listed
    assert "“Absent”" in listed
    assert address in listed
    assert address in page

    sent = {"submission_key": at_work.key(), "findings": "Found asleep at a friend’s."}
    assert client.post(address, sent).headers["Location"] == "/past-reviews/"
    assert Review.objects.get().findings == "Found asleep at a friend’s."
    assert "No record waits" in read(client, "/past-reviews/")
    assert address not in read(client, f"/episodes/{episode.reference}/")


def test_nobody_else_is_shown_it_or_may_hold_it(work, episode):
    client = work.sign_in("tomas")
    address = f"/episodes/{episode.reference}/past-review"

    assert "No record waits" in read(client, "/past-reviews/")
    assert address not in read(client, f"/episodes/{episode.reference}/")
    sent = {"submission_key": at_work.key(), "findings": "x"}
    assert client.post(address, sent).status_code == 403
    assert not Review.objects.exists()
