"""What happened out of hours, the daytime team of each council is told when the office opens."""

from datetime import UTC, datetime, timedelta

import pytest

from wayhome.interfaces.rehearsal import (
    answers,
    cast,
    children,
    endings,
    scenes,
    situations,
    verbs,
)
from wayhome.journey import account, time_passed
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.rules.vocabulary import Level, NoticeReason, PostKind

# A Saturday, two in the morning: the emergency duty team is on until Monday.
NIGHT = datetime(2026, 3, 14, 2, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=NIGHT), at=NIGHT)


def opens(scene, missing):
    """When the office opens on the Monday."""
    whole = whole_of(missing, at=scene.now)
    return datetime(2026, 3, 16, whole.agreed.out_of_hours_until, 0, tzinfo=UTC)


def whole_of(missing, *, at):
    return account.whole_of(episodes.locked(missing.episode_id), as_of=at)


def told_by_day(missing):
    """What the daytime teams were told, by council, oldest first."""
    named = {
        post.id: post.agency.name
        for post in agencies.posts_of(one.id for one in agencies.agencies())
        if post.kind == PostKind.SOCIAL_WORK_TEAM
    }
    notices = whole_of(missing, at=NIGHT + timedelta(days=60)).response.notices
    return [(one.reason, named[one.post_id]) for one in notices if one.post_id in named]


def test_a_child_reported_at_night_is_told_to_the_daytime_team_when_the_office_opens_and_once(
    scene,
):
    missing = situations.reported_just_now(scene)
    for person in scene.cast.people:
        answers.acknowledge(scene, missing, by=person)
    first = opens(scene, missing)

    time_passed.record(now=first - SECOND)
    before = told_by_day(missing)
    time_passed.record(now=first)
    time_passed.record(now=first + HOUR)

    assert before == []
    council = children.AMIRA.team.council
    assert told_by_day(missing) == [(NoticeReason.NEW_EPISODE, council)]


def test_both_councils_are_told(scene):
    missing = situations.out_of_area_child(scene)

    time_passed.record(now=opens(scene, missing))

    reported = [who for reason, who in told_by_day(missing) if reason == NoticeReason.NEW_EPISODE]
    assert len(set(reported)) == len(reported) == 2


def test_a_level_that_changed_and_a_return_at_night_are_told_with_it(scene):
    missing = situations.reported_just_now(scene)
    verbs.assess(scene, missing, by="tomas", level=Level.HIGH)
    scene.later(hours=3)
    endings.return_home(scene, missing)

    time_passed.record(now=opens(scene, missing))

    assert {reason for reason, _who in told_by_day(missing)} == {
        NoticeReason.NEW_EPISODE,
        NoticeReason.LEVEL_CHANGED,
        NoticeReason.RETURNED,
    }


def test_what_was_told_by_day_is_not_told_again(scene):
    scene.now = opens(scene, situations.reported_just_now(scene)) + 2 * HOUR
    missing = situations.reported_just_now(scene, children.OUT_OF_AREA)
    before = told_by_day(missing)

    time_passed.record(now=scene.later(days=1))

    again = [reason for reason, _who in told_by_day(missing) if reason == NoticeReason.NEW_EPISODE]
    assert len(again) == sum(reason == NoticeReason.NEW_EPISODE for reason, _who in before)


def test_an_end_that_was_withdrawn_as_a_mistake_in_the_night_is_not_told_in_the_morning(scene):
    missing = situations.reported_just_now(scene)
    scene.later(hours=1)
    endings.return_home(scene, missing)
    scene.later(hours=1)
    endings.withdraw(scene, missing)

    time_passed.record(now=opens(scene, missing))

    reasons = [reason for reason, _council in told_by_day(missing)]
    assert NoticeReason.END_WITHDRAWN in reasons
    assert NoticeReason.RETURNED not in reasons


def test_a_true_return_after_a_mistaken_one_is_told_in_the_morning(scene):
    missing = situations.reported_just_now(scene)
    scene.later(hours=1)
    endings.return_home(scene, missing)
    scene.later(hours=1)
    endings.withdraw(scene, missing)
    scene.later(hours=1)
    endings.return_home(scene, missing)

    time_passed.record(now=opens(scene, missing))

    reasons = [reason for reason, _council in told_by_day(missing)]
    assert NoticeReason.RETURNED in reasons
