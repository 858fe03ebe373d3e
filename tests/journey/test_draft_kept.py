"""A half-filled form is kept for the person who is filling it in."""

from datetime import UTC, datetime

import pytest
from tests.journey import world

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import draft_kept
from wayhome.rules import access
from wayhome.stages.intake import queries as intake

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    return casting.assemble(now=NOW)


def test_a_draft_is_kept_replaced_and_forgotten(cast):
    asha = cast.viewer("asha", now=NOW)

    draft_kept.keep("report", {"name": ["one"]}, by=asha, now=NOW)
    draft_kept.keep("report", {"name": ["two"]}, by=asha, now=NOW)
    kept = intake.draft(asha.practitioner_id, "report")
    draft_kept.drop("report", by=asha)

    assert kept == {"name": ["two"]}
    assert intake.draft(asha.practitioner_id, "report") == {}


def test_somebody_who_may_not_report_keeps_no_draft(cast):
    with pytest.raises(access.Refused):
        draft_kept.keep("report", {}, by=cast.viewer("ben", now=NOW), now=NOW)


def test_a_draft_of_an_interview_is_kept_for_those_who_may_hold_it():
    cast = world.assemble()
    episode_id = world.open_episode(cast)
    priya = cast.viewer("priya", now=world.START)

    draft_kept.keep_of_interview(episode_id, {"own_words": ["x"]}, by=priya, now=world.START)

    name = draft_kept.interview(episode_id)
    assert intake.draft(priya.practitioner_id, name) == {"own_words": ["x"]}
    for other in ("ben", "joss", "tomas"):
        by = cast.viewer(other, now=world.START)
        with pytest.raises(access.Refused):
            draft_kept.keep_of_interview(episode_id, {}, by=by, now=world.START)
