"""However often the worker is restarted, each rung is told once and its moment is exact."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from wayhome.interfaces.rehearsal import cast, scenes, situations
from wayhome.journey import account, climbs, time_passed
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.rules import protocol
from wayhome.rules.vocabulary import Level, NoticeReason

START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
LADDER = ("Safeguarding detective inspector", "Superintendent", "Team manager")
RESTARTS = 50  # at each of the four levels: 200 together

pytestmark = pytest.mark.django_db


def agreed_to_start_at(level):
    return replace(protocol.DEFAULT, starting_level=level, very_low_allowed=True, high_up_to_age=0)


def minutes(level):
    """From the telling to each rung, as the protocol's own numbers have it."""
    first = protocol.DEFAULT.acknowledge_within_minutes[level]
    each = protocol.DEFAULT.climb_within_minutes[level]
    return [first + number * each for number in range(len(LADDER))]


def restart(at, *, is_killed):
    """A worker looks at the clocks; one that is killed leaves nothing of what it did."""
    with transaction.atomic():
        time_passed.record(now=at)
        transaction.set_rollback(is_killed)


def whole_of(missing):
    return account.whole_of(episodes.locked(missing.episode_id), as_of=START + timedelta(days=9))


def inspectors(missing):
    notices = whole_of(missing).response.notices
    return next(
        one
        for one in notices
        if one.reason == NoticeReason.NEW_EPISODE and one.post.kind == "duty_inspector"
    )


def rungs_of(missing, notice):
    titles = {post.id: post.title for post in agencies.posts_of(a.id for a in agencies.agencies())}
    steps = [step for step in whole_of(missing).response.escalations if step.about == notice.id]
    return [(titles[step.post_id], step.due_at, step.at) for step in steps if step.post_id]


@pytest.mark.parametrize("level", Level)
def test_across_restarts_at_random_moments_each_rung_is_told_once_at_its_moment(level):
    chance = random.Random(f"restarts {level}")  # noqa: S311  # no secret: the same moments each time
    told_at = START + timedelta(seconds=chance.randrange(3600))
    scene = scenes.begin(cast.assemble(now=START, content=agreed_to_start_at(level)), at=told_at)
    missing = situations.reported_just_now(scene)
    notice = inspectors(missing)
    last = timedelta(minutes=minutes(level)[-1])
    moments = sorted(
        told_at + timedelta(seconds=chance.randrange(int(last.total_seconds()) + 600))
        for _each in range(RESTARTS)
    )
    kept = []
    after_all = told_at + last + timedelta(minutes=11)
    for at in [*moments, after_all]:
        is_killed = chance.random() < 0.3 and at != after_all
        restart(at, is_killed=is_killed)
        kept += [] if is_killed else [at]

    found = rungs_of(missing, notice)

    due = [told_at + timedelta(minutes=each) for each in minutes(level)]
    assert [(post, moment) for post, moment, _told in found] == list(zip(LADDER, due, strict=True))
    assert [told for _post, _moment, told in found] == [
        min(at for at in kept if at >= moment) for moment in due
    ]
    keys = [(one.key, one.post_id) for one in whole_of(missing).response.notices]
    assert len(keys) == len(set(keys))


def test_at_high_risk_the_deputy_is_told_at_5_minutes_and_the_manager_at_15():
    content = agreed_to_start_at(Level.HIGH)
    missing = situations.reported_just_now(
        scenes.begin(cast.assemble(now=START, content=content), at=START)
    )
    notice = inspectors(missing)

    for second in (299, 300, 899, 900, 1499, 1500):
        restart(START + timedelta(seconds=second), is_killed=False)

    assert [(post, told - START) for post, _moment, told in rungs_of(missing, notice)] == [
        (LADDER[0], timedelta(minutes=5)),
        (LADDER[1], timedelta(minutes=15)),
        (LADDER[2], timedelta(minutes=25)),
    ]


def test_the_worker_knows_the_next_moment_at_which_a_notice_climbs():
    content = agreed_to_start_at(Level.HIGH)
    scene = scenes.begin(cast.assemble(now=START, content=content), at=START)
    situations.reported_just_now(scene)
    minute = timedelta(minutes=1)

    found = [
        climbs.next_moment(after=START + each * minute, within=minute) for each in (3, 4, 5, 14)
    ]

    assert found == [None, START + 5 * minute, None, START + 15 * minute]
    restart(START + 15 * minute, is_killed=False)
    assert climbs.next_moment(after=START + 14 * minute, within=minute) is None
