"""Who is told that a report waits to be checked, and by when."""

import pytest

from tests.rules import situations as s
from wayhome.rules import access, checking, protocol
from wayhome.rules.reasons import WhyAsked
from wayhome.rules.vocabulary import Level

AGREED = protocol.DEFAULT
FIRST = AGREED.acknowledge_within_minutes[Level.HIGH]
EACH = AGREED.climb_within_minutes[Level.HIGH]


def told(minutes, **known):
    """Which posts are to have been told by then, lowest first."""
    found = checking.told_of_held(AGREED, held_at=s.REPORTED, now=s.at(minutes=minutes), **known)
    return [one.number for one in found]


def test_only_those_who_may_check_a_report_are_told():
    assert set(checking.POSTS) == access.MAY[access.Deed.CHECK_REPORT]


@pytest.mark.parametrize(
    ("minutes", "posts"),
    [
        (0, [0]),
        (FIRST - 1, [0]),
        (FIRST, [0, 1]),
        (FIRST + EACH - 1, [0, 1]),
        (FIRST + EACH, [0, 1, 2]),
    ],
    ids=["at once", "before its time", "nobody had it", "before the last", "nobody has it still"],
)
def test_each_is_told_in_turn_as_fast_as_at_the_highest_level(minutes, posts):
    assert told(minutes) == posts


def test_a_post_that_a_force_lacks_gives_its_turn_to_the_next():
    assert told(0, lacking={0}) == [1]
    assert told(0, lacking={0, 1, 2}) == []


def test_after_a_post_for_which_nobody_is_on_duty_the_next_is_told_at_once():
    found = checking.told_of_held(
        AGREED, held_at=s.REPORTED, now=s.REPORTED, empty={0: s.at(-9), 1: s.at(-9)}
    )

    assert [(one.number, one.why) for one in found] == [
        (0, WhyAsked.TIME),
        (1, WhyAsked.NOBODY_ON_DUTY),
        (2, WhyAsked.NOBODY_ON_DUTY),
    ]
