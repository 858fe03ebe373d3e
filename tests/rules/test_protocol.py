"""The local protocol: read back as it was stored, whole or not at all."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import protocol
from wayhome.rules.vocabulary import Capacity, EpisodeType, Jurisdiction, Level, Marker, PostKind

MINUTES = st.integers(min_value=1, max_value=100_000)
BY_LEVEL = st.fixed_dictionaries(dict.fromkeys(Level, MINUTES))
RUNGS = st.lists(
    st.builds(protocol.Rung, st.sampled_from(Capacity), st.sampled_from(PostKind), MINUTES),
    min_size=1,
    max_size=4,
).map(tuple)
STEPS = st.lists(
    st.builds(
        protocol.StepTemplate,
        st.text(min_size=1, max_size=40),
        st.sampled_from(Capacity),
        st.sampled_from(PostKind),
        MINUTES,
    ),
    min_size=1,
    max_size=3,
).map(tuple)
PROTOCOLS = st.builds(
    protocol.Protocol,
    name=st.text(max_size=20),
    starting_level=st.sampled_from([Level.LOW, Level.MEDIUM, Level.HIGH]),
    high_markers=st.frozensets(st.sampled_from(Marker)),
    first_owner=st.sampled_from(PostKind),
    assess_within_minutes=BY_LEVEL,
    agree_within_minutes=MINUTES,
    review_every_minutes=BY_LEVEL,
    strategy_repeats=st.lists(
        st.builds(protocol.Trigger, st.integers(1, 9), st.integers(1, 99)), max_size=3
    ).map(tuple),
    steps=st.fixed_dictionaries(dict.fromkeys(Level, STEPS)),
    challenge_ladder=RUNGS,
    very_low_allowed=st.booleans(),
    jurisdiction=st.sampled_from(Jurisdiction),
)


def stored(**changes):
    """The default protocol as JSON gives it back, with some values changed."""
    return json.loads(json.dumps(protocol.to_content(protocol.DEFAULT))) | changes


@given(PROTOCOLS)
def test_a_protocol_is_always_read_back_from_json_equal(agreed):
    content = json.loads(json.dumps(protocol.to_content(agreed)))

    assert protocol.from_content(content) == agreed


def test_a_version_from_before_wales_was_asked_about_is_read_as_of_england():
    content = stored()
    del content["jurisdiction"]

    assert protocol.from_content(content).jurisdiction is Jurisdiction.ENGLAND


def test_a_version_from_before_urgency_was_asked_about_climbs_by_the_times_that_are_shipped():
    content = stored()
    del content["climb_within_minutes"]

    agreed = protocol.from_content(content)

    assert agreed.climb_within_minutes == protocol.DEFAULT.climb_within_minutes


def test_a_protocol_with_a_value_missing_is_not_used_in_part():
    content = stored()
    del content["agree_within_minutes"]

    with pytest.raises(KeyError, match="agree_within_minutes"):
        protocol.from_content(content)


@pytest.mark.parametrize(
    "changes",
    [
        {"surprise": 1},
        {"starting_level": "absent"},
        {"first_owner": "nobody"},
        {"high_markers": ["tall"]},
        {"high_markers": "self_harm"},
        {"agree_within_minutes": "240"},
        {"version": True},
        {"review_every_minutes": {"low": 1.5}},
        {"review_every_minutes": [720]},
        {"steps": None},
        {"police_ladder": [{"capacity": "home_force", "post": "director", "after_minutes": True}]},
    ],
    ids=str,
)
def test_a_protocol_with_a_value_nobody_can_read_is_refused(changes):
    with pytest.raises(ValueError, match=r"protocol has|is not a valid"):
        protocol.from_content(stored(**changes))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starting_level": Level.VERY_LOW}, "very low"),
        ({"review_every_minutes": {Level.LOW: 10}}, "every level"),
        ({"steps": dict.fromkeys(Level, ())}, "at least one step"),
        ({"agree_within_minutes": 0}, "at least one minute"),
        ({"review_every_minutes": dict.fromkeys(Level, 0)}, "at least one minute"),
        ({"council_ladder": ()}, "somebody on it"),
        ({"out_of_hours_from": 8}, "office hours"),
        ({"out_of_hours_from": 25}, "office hours"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_numbers_no_partnership_can_mean_are_refused(changes, reason):
    with pytest.raises(ValueError, match=reason):
        replace(protocol.DEFAULT, **changes)


@pytest.mark.parametrize("level", Level)
def test_every_type_carries_the_same_steps(level):
    each = {protocol.steps_for(protocol.DEFAULT, level=level, type_=type_) for type_ in EpisodeType}

    assert len(each) == 1


@pytest.mark.parametrize("level", Level)
def test_some_first_step_is_for_police_who_have_a_part_in_every_episode(level):
    steps = protocol.steps_for(protocol.DEFAULT, level=level, type_=EpisodeType.MISSING)

    assert any(step.capacity is Capacity.HOST_FORCE for step in steps)


def test_a_higher_level_never_has_longer_times():
    for name in protocol._BY_LEVEL:
        times = [getattr(protocol.DEFAULT, name)[level] for level in Level]

        assert times == sorted(times, reverse=True)


def test_a_protocols_number_is_minutes():
    assert protocol.minutes(90) == timedelta(hours=1, minutes=30)
