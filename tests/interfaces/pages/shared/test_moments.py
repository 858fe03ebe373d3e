"""What a person means by a day and a time."""

from datetime import UTC, datetime

import pytest

from wayhome.interfaces.pages.shared import moments
from wayhome.interfaces.pages.shared.moments import Toward

NOW = datetime(2026, 7, 15, 13, 0, tzinfo=UTC)  # Wednesday 14:00 in London


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", NOW),
        ("today 09:05", datetime(2026, 7, 15, 8, 5, tzinfo=UTC)),
        ("Today at 9.05am", datetime(2026, 7, 15, 8, 5, tzinfo=UTC)),
        ("yesterday 23:10", datetime(2026, 7, 14, 22, 10, tzinfo=UTC)),
        ("09:05", datetime(2026, 7, 15, 8, 5, tzinfo=UTC)),
        ("0905", datetime(2026, 7, 15, 8, 5, tzinfo=UTC)),
        ("22:30", datetime(2026, 7, 14, 21, 30, tzinfo=UTC)),
        ("Tuesday 9pm", datetime(2026, 7, 14, 20, 0, tzinfo=UTC)),
        ("wed 15:00", datetime(2026, 7, 8, 14, 0, tzinfo=UTC)),
        ("4 March 14:20", datetime(2026, 3, 4, 14, 20, tzinfo=UTC)),
        ("Wed 4 March 2026, 14:20", datetime(2026, 3, 4, 14, 20, tzinfo=UTC)),
        ("4/3/2026 02:10", datetime(2026, 3, 4, 2, 10, tzinfo=UTC)),
        ("2026-03-04 02:10", datetime(2026, 3, 4, 2, 10, tzinfo=UTC)),
        ("2026-03-04T02:10", datetime(2026, 3, 4, 2, 10, tzinfo=UTC)),
        ("12am", datetime(2026, 7, 14, 23, 0, tzinfo=UTC)),
        ("12:30pm", datetime(2026, 7, 15, 11, 30, tzinfo=UTC)),
        ("heddiw 09:05", datetime(2026, 7, 15, 8, 5, tzinfo=UTC)),
        ("dydd mawrth 09:05", datetime(2026, 7, 14, 8, 5, tzinfo=UTC)),
        ("4 mawrth 2026 09:05", datetime(2026, 3, 4, 9, 5, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_a_person_in_london_means_it(typed, meant):
    assert moments.read(typed, now=NOW) == meant


def test_a_plan_looks_ahead():
    assert moments.read("09:05", now=NOW, toward=Toward.AHEAD) == datetime(
        2026, 7, 16, 8, 5, tzinfo=UTC
    )
    assert moments.read("wed 09:00", now=NOW, toward=Toward.AHEAD) == datetime(
        2026, 7, 22, 8, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "typed",
    [
        "soon",
        "today",
        "25:00",
        "9:75",
        "today 13pm",
        "31 February 10:00",
        "4 March 2026",
        "1/2/26 09:00",
        "٣",
    ],
)
def test_what_is_not_a_moment_is_refused(typed):
    with pytest.raises(moments.UnclearError):
        moments.read(typed, now=NOW)


def test_the_hour_the_clocks_skip_is_refused_and_says_why():
    with pytest.raises(moments.UnclearError, match="clocks went forward"):
        moments.read("29 March 2026 01:30", now=NOW)


def test_the_hour_the_clocks_repeat_must_say_which():
    with pytest.raises(moments.UnclearError, match="came twice"):
        moments.read("26 October 2025 01:30", now=NOW)


@pytest.mark.parametrize(("zone", "hour"), [("BST", 0), ("GMT", 1)])
def test_the_repeated_hour_is_read_by_its_zone(zone, hour):
    meant = moments.read(f"26 October 2025 01:30 {zone}", now=NOW)

    assert meant == datetime(2025, 10, 26, hour, 30, tzinfo=UTC)
    assert moments.written(meant) == f"26/10/2025 01:30 {zone}"


def test_a_zone_not_in_use_is_refused():
    with pytest.raises(moments.UnclearError, match="not in use"):
        moments.read("15 July 2026 09:05 GMT", now=NOW)
