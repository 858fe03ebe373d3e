"""Somebody cannot take what they were told: the next is asked in the same moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from wayhome.interfaces.rehearsal import answers, cast, scenes, situations
from wayhome.journey import (
    account,
    acting,
    nobody_left,
    notice_answered,
    notice_declined,
    time_passed,
)
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access
from wayhome.rules.reasons import CannotTake
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import waiting

START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CLIMBED = (NoticeReason.NOTICE_UNANSWERED, NoticeReason.DUTY_OVERDUE)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


@pytest.fixture
def missing(scene):
    return situations.reported_just_now(scene)


def whole_of(missing, *, at=None):
    later = at or START + timedelta(days=60)
    return account.whole_of(episodes.locked(missing.episode_id), as_of=later)


def to(scene, missing, who, *reasons):
    """The notices of these reasons that wait at somebody's posts, oldest first."""
    posts = scene.person(who).post_ids
    notices = whole_of(missing).response.notices
    found = [one for one in notices if one.post_id in posts and one.reason in reasons]
    return sorted(found, key=lambda one: one.recorded_at)


def new_episode(scene, missing):
    [notice] = to(scene, missing, "ines", NoticeReason.NEW_EPISODE)
    return notice


def decline(scene, notice, *, by, kind=CannotTake.ELSEWHERE, reason="", at=MINUTE):
    scene.now = max(scene.now, START + at)
    return notice_declined.record(
        notice.id, kind=kind, reason=reason, by=scene.person(by), now=scene.now
    )


def told_at(missing, *reasons):
    """Who was told of something that waited, and how long after the report."""
    named = {post.id: post.title for post in agencies.posts_of(a.id for a in agencies.agencies())}
    notices = whole_of(missing).response.notices
    return [
        (named[one.post_id], one.recorded_at - START) for one in notices if one.reason in reasons
    ]


def test_the_next_is_asked_in_the_same_moment_and_not_when_the_time_would_be_up(scene, missing):
    decline(scene, new_episode(scene, missing), by="ines", reason="At a fire in the harbour")

    assert told_at(missing, *CLIMBED) == [("Safeguarding detective inspector", MINUTE)]


def test_who_declined_when_and_why_is_kept(scene, missing):
    decline(scene, new_episode(scene, missing), by="ines", reason="  At a fire ")

    notice = new_episode(scene, missing)
    assert notice.declined_at == START + MINUTE
    assert notice.declined_by_id == scene.cast.people["ines"]
    assert (notice.declined_kind, notice.declined_reason) == ("elsewhere", "At a fire")
    assert notice.opened_at == notice.declined_at


def test_a_rung_that_declines_gives_it_to_the_next_at_once_and_it_climbs_on(scene, missing):
    decline(scene, new_episode(scene, missing), by="ines")
    [rung] = to(scene, missing, "dina", NoticeReason.NOTICE_UNANSWERED)

    decline(scene, rung, by="dina", at=2 * MINUTE)

    assert [gone for _post, gone in told_at(missing, *CLIMBED)] == [MINUTE, 2 * MINUTE]


def test_silence_after_a_decline_climbs_by_the_clock_as_ever(scene, missing):
    decline(scene, new_episode(scene, missing), by="ines")
    before = len(told_at(missing, *CLIMBED))

    for minutes in range(2, 29):
        time_passed.record(now=START + minutes * MINUTE)
    assert len(told_at(missing, *CLIMBED)) == before
    time_passed.record(now=START + 61 * MINUTE)
    assert ("Superintendent", 61 * MINUTE) in told_at(missing, NoticeReason.NOTICE_UNANSWERED)


def test_somebody_of_the_same_post_may_have_it_afterwards(scene, missing):
    notice = new_episode(scene, missing)
    decline(scene, notice, by="ines")

    notice_answered.acknowledged(notice.id, by=scene.person("ines"), now=START + 2 * MINUTE)

    after = new_episode(scene, missing)
    assert (after.declined_at, after.acknowledged_at) == (START + MINUTE, START + 2 * MINUTE)


def test_the_first_to_decline_is_kept_and_asks_the_next_once(scene, missing):
    notice = new_episode(scene, missing)
    decline(scene, notice, by="ines", kind=CannotTake.NOT_OURS)
    decline(scene, notice, by="ines", at=5 * MINUTE)

    after = new_episode(scene, missing)
    assert (after.declined_at, after.declined_kind) == (START + MINUTE, "not_ours")
    assert len(told_at(missing, *CLIMBED)) == 1


def test_what_somebody_has_is_not_declined(scene, missing):
    notice = new_episode(scene, missing)
    notice_answered.acknowledged(notice.id, by=scene.person("ines"), now=START)

    with pytest.raises(acting.NotNow, match="Somebody has this already"):
        decline(scene, notice, by="ines")
    assert new_episode(scene, missing).declined_at is None


def test_something_else_is_said_in_words(scene, missing):
    with pytest.raises(acting.Contradiction) as refused:
        decline(scene, new_episode(scene, missing), by="ines", kind=CannotTake.SOMETHING_ELSE)
    assert [each.field for each in refused.value.problems] == ["reason"]


@pytest.mark.parametrize("who", ["tomas", "nadia", "gwen"])
def test_a_notice_to_another_post_cannot_be_declined(scene, missing, who):
    with pytest.raises((response.NoSuchThing, access.Refused)):
        decline(scene, new_episode(scene, missing), by=who)
    assert new_episode(scene, missing).declined_at is None


def test_nothing_of_a_reason_leaves_by_mail(scene, missing):
    decline(scene, new_episode(scene, missing), by="ines", reason="Zanzibar")

    sent = [f"{each.subject} {each.body}" for each in mail.outbox]
    assert not any("Zanzibar" in each for each in sent)


def decline_all(scene, missing, *people, at):
    for offset, who in enumerate(people):
        scene.now = START + at + offset * MINUTE
        answers.decline_notices(scene, missing, by=who)


EVERYBODY = ("ines", "dina", "owen", "peter")


def test_where_everybody_has_declined_the_manager_is_told_again_by_the_clock(scene, missing):
    notice = new_episode(scene, missing)
    decline_all(scene, missing, *EVERYBODY, at=MINUTE)
    last = max(
        one.declined_at for one in whole_of(missing).response.notices if one.declined_at is not None
    )
    again = timedelta(hours=6)
    about = f":{notice.id}:200"

    time_passed.record(now=last + again - 2 * MINUTE)
    before = [one.key for one in whole_of(missing).response.notices if one.key.endswith(about)]
    time_passed.record(now=last + again)
    time_passed.record(now=last + again + MINUTE)

    after = [one for one in whole_of(missing).response.notices if one.key.endswith(about)]
    assert before == []
    assert [one.post_id in scene.person("owen").post_ids for one in after] == [True]


def test_a_manager_who_declines_again_is_told_again_an_interval_later(scene, missing):
    notice = new_episode(scene, missing)
    decline_all(scene, missing, *EVERYBODY, at=MINUTE)
    scene.now = START + timedelta(hours=7)
    time_passed.record(now=scene.now)
    answers.decline_notices(scene, missing, by="owen")

    time_passed.record(now=scene.now + timedelta(hours=6))

    keys = [one.key for one in whole_of(missing).response.notices]
    assert [key for key in keys if key.endswith(f":{notice.id}:201")] != []


def test_a_duty_that_is_overdue_goes_on_too_when_a_rung_declines(scene, missing):
    [assessing] = response.duties_of(missing.episode_id, DutyKind.ASSESS_POLICE)
    due = assessing.due_at
    scene.now = due + 15 * MINUTE
    time_passed.record(now=scene.now)
    overdue = next(
        one
        for one in to(scene, missing, "ines", NoticeReason.DUTY_OVERDUE)
        if waiting.about_of_rung(one.key) == assessing.id
    )

    decline(scene, overdue, by="ines", at=scene.now + MINUTE - START)

    climbed = [one for one in whole_of(missing).response.escalations if one.about == assessing.id]
    assert [one.at - due for one in climbed] == [15 * MINUTE, 16 * MINUTE]


def test_a_challenge_goes_on_when_a_rung_declines(scene):
    missing = situations.assessed_apart_by_two_levels(scene)
    challenge = to(scene, missing, "ines", NoticeReason.CHALLENGE)[0]

    decline(scene, challenge, by="ines", at=scene.now + MINUTE - START)

    assert len(to(scene, missing, "dina", NoticeReason.CHALLENGE)) == 1


def test_what_somebody_took_in_the_meantime_is_not_told_again(scene, missing):
    notice = new_episode(scene, missing)
    decline_all(scene, missing, *EVERYBODY, at=MINUTE)
    later = START + timedelta(hours=12)
    asked = [tell for _episode, tell in nobody_left.asking(now=later)]
    assert asked
    for one in to(scene, missing, "ines", *NoticeReason):
        notice_answered.acknowledged(one.id, by=scene.person("ines"), now=later)

    with transactions.step():
        acts = acting.resume(episodes.locked(missing.episode_id), by=None, now=later)
        assert [tell(acts) for tell in asked].count(False) >= 1

    about = f":{notice.id}:200"
    assert [one for one in whole_of(missing).response.notices if one.key.endswith(about)] == []


def test_what_is_left_of_a_closed_episode_can_be_declined(scene):
    ended = situations.closed(scene)
    people = [scene.person(name) for name in sorted(scene.cast.people)]
    left, by = next(
        (notice, person)
        for notice in whole_of(ended, at=scene.now).response.notices
        for person in people
        if notice.acknowledged_at is None and notice.post_id in person.post_ids
    )

    notice_declined.record(left.id, kind=CannotTake.ELSEWHERE, reason="", by=by, now=scene.now)

    after = response.notice(ended.episode_id, left.id)
    assert after.declined_at == scene.now
