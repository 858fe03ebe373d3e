"""Which moments contradict each other, and what the person is told to do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import facts, moments
from wayhome.rules.moments import Problem

NOW = s.at(100)
FIRST_MOMENT = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
LAST_MOMENT = datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12)))
ANY_MOMENT = st.datetimes(timezones=st.sampled_from([UTC, FIRST_MOMENT.tzinfo, LAST_MOMENT.tzinfo]))


def report(**said):
    """The problems of a report in which all is well but what is said."""
    ordinary = {
        "last_seen_at": s.at(-2),
        "reported_at": s.REPORTED,
        "date_of_birth": date(2010, 9, 1),
        "age_stated": 15,
        "now": NOW,
    }
    return moments.check_report(**ordinary | said)


def test_a_report_whose_moments_fit_has_no_problems():
    assert report() == ()


def test_what_is_not_known_is_never_a_problem():
    assert report(last_seen_at=None, date_of_birth=None, age_stated=None) == ()


REPORT_PROBLEMS = {
    "seen after the report": (
        {"last_seen_at": s.at(1)},
        "last_seen_at",
        moments.LAST_SEEN_AFTER_REPORT,
    ),
    "seen in the future": ({"last_seen_at": s.at(200)}, "last_seen_at", moments.FUTURE),
    "reported in the future": ({"reported_at": s.at(200)}, "reported_at", moments.FUTURE),
    "reported before computers": (
        {"reported_at": datetime(1899, 1, 1, tzinfo=UTC)},
        "reported_at",
        moments.TOO_LONG_AGO,
    ),
    "seen a lifetime ago": (
        {"last_seen_at": s.at(-19 * 366 * 24)},
        "last_seen_at",
        moments.LAST_SEEN_TOO_LONG_AGO,
    ),
    "seen before birth": (
        {"last_seen_at": datetime(2010, 8, 31, 12, tzinfo=UTC)},
        "last_seen_at",
        moments.SEEN_BEFORE_BIRTH,
    ),
    "not yet born": (
        {"date_of_birth": date(2026, 3, 11), "age_stated": None},
        "date_of_birth",
        moments.BORN_IN_FUTURE,
    ),
    "eighteen today": (
        {"date_of_birth": date(2008, 3, 10), "age_stated": None},
        "date_of_birth",
        moments.ADULT_BY_BIRTH,
    ),
    "said to be eighteen": (
        {"date_of_birth": None, "age_stated": 18},
        "age_stated",
        moments.ADULT_BY_AGE,
    ),
    "said to be minus one": (
        {"date_of_birth": None, "age_stated": -1},
        "age_stated",
        moments.ADULT_BY_AGE,
    ),
    "age and birth two years apart": (
        {"age_stated": 13},
        "age_stated",
        moments.AGE_AND_BIRTH_DIFFER,
    ),
}


@pytest.mark.parametrize(
    ("said", "field", "message"), REPORT_PROBLEMS.values(), ids=REPORT_PROBLEMS
)
def test_a_report_that_cannot_be_true_says_what_to_do(said, field, message):
    assert report(**said) == (Problem(field, message),)


@pytest.mark.parametrize(
    "said",
    [
        {"date_of_birth": date(2008, 3, 11), "age_stated": 17},
        {"age_stated": 14},
        {"age_stated": 16},
        {"reported_at": NOW + timedelta(minutes=2), "last_seen_at": NOW},
        {"last_seen_at": s.REPORTED},
        {"date_of_birth": date(2026, 3, 10), "age_stated": 0, "last_seen_at": s.REPORTED},
    ],
    ids=[
        "eighteen tomorrow",
        "a year out",
        "a year out the other way",
        "a slow clock",
        "seen leaving by the reporter",
        "born today",
    ],
)
def test_what_could_be_true_is_let_through(said):
    assert report(**said) == ()


def test_a_child_of_the_day_is_judged_on_the_day_of_the_report_in_london():
    turns_eighteen_on_2_june = date(2008, 6, 2)
    late_on_1_june = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)

    def problems(reported_at):
        return moments.check_birth(
            date_of_birth=turns_eighteen_on_2_june, age_stated=None, on=reported_at
        )

    assert problems(late_on_1_june) == ()
    assert problems(late_on_1_june + timedelta(hours=1)) != ()


def test_several_mistakes_are_told_together():
    found = report(reported_at=s.at(200), last_seen_at=s.at(300), age_stated=40)

    assert {problem.field for problem in found} == {"reported_at", "last_seen_at", "age_stated"}


def test_a_time_no_clock_in_london_showed_is_questioned():
    lost = datetime(2026, 3, 29, 1, 30)  # noqa: DTZ001 - a time on the wall has no zone

    assert moments.check_wall_clock(lost, field="located_at") == (
        Problem("located_at", moments.SKIPPED),
    )
    assert moments.check_wall_clock(lost.replace(hour=2)) == ()


def test_a_moment_is_in_the_future_two_minutes_from_now():
    late = NOW + moments.CLOCKS_DIFFER_BY

    assert moments.check_not_future(late, now=NOW) == ()
    assert moments.check_not_future(late + s.SECOND, now=NOW) == (Problem("at", moments.FUTURE),)


AWAY, HOME = s.missing(), s.home()
LATER = {
    "located before last seen": (moments.check_located, AWAY, -3, moments.LOCATED_BEFORE_LOST),
    "located before the report, last seen not known": (
        moments.check_located,
        replace(AWAY, last_seen_at=None),
        -1,
        moments.LOCATED_BEFORE_LOST,
    ),
    "located after the return": (moments.check_located, HOME, 11, moments.LOCATED_AFTER_RETURN),
    "returned before last seen": (moments.check_returned, AWAY, -3, moments.RETURNED_BEFORE_LOST),
    "returned before located": (
        moments.check_returned,
        s.missing(located=s.moment(9)),
        8,
        moments.RETURNED_BEFORE_LOCATED,
    ),
    "seen before anybody found the child": (moments.check_seen, AWAY, 5, moments.NOT_LOCATED),
    "seen before located": (moments.check_seen, HOME, 8, moments.SEEN_BEFORE_LOCATED),
    "offered to a child who is away": (moments.check_offer, AWAY, 5, moments.NOT_RETURNED),
    "offered before the return": (moments.check_offer, HOME, 9.5, moments.OFFERED_BEFORE_RETURN),
    "held with a child who is away": (moments.check_interview, AWAY, 5, moments.NOT_RETURNED),
    "held before the return": (moments.check_interview, HOME, 9.5, moments.HELD_BEFORE_RETURN),
    "held before the first offer": (
        moments.check_interview,
        s.home(offers=(s.declined(12), s.accepted(40))),
        11,
        moments.HELD_BEFORE_OFFER,
    ),
    "answered before the offer": (
        moments.check_answer,
        s.unanswered(12),
        11,
        moments.ANSWERED_BEFORE_OFFER,
    ),
    "seen about after the return": (
        moments.check_sighting,
        HOME,
        11,
        moments.SIGHTING_AFTER_RETURN,
    ),
    "seen about before birth": (
        moments.check_sighting,
        AWAY,
        -24 * 366 * 18,
        moments.SEEN_BEFORE_BIRTH,
    ),
}


@pytest.mark.parametrize(("check", "account", "hours", "message"), LATER.values(), ids=LATER)
def test_a_moment_that_contradicts_another_says_what_to_do(check, account, hours, message):
    assert check(account, at=s.at(hours), now=NOW) == (Problem("at", message),)


FITTING = {
    "located at the moment last seen": (moments.check_located, AWAY, -2),
    "located between last seen and the report": (moments.check_located, AWAY, -1),
    "located at the return": (moments.check_located, HOME, 10),
    "back without being found first": (moments.check_returned, AWAY, 5),
    "back at the moment of finding": (moments.check_returned, s.missing(located=s.moment(9)), 9),
    "seen at the moment of finding": (moments.check_seen, HOME, 9),
    "seen, only the return recorded": (
        moments.check_seen,
        s.missing(returned=s.moment(10)),
        10,
    ),
    "offered at the door": (moments.check_offer, HOME, 10),
    "held at once, no offer recorded": (moments.check_interview, HOME, 10),
    "held at the first offer": (
        moments.check_interview,
        s.home(offers=(s.accepted(12),)),
        12,
    ),
    "answered at once": (moments.check_answer, s.unanswered(12), 12),
    "seen about before last seen": (moments.check_sighting, AWAY, -5),
    "seen about while away": (moments.check_sighting, HOME, 8),
    "seen about, birth not known": (
        moments.check_sighting,
        s.missing(child=facts.Child()),
        5,
    ),
}


@pytest.mark.parametrize(("check", "account", "hours"), FITTING.values(), ids=FITTING)
def test_a_moment_that_fits_has_no_problem(check, account, hours):
    assert check(account, at=s.at(hours), now=NOW) == ()


CHECKS = [
    (moments.check_located, HOME),
    (moments.check_returned, HOME),
    (moments.check_seen, HOME),
    (moments.check_offer, HOME),
    (moments.check_interview, HOME),
    (moments.check_answer, s.unanswered(12)),
    (moments.check_sighting, HOME),
]


@pytest.mark.parametrize(("check", "account"), CHECKS)
def test_nothing_has_happened_in_the_future(check, account):
    assert check(account, at=s.at(200), now=NOW) == (Problem("at", moments.FUTURE),)


@pytest.mark.parametrize(("check", "account"), CHECKS)
@given(at=ANY_MOMENT)
def test_no_moment_however_odd_breaks_a_check(check, account, at):
    for each in (at, FIRST_MOMENT, LAST_MOMENT):
        assert all(problem.message for problem in check(account, at=each, now=NOW))


@given(seen=st.none() | ANY_MOMENT, reported=ANY_MOMENT, born=st.none() | st.dates())
def test_no_report_however_odd_breaks_the_checks(seen, reported, born):
    found = report(last_seen_at=seen, reported_at=reported, date_of_birth=born)

    assert all(problem.field and problem.message.endswith(".") for problem in found)
