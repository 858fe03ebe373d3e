"""Who is turned to next."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import ladders, protocol
from wayhome.rules.vocabulary import AgencyKind, Capacity, DutyKind, Level, PostKind

LADDER = protocol.DEFAULT.police_ladder


def reached(now, ladder=LADDER):
    """How many rungs have been reached."""
    return len(ladders.rungs_reached(ladder, waiting_since=s.REPORTED, now=now))


@pytest.mark.parametrize(
    ("now", "rungs"),
    [
        (s.at(minutes=15) - s.SECOND, 0),
        (s.at(minutes=15), 1),
        (s.at(minutes=60) - s.SECOND, 1),
        (s.at(minutes=60), 2),
        (s.at(100), 4),
    ],
    ids=["a second before", "the first moment", "before the second", "the second", "all"],
)
def test_each_rung_counts_from_the_one_before(now, rungs):
    assert reached(now) == rungs


def test_rungs_with_no_wait_are_reached_together_at_once():
    assert reached(s.REPORTED, protocol.DEFAULT.challenge_ladder) == 2


def test_a_worker_that_was_away_finds_every_rung_with_its_own_moment():
    found = ladders.rungs_reached(LADDER, waiting_since=s.REPORTED, now=s.at(100))

    assert [rung.number for rung in found] == [0, 1, 2, 3]
    assert [rung.at for rung in found] == [
        s.at(minutes=15),
        s.at(minutes=60),
        s.at(minutes=120),
        s.at(minutes=300),
    ]


@pytest.mark.parametrize(
    ("passed_over", "moments"),
    [
        ({0}, {1: 15, 2: 75, 3: 255}),
        ({0, 1}, {2: 15, 3: 195}),
        ({2}, {0: 15, 1: 60, 3: 120}),
        ({3}, {0: 15, 1: 60, 2: 120}),
        ({0, 1, 2, 3}, {}),
    ],
    ids=["the first", "two together", "one in the middle", "the last", "all"],
)
def test_a_rung_passed_over_gives_its_moment_to_the_next(passed_over, moments):
    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, passed_over=passed_over)

    assert {one.number: one.at for one in found} == {
        number: s.at(minutes=minutes) for number, minutes in moments.items()
    }


@pytest.mark.parametrize(
    ("had", "moments"),
    [
        ({0: 20}, [15, 60, 120, 300]),
        ({0: 50}, [15, 65, 125, 305]),
        ({0: 50, 1: 100}, [15, 65, 145, 325]),
        ({3: 400}, [15, 60, 120, 300]),
    ],
    ids=["soon", "late", "twice", "the last"],
)
def test_i_have_this_gives_the_rungs_own_time_and_then_it_climbs_on(had, moments):
    had = {number: s.at(minutes=minutes) for number, minutes in had.items()}

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, had=had)

    assert [one.at for one in found] == [s.at(minutes=minutes) for minutes in moments]


@given(st.dictionaries(st.integers(0, 3), st.integers(0, 2000)))
def test_whoever_says_that_they_have_it_no_duty_ever_stays_below_the_top(had):
    had = {number: s.at(minutes=minutes) for number, minutes in had.items()}

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, had=had)

    latest = max([s.REPORTED, *had.values()])
    assert [one.number for one in found] == [0, 1, 2, 3]
    assert found[-1].at <= latest + timedelta(hours=5)


@given(st.integers(-1000, 10_000), st.integers(0, 10_000))
def test_a_ladder_is_never_climbed_down(earlier, more):
    assert reached(s.at(minutes=earlier)) <= reached(s.at(minutes=earlier + more))


@pytest.mark.parametrize("kind", AgencyKind)
def test_police_climb_the_police_ladder_and_everybody_else_the_councils(kind):
    first = ladders.ladder_of(protocol.DEFAULT, kind)[0]

    expected = (
        (Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR)
        if kind is AgencyKind.POLICE
        else (Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER)
    )
    assert (first.capacity, first.post) == expected


_P = PostKind


@pytest.mark.parametrize(
    ("ladder", "owner", "held", "may"),
    [
        ("challenge_ladder", _P.SUPERINTENDENT, _P.SUPERINTENDENT, True),
        ("challenge_ladder", _P.SUPERINTENDENT, _P.DUTY_SERGEANT, False),
        ("challenge_ladder", _P.SUPERINTENDENT, _P.DETECTIVE_INSPECTOR, False),
        ("challenge_ladder", _P.DUTY_INSPECTOR, _P.SUPERINTENDENT, True),
        ("council_ladder", _P.TEAM_MANAGER, _P.SOCIAL_WORK_TEAM, False),
        ("council_ladder", _P.TEAM_MANAGER, _P.SERVICE_MANAGER, True),
        ("council_ladder", _P.MISSING_COORDINATOR, _P.MISSING_COORDINATOR, True),
        ("council_ladder", _P.MISSING_COORDINATOR, _P.TEAM_MANAGER, True),
        ("council_ladder", _P.MISSING_COORDINATOR, _P.SOCIAL_WORK_TEAM, False),
    ],
)
def test_a_post_is_answered_for_by_itself_or_from_further_up_its_ladder(ladder, owner, held, may):
    climbed = getattr(protocol.DEFAULT, ladder)

    assert ladders.stands_for(climbed, owner=owner, held={held, _P.CALL_HANDLER}) is may


def test_a_post_named_twice_on_a_ladder_answers_from_its_lowest_place():
    twice = (LADDER[0], *LADDER)

    assert ladders.stands_for(twice, owner=LADDER[1].post, held={LADDER[0].post}) is False


@pytest.mark.parametrize("kind", [AgencyKind.POLICE, AgencyKind.LOCAL_AUTHORITY])
def test_a_challenge_goes_up_its_own_ladder_and_any_other_duty_its_agencys(kind):
    agreed = protocol.DEFAULT

    challenge = ladders.ladder_of_duty(agreed, DutyKind.ANSWER_CHALLENGE, kind)
    strategy = ladders.ladder_of_duty(agreed, DutyKind.STRATEGY_DISCUSSION, kind)

    assert (challenge, strategy) == (agreed.challenge_ladder, ladders.ladder_of(agreed, kind))


def test_the_first_rung_of_a_notice_is_reached_the_moment_its_time_is_up():
    ladder = ladders.notice_ladder(LADDER)

    assert reached(s.REPORTED, ladder) == 1
    assert reached(s.at(minutes=45), ladder) == 2
    assert [rung.post for rung in ladder] == [rung.post for rung in LADDER]


@pytest.mark.parametrize(("level", "hours"), [(Level.HIGH, 3), (Level.MEDIUM, 6), (Level.LOW, 12)])
def test_what_nobody_takes_is_told_again_after_one_interval_of_the_reviews(level, hours):
    again = ladders.told_again_at(protocol.DEFAULT, level=level, told_at=s.REPORTED)

    assert again == s.at(hours)
