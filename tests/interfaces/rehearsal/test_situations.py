"""Each situation stands where its name says."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from wayhome.interfaces.rehearsal import cast, scenes, situations
from wayhome.journey import account
from wayhome.records.episodes import queries as episodes
from wayhome.rules.vocabulary import EpisodeState, Level

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)
S = EpisodeState
STANDS = {
    "reported_just_now": S.REPORTED,
    "reported_and_nobody_acted": S.REPORTED,
    "reported_an_hour_ago": S.REPORTED,
    "second_report": S.REPORTED,
    "unknown_child": S.REPORTED,
    "out_of_area_child": S.REPORTED,
    "unsafe_parent": S.REPORTED,
    "marked_for_exploitation": S.REPORTED,
    "assessed_by_police_only": S.ASSESSED,
    "assessed_apart_by_two_levels": S.ASSESSED,
    "joint_level_waits_for_a_signature": S.ASSESSED,
    "agreed_high": S.AGREED,
    "sighted": S.AGREED,
    "awaiting_handover": S.AGREED,
    "away_three_days": S.AGREED,
    "located_not_returned": S.LOCATED,
    "returned_not_seen": S.RETURNED,
    "returned_not_offered_60_hours_ago": S.SEEN,
    "never_offered": S.SEEN,
    "offered_and_unanswered": S.INTERVIEW_OFFERED,
    "declined_once": S.INTERVIEW_OFFERED,
    "interview_accepted": S.INTERVIEW_OFFERED,
    "interview_held_not_released": S.INTERVIEW_SETTLED,
    "findings_released": S.INTERVIEW_SETTLED,
    "support_agreed": S.SUPPORT_AGREED,
    "closed": S.CLOSED,
    "repeat_three_in_thirty_days": S.REPORTED,
}


@pytest.fixture
def scene():
    return scenes.begin(cast.assemble(now=NOW), at=NOW)


@pytest.mark.parametrize("name", STANDS)
def test_a_situation_stands_where_its_name_says(scene, name):
    missing = getattr(situations, name)(scene)

    whole = account.whole_of(episodes.locked(missing.episode_id), as_of=scene.now)
    assert scene.now == NOW
    assert whole.state is STANDS[name]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_level_two_apart_stands_at_the_higher(scene):
    missing = situations.assessed_apart_by_two_levels(scene)

    whole = account.whole_of(episodes.locked(missing.episode_id), as_of=scene.now)

    assert whole.level is Level.HIGH
    assert len(whole.risk.challenges) == 1
