"""Steps: who may be given one, and what becomes of those that nobody has done."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest

from wayhome.interfaces.rehearsal import cast, scenes, situations
from wayhome.journey import acting, response_agreed
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
