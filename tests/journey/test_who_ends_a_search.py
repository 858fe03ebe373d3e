"""A search is ended by those who search or care for the child; others tell what they know."""

import pytest
from tests.journey import world

from wayhome.journey import (
    child_located,
    child_returned,
    correction_made,
    hypothesis_recorded,
    response_agreed,
    sighting_received,
)
from wayhome.records.episodes import actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Capacity, Certainty, FoundBy, PostKind, ReturnedTo

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode_id(cast):
    """A child who is missing, and a home and a force that reported and are nothing else."""
    opened = world.open_episode(cast)
    reporters = [
        (cast.agencies[name], Capacity.REPORTER) for name in ("Tideway House", "Eastvale Police")
    ]
    actions.add_parties(episodes.locked(opened), reporters, by=None, at=world.START)
    return opened


def ways_to_end(cast):
    """Everything that ends or steers a search, and who of the reporters holds a post for it."""
    at = world.after(1)
    found = told.Located(at, "At his father's", FoundBy.OTHER_AGENCY)
    back = told.Returned(at, ReturnedTo.HOME)
    idea = told.Hypothesis("Abroad", "Said so")
    step = told.Step("Stop looking", cast.post("Eastvale Police", PostKind.DUTY_INSPECTOR), at)
    return [
        ("tariq", child_located.record, (found,), {}),
        ("tariq", child_returned.record, (back,), {}),
        ("lowri", child_returned.record, (back,), {}),
        ("tariq", correction_made.located, (found,), {"why": "Mistaken"}),
        ("lowri", correction_made.returned, (back,), {"why": "Mistaken"}),
        ("tariq", hypothesis_recorded.record, (idea,), {}),
        ("lowri", response_agreed.add, (step,), {}),
    ]


@pytest.mark.parametrize("number", range(7))
def test_an_agency_that_only_reported_cannot_end_or_steer_the_search(cast, episode_id, number):
    who, step, said, more = ways_to_end(cast)[number]
    by, now = cast.viewer(who, now=world.START), world.after(0.5)

    with pytest.raises(access.Refused, match="recording a sighting or making a report"):
        step(episode_id, *said, by=by, now=now, **more)

    assert Episode.objects.get(id=episode_id).absent_until is None


def test_what_such_an_agency_knows_is_taken_as_a_sighting(cast, episode_id):
    seen = told.Sighting(world.START, "The pier", Certainty.CERTAIN, "Tariq Levens")
    by = cast.viewer("tariq", now=world.START)

    assert sighting_received.record(episode_id, seen, by=by, now=world.after(1)).made_id
