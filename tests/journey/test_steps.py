"""Steps: who may be given one, and what becomes of those that nobody has done."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from wayhome.interfaces.rehearsal import answers, cast, endings, scenes, situations
from wayhome.journey import account, acting, response_agreed, time_passed
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, told
from wayhome.rules.vocabulary import PostKind

# A Tuesday morning: office hours, so that the council's duty is the social worker's.
START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


# ------------------------------------------------------------- who may be given one


def test_a_step_is_never_given_to_a_post_that_may_not_finish_it(scene):
    missing = situations.away_three_days(scene)
    parties = episodes.parties_of(missing.episode_id)
    given, refused = set(), set()

    for post in agencies.posts_of(party.agency_id for party in parties):
        said = told.Step("Circulate the photograph", post.id, scene.now + HOUR)
        may = PostKind(post.kind) in access.MAY[access.Deed.WORK_STEP]
        tells = nullcontext() if may else pytest.raises(acting.Contradiction, match="may not take")
        with tells:
            response_agreed.add(missing.episode_id, said, by=scene.person("tomas"), now=scene.now)
        (given if may else refused).add(PostKind(post.kind))

    assert {PostKind.NATIONAL_DESK, PostKind.CALL_HANDLER} <= refused
    assert {PostKind.DUTY_SERGEANT, PostKind.SOCIAL_WORK_TEAM, PostKind.HOME_MANAGER} <= given


# ------------------------------------------------------------- what nobody has done


def whole_of(missing):
    at = START + timedelta(days=60)
    return account.whole_of(episodes.locked(missing.episode_id), as_of=at)


def undone(missing):
    steps = whole_of(missing).response.steps
    return [one for one in steps if one.done_at is None and one.stood_down_at is None]


def climbed(missing):
    """How many rungs each step has reached, by its identifier."""
    found = {step.id: 0 for step in whole_of(missing).response.steps}
    for rung in whole_of(missing).response.escalations:
        if rung.about in found:
            found[rung.about] += 1
    return found


def test_a_step_that_is_overdue_climbs_and_is_never_passed_over_in_silence(scene):
    missing = situations.reported_just_now(scene)
    first = min(undone(missing), key=lambda step: step.due_at)

    time_passed.record(now=first.due_at)
    before = climbed(missing)
    time_passed.record(now=START + timedelta(days=3))

    assert set(before.values()) == {0}
    assert all(number > 0 for number in climbed(missing).values())


def test_a_step_that_was_done_climbs_no_further(scene, monkeypatch):
    missing = situations.reported_just_now(scene)
    at = max(step.due_at for step in undone(missing)) + HOUR
    locking = time_passed.begin_even_if_closed

    def meanwhile(*given, **named):
        monkeypatch.setattr(time_passed, "begin_even_if_closed", locking)
        scene.now = at
        for person in scene.cast.people:
            answers.finish_steps(scene, missing, by=person)
        return locking(*given, **named)

    monkeypatch.setattr(time_passed, "begin_even_if_closed", meanwhile)
    time_passed.record(now=at)

    assert set(climbed(missing).values()) == {0}


def test_what_is_due_first_counts_the_steps(scene):
    missing = situations.reported_just_now(scene)

    due = min(step.due_at for step in undone(missing))

    assert whole_of(missing).episode.next_due_at == due


@pytest.mark.parametrize("end", [endings.locate, endings.return_home])
def test_the_steps_of_the_search_stand_down_once_the_child_is_found_with_the_reason(scene, end):
    missing = situations.reported_just_now(scene)
    added = answers.add_step(scene, missing)
    scene.later(hours=1)

    end(scene, missing)
    time_passed.record(now=scene.now + timedelta(days=3))

    assert [step.id for step in undone(missing)] == [added]
    fell = [step for step in whole_of(missing).response.steps if step.id != added]
    assert fell
    assert all(step.stood_down_reason and step.stood_down_by_id for step in fell)
    assert {number for key, number in climbed(missing).items() if key == added} != {0}


def test_a_step_that_stood_down_is_neither_taken_nor_finished(scene):
    missing = situations.reported_just_now(scene)
    endings.return_home(scene, missing, at=scene.later(hours=1))
    step = whole_of(missing).response.steps[0]
    by = scene.person("tomas")

    with pytest.raises(acting.NotNow, match="no longer called for"):
        response_agreed.take(missing.episode_id, step.id, by=by, now=scene.now)
    with pytest.raises(acting.NotNow, match="no longer called for"):
        response_agreed.done(missing.episode_id, step.id, outcome="x", by=by, now=scene.now)


def test_closing_leaves_no_step_undone_without_a_reason(scene):
    missing = situations.support_agreed(scene)
    answers.add_step(scene, missing)

    situations.nights.finish(scene, missing, team=situations.AMIRA.team)

    assert undone(missing) == []
    assert "The episode closed" in {
        step.stood_down_reason for step in whole_of(missing).response.steps
    }
