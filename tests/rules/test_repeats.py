"""Patterns that ask for a reassessment or a strategy discussion."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import protocol, repeats
from wayhome.rules.vocabulary import Marker

DAY = timedelta(days=1)


def days_before(*days):
    """Earlier reports, in days before this one."""
    return [s.REPORTED - day * DAY for day in days]


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (days_before(30), True),
        ([s.REPORTED - 30 * DAY - s.SECOND], False),
        ([], False),
        ([s.REPORTED + s.SECOND], False),
        ([s.REPORTED], True),
    ],
    ids=["thirty days", "a second more", "never before", "not yet", "this very moment"],
)
def test_a_repeat_is_a_report_within_the_window_both_ends_counted(earlier, expected):
    assert repeats.is_repeat(protocol.DEFAULT, earlier=earlier, now=s.REPORTED) is expected


def test_days_of_a_window_are_elapsed_days_on_the_night_the_clocks_change():
    london = ZoneInfo("Europe/London")
    start = datetime(2026, 3, 28, 12, 0, tzinfo=london)

    in_time = repeats.within_window([start], days=1, now=datetime(2026, 3, 29, 13, tzinfo=london))
    too_late = repeats.within_window(
        [start], days=1, now=datetime(2026, 3, 29, 13, 0, 1, tzinfo=london)
    )

    assert (in_time, too_late) == ((start,), ())


def fired(account=None, *, starts=(), now=s.REPORTED, agreed=protocol.DEFAULT):
    """The keys of the triggers that hold."""
    found = repeats.strategy_triggers(
        agreed, account=account or s.missing(), starts=starts, now=now
    )
    return [trigger.key for trigger in found]


def test_three_reports_in_thirty_days_ask_for_a_discussion_and_two_do_not():
    assert fired(starts=days_before(0, 10, 30)) == ["3_in_30_days"]
    assert fired(starts=days_before(0, 10, 31)) == ["3_in_90_days"]
    assert fired(starts=days_before(0, 10)) == []


triggers = st.builds(protocol.Trigger, st.integers(1, 6), st.integers(1, 120))


@given(
    st.lists(triggers, max_size=5, unique=True),
    st.lists(st.integers(0, 130), max_size=8),
    st.integers(0, 90),
)
def test_every_repeat_is_asked_for_by_itself_or_by_one_that_covers_it_and_never_again(
    held, days, later
):
    agreed = replace(protocol.DEFAULT, strategy_repeats=tuple(held))
    starts = days_before(*days)
    asked = fired(starts=starts, agreed=agreed)

    covering = [each for each in held if f"{each.episodes}_in_{each.days}_days" in asked]
    for each in held:
        counted = repeats.within_window(starts, days=each.days, now=s.REPORTED)
        assert (len(counted) >= each.episodes) == any(
            one.episodes >= each.episodes and one.days <= each.days for one in covering
        )
    assert not {*asked} & {*asked_again(agreed, starts, asked, now=s.REPORTED + later * DAY)}


def asked_again(agreed, starts, asked, *, now):
    again = repeats.strategy_triggers(
        agreed, account=s.missing(returned=s.moment(1)), starts=starts, now=now, asked=asked
    )
    return [each.key for each in again]


def test_one_discussion_answers_for_the_longer_window_also_once_the_shorter_is_over():
    starts = days_before(0, 10, 30)

    assert asked_again(protocol.DEFAULT, starts, ["3_in_30_days"], now=s.REPORTED + 5 * DAY) == []
    assert asked_again(protocol.DEFAULT, starts, [], now=s.REPORTED + 5 * DAY) == ["3_in_90_days"]


@pytest.mark.parametrize(
    ("now", "account", "expected"),
    [
        (s.at(24) - s.SECOND, s.missing(), []),
        (s.at(24), s.missing(), ["long_absence"]),
        (s.at(99), s.home(), []),
        (s.at(99), s.missing(returned=s.moment(25)), ["long_absence"]),
        (s.at(99), s.missing(returned=s.moment(25), closed=s.moment(90)), []),
    ],
    ids=["a second short", "a day", "home in time", "home after a day", "closed"],
)
def test_a_day_away_asks_for_a_discussion_also_after_the_child_is_back(now, account, expected):
    assert fired(account, now=now) == expected


def test_the_hours_are_said_as_the_protocol_has_them():
    agreed = replace(protocol.DEFAULT, strategy_after_minutes=90)

    found = repeats.strategy_triggers(agreed, account=s.missing(), starts=(), now=s.at(2))

    assert [trigger.reason for trigger in found] == ["Missing for 1.5 hours"]


def test_each_known_concern_the_protocol_names_asks_once():
    child = s.child(markers=frozenset({Marker.TRAFFICKING, Marker.MEDICAL}))

    assert fired(s.missing(child=child)) == ["marker_trafficking"]
