"""Who is turned to next."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import ladders, notifications, protocol
from wayhome.rules.reasons import WhyAsked
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


@pytest.mark.parametrize(
    ("said", "moments"),
    [
        ({}, [(15, "time"), (60, "time"), (120, "time"), (300, "time")]),
        (
            {0: (20, "declined")},
            [(15, "time"), (20, "declined"), (80, "time"), (260, "time")],
        ),
        (
            {0: (20, "nobody"), 1: (0, "nobody")},
            [(15, "time"), (20, "nobody_on_duty"), (20, "nobody_on_duty"), (200, "time")],
        ),
        ({0: (60, "nobody")}, [(15, "time"), (60, "time"), (120, "time"), (300, "time")]),
    ],
    ids=["nothing", "declined", "two empty", "empty only once its time has come"],
)
def test_a_rung_says_why_its_moment_came_when_it_did(said, moments):
    since = {number: s.at(minutes=at) for number, (at, _why) in said.items()}
    empty = {number: at for number, at in since.items() if said[number][1] == "nobody"}
    declined = {number: at for number, at in since.items() if number not in empty}
    heard = ladders.with_nobody_on_duty(ladders.Said(declined=declined), empty)

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, said=heard)

    assert [(one.at, one.why) for one in found] == [
        (s.at(minutes=minutes), why) for minutes, why in moments
    ]


def test_whoever_declined_a_rung_is_why_even_where_nobody_is_on_duty_there():
    declined = ladders.Said(declined={0: s.at(minutes=20)})
    heard = ladders.with_nobody_on_duty(declined, {0: s.REPORTED})

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, said=heard)

    assert (found[1].at, found[1].why) == (s.at(minutes=20), "declined")


def test_why_the_waiting_began_is_why_those_turned_to_then_are():
    agreed = protocol.DEFAULT
    ladder = ladders.notice_ladder(agreed, AgencyKind.POLICE, urgency=Level.HIGH)

    found = ladders.rungs(
        ladder, waiting_since=s.REPORTED, passed_over={0}, because=WhyAsked.NOBODY_ON_DUTY
    )

    assert [one.why for one in found] == ["nobody_on_duty", "time", "time"]


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

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, said=ladders.Said(had=had))

    assert [one.at for one in found] == [s.at(minutes=minutes) for minutes in moments]


@given(st.dictionaries(st.integers(0, 3), st.integers(0, 2000)))
def test_whoever_says_that_they_have_it_no_duty_ever_stays_below_the_top(had):
    had = {number: s.at(minutes=minutes) for number, minutes in had.items()}

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, said=ladders.Said(had=had))

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
    ladder = ladders.notice_ladder(protocol.DEFAULT, AgencyKind.POLICE, urgency=Level.MEDIUM)

    assert reached(s.REPORTED, ladder) == 1
    assert reached(s.at(minutes=60) - s.SECOND, ladder) == 1
    assert reached(s.at(minutes=60), ladder) == 2
    assert [rung.post for rung in ladder] == [rung.post for rung in LADDER]


def test_at_high_risk_the_deputy_is_told_at_5_minutes_the_manager_at_15_then_the_partners():
    agreed = protocol.DEFAULT
    ladder = ladders.notice_ladder(agreed, AgencyKind.POLICE, urgency=Level.HIGH)
    told_at = s.REPORTED
    by = notifications.acknowledge_by(agreed, level=Level.HIGH, queued_at=told_at)

    found = ladders.rungs(ladder, waiting_since=by, passed_over={0})

    assert [(one.rung.post, one.at) for one in found] == [
        (PostKind.DETECTIVE_INSPECTOR, s.at(minutes=5)),
        (PostKind.SUPERINTENDENT, s.at(minutes=15)),
        (PostKind.TEAM_MANAGER, s.at(minutes=25)),
    ]


@given(st.sampled_from(Level), st.sampled_from(Level), st.sampled_from(AgencyKind))
def test_a_more_urgent_notice_never_climbs_more_slowly(one, other, kind):
    less, more = sorted((one, other), key=lambda level: level.rank)

    def moments(level):
        ladder = ladders.notice_ladder(protocol.DEFAULT, kind, urgency=level)
        by = notifications.acknowledge_by(protocol.DEFAULT, level=level, queued_at=s.REPORTED)
        return [each.at for each in ladders.rungs(ladder, waiting_since=by)]

    assert all(a <= b for a, b in zip(moments(more), moments(less), strict=True))


@pytest.mark.parametrize(("level", "hours"), [(Level.HIGH, 3), (Level.MEDIUM, 6), (Level.LOW, 12)])
def test_what_nobody_takes_is_told_again_after_one_interval_of_the_reviews(level, hours):
    again = ladders.told_again_at(protocol.DEFAULT, level=level, told_at=s.REPORTED)

    assert again == s.at(hours)


@pytest.mark.parametrize(
    ("declined", "moments"),
    [
        ({0: 20}, [15, 20, 80, 260]),
        ({0: 15}, [15, 15, 75, 255]),
        ({0: 20, 1: 21}, [15, 20, 21, 201]),
        ({0: 90}, [15, 60, 120, 300]),
        ({3: 400}, [15, 60, 120, 300]),
    ],
    ids=["soon", "at once", "one after the other", "when the next was asked already", "the last"],
)
def test_after_a_decline_the_next_is_turned_to_then(declined, moments):
    declined = {number: s.at(minutes=minutes) for number, minutes in declined.items()}

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, said=ladders.Said(declined=declined))

    assert [one.at for one in found] == [s.at(minutes=minutes) for minutes in moments]


def test_of_two_that_are_turned_to_together_a_decline_turns_to_whoever_comes_after_both():
    ladder = protocol.DEFAULT.challenge_ladder
    said = ladders.Said(declined={0: s.at(minutes=1)})

    found = ladders.rungs(ladder, waiting_since=s.REPORTED, said=said)

    assert [one.at for one in found[:4]] == [s.at(minutes=each) for each in (0, 0, 1, 61)]


def test_a_decline_passes_over_the_post_that_did_not_answer_at_once_too():
    said = ladders.Said(declined={0: s.at(minutes=20)})

    found = ladders.rungs(LADDER, waiting_since=s.REPORTED, passed_over={1}, said=said)

    assert [(one.number, one.at) for one in found[:2]] == [
        (0, s.at(minutes=15)),
        (2, s.at(minutes=20)),
    ]


@given(
    st.dictionaries(st.integers(0, 3), st.integers(0, 2000)),
    st.dictionaries(st.integers(0, 3), st.integers(0, 2000)),
    st.integers(0, 3),
)
def test_declining_never_makes_anybody_wait_longer_than_silence_would(had, declined, more):
    def rungs(also):
        said = ladders.Said(
            {number: s.at(minutes=minutes) for number, minutes in had.items()},
            {number: s.at(minutes=minutes) for number, minutes in also.items()},
        )
        return [each.at for each in ladders.rungs(LADDER, waiting_since=s.REPORTED, said=said)]

    without = rungs({number: at for number, at in declined.items() if number != more})

    assert all(one <= other for one, other in zip(rungs(declined), without, strict=True))
    assert rungs(declined) == sorted(rungs(declined))


@pytest.mark.parametrize(
    ("declined_at", "since"), [(None, 30), (s.at(minutes=10), 10), (s.at(minutes=40), 30)]
)
def test_a_notice_climbs_once_its_time_is_up_or_it_is_declined(declined_at, since):
    acknowledge_by = s.at(minutes=30)

    assert ladders.waits_since(acknowledge_by, declined_at=declined_at) == s.at(minutes=since)


NOW = s.at(minutes=1)
TO_COME = (ladders.Reached(3, LADDER[3], NOW),)


@pytest.mark.parametrize(
    ("asked", "to_come", "said", "nobody"),
    [
        ({0, 1}, (), ladders.Said(declined={0: NOW, 1: NOW}), True),
        ({0, 1}, (), ladders.Said(declined={0: NOW}), False),
        ({0, 1}, TO_COME, ladders.Said(declined={0: NOW, 1: NOW}), False),
        ({0, 1}, (), ladders.Said({1: NOW}, {0: NOW, 1: NOW}), False),
        (set(), (), ladders.NOTHING_SAID, True),
    ],
    ids=["all declined", "one is silent", "one is to come", "one has it", "nobody to ask"],
)
def test_nobody_is_left_once_all_who_could_be_asked_have_declined(asked, to_come, said, nobody):
    assert ladders.is_nobody_left(asked, to_come=to_come, said=said) is nobody
