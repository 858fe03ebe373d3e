"""Words that every page about one episode shares."""

import re
from datetime import timedelta

import pytest
from tests.interfaces.pages import after_return, at_work

from wayhome.interfaces.pages.shared import desk
from wayhome.records.episodes.models import Episode


def test_an_episode_that_no_post_owns_names_no_post() -> None:
    assert desk.post_words(None) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "name"),
    [
        ("priya", "interview"),
        ("ben", "interview/offer"),
        ("ben", "interview/held"),
        ("nadia", "support"),
        ("nadia", "close"),
        ("tomas", "seen"),
        ("priya", "correct/answers"),
        ("tomas", "assess"),
    ],
)
def test_every_page_of_an_episode_begins_with_how_grave_it_is_and_how_long(work, username, name):
    after = after_return.After(work, work.episode()).returned().referred()

    page = work.sign_in(username).get(f"/episodes/{after.reference}/{name}").content.decode()

    line = re.findall(r'<p class="wh-about">.*?</p>', page, re.DOTALL)
    assert len(line) == 1
    assert "back since" in line[0]
    assert "Medium" in line[0]


@pytest.mark.django_db
def test_the_summary_that_every_page_shows_is_entered_with_its_sections(work, ledger):
    after = after_return.After(work, work.episode()).returned().referred()

    work.sign_in("ben").get(f"/episodes/{after.reference}/interview")

    assert ledger(after.child_id)[-1][2] == [
        "return home interview offers",
        "shared interview findings",
        "summary",
    ]


@pytest.mark.django_db
def test_a_child_whose_return_nobody_recorded_is_away_no_longer_once_all_is_over(work):
    episode = work.episode()
    Episode.objects.filter(id=episode.id).update(
        absent_until=episode.absent_from + timedelta(hours=3),
        closed_at=work.now,
        closed_by_id=work.cast.people["tomas"],
    )

    page = work.sign_in("tomas").get(f"/episodes/{episode.reference}/interview")

    assert "was away for 3 hours" in at_work.words(page)
