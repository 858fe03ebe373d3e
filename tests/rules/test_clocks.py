"""What must happen by when: at the last moment, the second after, and on the nights in between."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import clocks, protocol
from wayhome.rules.vocabulary import DutyKind, Level, Standing

LONDON = ZoneInfo("Europe/London")
ZONES = (UTC, LONDON, ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=45)))
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2040, 12, 31),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.sampled_from(ZONES),
)
LEVELS = st.sampled_from(Level)


def seconds_since_1970(moment):
    """An oracle of its own: the count of seconds, which no zone can change."""
    return round(moment.timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (s.at(72) - s.SECOND, Standing.MET),
        (s.at(72), Standing.MET),
        (s.at(72) + s.SECOND, Standing.MET_LATE),
    ],
    ids=["a second early", "on the last moment", "a second late"],
)
def test_an_offer_counts_up_to_and_including_the_seventy_second_hour(done, expected):
    hours = (done - s.REPORTED) / timedelta(hours=1)

    assert clocks.standing(s.duty(met=hours), now=s.at(100)) is expected


def test_a_duty_can_still_be_met_on_its_last_moment_and_is_missed_a_second_later():
    waiting = s.duty()

    assert clocks.standing(waiting, now=s.at(72)) is Standing.RUNNING
    assert clocks.standing(waiting, now=s.at(72) + s.SECOND) is Standing.MISSED


def test_a_duty_that_starts_later_has_not_started():
    assert clocks.standing(s.duty(starts=5), now=s.at(4)) is Standing.NOT_STARTED
    assert clocks.standing(s.duty(starts=5), now=s.at(5)) is Standing.RUNNING


def test_a_duty_declined_with_a_reason_is_declined_however_late():
    assert clocks.standing(s.duty(declined_after=100), now=s.at(101)) is Standing.DECLINED


@pytest.mark.parametrize(
    ("duty", "waits"),
    [(s.duty(), True), (s.duty(met=80), False), (s.duty(declined_after=1), False)],
    ids=["nobody has acted", "done late", "declined"],
)
def test_a_duty_is_open_until_someone_acts(duty, waits):
    assert clocks.is_open(duty) is waits


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        (datetime(2026, 3, 27, 18, 0, tzinfo=LONDON), datetime(2026, 3, 30, 19, 0, tzinfo=LONDON)),
        (
            datetime(2026, 10, 23, 18, 0, tzinfo=LONDON),
            datetime(2026, 10, 26, 17, 0, tzinfo=LONDON),
        ),
        (datetime(2026, 6, 5, 18, 0, tzinfo=LONDON), datetime(2026, 6, 8, 18, 0, tzinfo=LONDON)),
    ],
    ids=["over the night clocks go forward", "over the night clocks go back", "in summer"],
)
def test_seventy_two_hours_are_elapsed_hours(returned, due):
    assert clocks.interview_offer_due(returned) == due


def test_an_offer_in_the_hour_that_comes_twice_is_told_apart():
    second_half_past_one = datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON)
    first_half_past_one = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)

    assert clocks.elapsed(first_half_past_one, until=second_half_past_one) == timedelta(hours=1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clocks.after(datetime(2026, 3, 1), timedelta(hours=1))  # noqa: DTZ001 - the mistake


@given(returned=MOMENTS)
def test_an_offer_is_always_due_exactly_72_hours_after_the_return(returned):
    due = clocks.interview_offer_due(returned)

    assert seconds_since_1970(due) - seconds_since_1970(returned) == 72 * 3600 * 1_000_000


@given(reported=MOMENTS, now=MOMENTS, level=LEVELS)
def test_a_review_is_always_on_the_timetable_of_the_report_after_now_and_within_one_step(
    reported, now, level
):
    step = protocol.DEFAULT.review_every_minutes[level] * 60 * 1_000_000

    due = seconds_since_1970(
        clocks.review_due(protocol.DEFAULT, level=level, reported_at=reported, now=now)
    )

    start = max(seconds_since_1970(now), seconds_since_1970(reported))
    assert due > seconds_since_1970(now)
    assert (due - seconds_since_1970(reported)) % step == 0
    assert 0 < due - start <= step


def test_a_new_level_changes_the_step_and_never_restarts_the_timetable():
    now = s.at(7)

    at_medium = clocks.review_due(
        protocol.DEFAULT, level=Level.MEDIUM, reported_at=s.REPORTED, now=now
    )
    at_high = clocks.review_due(protocol.DEFAULT, level=Level.HIGH, reported_at=s.REPORTED, now=now)

    assert at_medium == s.at(12)
    assert at_high == s.at(9)


def test_a_review_due_this_very_moment_is_followed_by_the_next():
    due = clocks.review_due(protocol.DEFAULT, level=Level.HIGH, reported_at=s.REPORTED, now=s.at(3))

    assert due == s.at(6)


@pytest.mark.parametrize("kind", [kind for kind in DutyKind if kind is not DutyKind.REVIEW])
def test_every_duty_but_a_review_has_a_time_limit(kind):
    allowed = clocks.duty_allowed(protocol.DEFAULT, kind, level=Level.MEDIUM)

    assert allowed > timedelta(0)


def test_a_review_takes_its_time_from_the_timetable():
    with pytest.raises(KeyError):
        clocks.duty_allowed(protocol.DEFAULT, DutyKind.REVIEW, level=Level.MEDIUM)


def test_the_offer_is_national_and_the_assessment_follows_the_level():
    high = clocks.duty_allowed(protocol.DEFAULT, DutyKind.ASSESS_POLICE, level=Level.HIGH)
    offer = clocks.duty_allowed(protocol.DEFAULT, DutyKind.OFFER_INTERVIEW, level=Level.HIGH)

    assert (high, offer) == (timedelta(hours=1), timedelta(hours=72))


def test_a_challenge_is_answered_before_its_ladder_turns_to_someone_else():
    allowed = clocks.duty_allowed(protocol.DEFAULT, DutyKind.ANSWER_CHALLENGE, level=Level.LOW)

    assert allowed == timedelta(minutes=60)


@pytest.mark.parametrize(
    ("account", "away"),
    [
        (s.missing(), 20),
        (s.home(), 10),
        (s.missing(returned=s.moment(30)), 20),
        (s.missing(returned=s.moment(-1)), 0),
    ],
    ids=["still away", "home after ten hours", "asked of a time before", "back before the report"],
)
def test_an_absence_runs_from_the_report_to_the_return(account, away):
    assert clocks.absent_for(account, now=s.at(20)) == timedelta(hours=away)


def test_national_limits_each_name_their_source():
    assert {clock.source.binding.value for clock in clocks.NATIONAL} <= {
        "statutory guidance",
        "national code of practice",
    }
