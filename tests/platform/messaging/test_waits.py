"""How long a message waits: by chance, under a ceiling that doubles and ends."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.messaging import waits
from wayhome.platform.messaging.courier import Outcome

TRIED = st.sampled_from([Outcome.AWAY, Outcome.REFUSED])
CHANCE = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(outcome=TRIED, tries=st.integers(1, 40_000), chance=CHANCE)
def test_a_wait_is_never_negative_and_never_above_its_ceiling(outcome, tries, chance):
    wait = waits.wait(outcome, tries=tries, chance=chance)

    assert timedelta(0) <= wait <= waits.ceiling(outcome, tries=tries) <= waits.LONGEST[outcome]


@given(outcome=TRIED, tries=st.integers(1, 40_000))
def test_the_ceiling_never_falls_as_tries_go_by(outcome, tries):
    assert waits.ceiling(outcome, tries=tries) <= waits.ceiling(outcome, tries=tries + 1)


@given(outcome=TRIED, tries=st.integers(1, 12), one=CHANCE, other=CHANCE)
def test_chance_alone_decides_where_under_the_ceiling(outcome, tries, one, other):
    shorter, longer = sorted((one, other))

    assert waits.wait(outcome, tries=tries, chance=shorter) <= waits.wait(
        outcome, tries=tries, chance=longer
    )
    assert waits.wait(outcome, tries=tries, chance=0) == timedelta(0)


@pytest.mark.parametrize(
    ("outcome", "tries", "seconds"),
    [
        (Outcome.REFUSED, 1, 5),
        (Outcome.REFUSED, 2, 10),
        (Outcome.REFUSED, 7, 320),
        (Outcome.REFUSED, 9, 900),
        (Outcome.AWAY, 4, 40),
        (Outcome.AWAY, 5, 60),
    ],
)
def test_the_ceiling_doubles_from_five_seconds_to_its_end(outcome, tries, seconds):
    assert waits.ceiling(outcome, tries=tries) == timedelta(seconds=seconds)


def test_a_message_that_is_refused_each_time_is_given_up_within_eleven_minutes():
    longest = sum(
        (waits.ceiling(Outcome.REFUSED, tries=each) for each in range(1, 8)), timedelta(0)
    )

    assert longest == timedelta(minutes=10, seconds=35)
