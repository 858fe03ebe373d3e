"""The clock on the wall: days, lost hours and hours told twice."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import london

LOST = datetime(2026, 3, 29, 1, 30)  # noqa: DTZ001 - a time on the wall has no zone
TWICE = datetime(2026, 10, 25, 1, 30)  # noqa: DTZ001 - a time on the wall has no zone
ORDINARY = datetime(2026, 6, 1, 1, 30)  # noqa: DTZ001 - a time on the wall has no zone


def test_a_time_in_the_hour_lost_in_spring_never_was():
    assert london.is_skipped(LOST)
    assert not london.is_skipped(TWICE)
    assert not london.is_skipped(ORDINARY)


def test_a_time_in_the_hour_gained_in_autumn_came_twice():
    assert london.is_repeated(TWICE)
    assert not london.is_repeated(LOST)
    assert not london.is_repeated(ORDINARY)


def test_a_time_that_came_twice_is_read_as_the_first():
    assert london.moment_of(TWICE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert london.moment_of(TWICE.replace(fold=1)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_never_was_is_refused():
    with pytest.raises(ValueError, match="does not exist"):
        london.moment_of(LOST)


def test_a_summer_evening_in_utc_may_be_the_next_day_in_london():
    assert london.day_of(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)
    assert london.day_of(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))  # noqa: DTZ001 - on the wall
def test_a_time_that_was_is_always_read_back_as_it_was_written(wall):
    if not london.is_skipped(wall):
        read = london.moment_of(wall).astimezone(london.LONDON)

        assert read.replace(tzinfo=None, fold=0) == wall.replace(fold=0)
