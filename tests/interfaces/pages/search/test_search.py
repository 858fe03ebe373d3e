"""Sightings, and ideas of where the child may be."""

import pytest
from tests.interfaces.pages import at_work

from wayhome.stages.search.models import Hypothesis, Sighting

pytestmark = pytest.mark.django_db


def seen(**more):
    return {
        "submission_key": at_work.key(),
        "at": "now",
        "place": "Town park",
        "certainty": "probable",
        "source_name": "Bus driver",
        **more,
    }


@pytest.fixture
def at(work):
    """The address of one of the pages of an episode."""
    episode = work.episode()
    return lambda page: f"/episodes/{episode.reference}/{page}"


def test_a_sighting_is_recorded_once_and_shown(work, at):
    tomas, form = work.sign_in("tomas"), seen(description="With an older girl", done="Sent a car")

    for _press in range(2):
        assert tomas.post(at("sightings"), form).status_code == 302

    page = at_work.words(tomas.get(at("sightings")))
    assert Sighting.objects.count() == 1
    for words in ("Town park", "Probable", "Bus driver", "With an older girl", "Done: Sent a car"):
        assert words in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"at": ""}, "Enter a day and a time"),
        ({"at": "tomorrow 10:00"}, "This is in the future"),
        ({"at": "29/3/2026 01:30"}, "clocks went forward"),
        ({"place": ""}, "Where?"),
        ({"place": "x" * 10_000}, "Use 300 characters or fewer"),
        ({"certainty": "sure"}, "Choose one of the answers shown"),
        ({"source_name": ""}, "Who saw the child?"),
    ],
)
def test_a_sighting_that_cannot_be_is_told_what_to_do(work, at, wrong, says):
    response = work.sign_in("tomas").post(at("sightings"), seen(done="Rang the station") | wrong)

    assert says in at_work.words(response)
    assert "Rang the station" in at_work.words(response)
    assert not Sighting.objects.exists()


def test_an_idea_is_recorded_and_changes_no_level(work, at):
    tomas = work.sign_in("tomas")

    empty = tomas.post(at("hypotheses"), {"submission_key": at_work.key(), "where": ""})
    tomas.post(
        at("hypotheses"),
        {"submission_key": at_work.key(), "where": "Her aunt’s", "why": "She said so"},
    )

    assert "Where may the child be?" in at_work.words(empty)
    assert Hypothesis.objects.get().where == "Her aunt’s"
    assert "It changes no level" in at_work.words(tomas.get(at("hypotheses")))


def test_a_carer_may_record_both(work, at):
    joss = work.sign_in("joss")

    assert joss.get(at("sightings")).status_code == 200
    assert joss.get(at("hypotheses")).status_code == 200


def test_a_call_handler_records_no_ideas(work, at):
    response = work.sign_in("asha").get(at("hypotheses"))

    assert response.status_code == 403
    assert "record where the child may be" in at_work.words(response)
