"""An emergency look at its edges: the last second, the third day, the same person twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import conflicts, emergency, sending
from wayhome.rules.vocabulary import AgencyKind, PostKind

SECOND = timedelta(seconds=1)


def look(hours=0, **said):
    at = s.at(hours)
    said = {"opened": True, "ends_at": at + emergency.LASTS} | said
    return emergency.Look(asked_at=at, **said)


@pytest.mark.parametrize(
    ("after", "is_open"),
    [
        (timedelta(0), True),
        (timedelta(minutes=60) - SECOND, True),
        (timedelta(minutes=60), False),
        (-SECOND, False),
    ],
)
def test_a_look_is_open_from_its_first_second_to_before_the_sixtieth_minute(after, is_open):
    assert emergency.is_open(look(), now=s.at(0) + after) is is_open


def test_a_look_that_ended_or_opened_nothing_shows_nothing():
    assert not emergency.is_open(look(ended_at=s.at(0)), now=s.at(0.1))
    assert not emergency.is_open(look(opened=False), now=s.at(0.1))


@pytest.mark.parametrize(("after", "stops"), [(timedelta(0), False), (SECOND, True)])
def test_a_look_without_a_review_stops_the_next_once_72_hours_are_over(after, stops):
    why = emergency.why_not([look()], now=s.at(72) + after)

    assert (why == emergency.NOT_REVIEWED) is stops


def test_a_late_review_lets_the_next_be_asked_for():
    assert not emergency.why_not([look(reviewed_at=s.at(90))], now=s.at(91))


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=12))
def test_never_more_than_six_are_asked_for_in_24_hours(hours):
    asked = []
    for hour in sorted(hours):
        if not emergency.why_not(asked, now=s.at(hour)):
            asked.append(look(hour, opened=False))

    for one in asked:
        within = [
            each
            for each in asked
            if timedelta(0) <= each.asked_at - one.asked_at < timedelta(hours=24)
        ]
        assert len(within) <= emergency.MOST_ASKED_IN_A_DAY


def test_who_is_told_is_the_first_post_above_that_is_not_ones_own():
    both = s.viewer(PostKind.DUTY_INSPECTOR, PostKind.DUTY_SERGEANT)

    assert emergency.supervisors(both) == (PostKind.SUPERINTENDENT,)
    assert AgencyKind.SCHOOL not in emergency.ABOVE


@pytest.mark.parametrize(
    ("own_agency", "own_look", "reviewed", "over", "may"),
    [
        (False, False, False, True, True),
        (True, False, False, True, False),
        (False, True, False, True, False),
        (False, False, True, True, False),
        (False, False, False, False, False),
    ],
)
def test_a_look_is_reviewed_once_when_over_by_another_agency_and_person(
    own_agency, own_look, reviewed, over, may
):
    viewer = s.viewer(PostKind.DUTY_INSPECTOR)

    assert (
        emergency.may_review(
            viewer,
            agency_id=viewer.agency_id if own_agency else uuid4(),
            looked=frozenset({viewer.practitioner_id if own_look else uuid4()}),
            now=s.at(2 if over else 0.5),
            look=look(reviewed_at=s.at(1.5) if reviewed else None),
        )
        is may
    )


def test_a_conflict_is_lifted_by_the_second_person_of_another_agency():
    viewer = s.viewer(PostKind.TEAM_MANAGER)
    other = frozenset({uuid4()})

    assert not conflicts.may_lift(viewer, asked=None)
    assert not conflicts.may_lift(viewer, asked=conflicts.Asked(other, viewer.agency_id))
    mine = frozenset({viewer.practitioner_id})
    assert not conflicts.may_lift(viewer, asked=conflicts.Asked(mine, uuid4()))
    assert conflicts.may_lift(viewer, asked=conflicts.Asked(other, uuid4()))


@pytest.mark.parametrize(
    ("address", "part", "needs", "not_to_know", "why"),
    [
        ("a@x.invalid", True, True, False, ""),
        ("a@x.invalid", False, False, False, ""),
        ("a@x.invalid", False, True, False, sending.NO_PART),
        ("b@x.invalid", True, True, False, sending.OTHER_ADDRESS),
        ("a@x.invalid", True, False, True, sending.NOT_TO_KNOW),
    ],
)
def test_a_message_goes_to_whoever_may_know_has_a_part_and_is_there(
    address, part, needs, not_to_know, why
):
    to = sending.Recipient(["a@x.invalid"], part, needs, not_to_know)

    assert sending.why_stopped(address, to=to) == why


def test_a_message_to_somebody_who_is_not_on_duty_any_more_says_so():
    to = sending.Recipient(["a@x.invalid"], True, True, must_not_know=False, is_own=True)  # noqa: FBT003  # a part, and needs it

    assert sending.why_stopped("b@x.invalid", to=to) == sending.OFF_DUTY
    assert sending.why_stopped("a@x.invalid", to=to) == ""


@pytest.mark.parametrize(
    ("stands", "part", "not_to_know", "why"),
    [
        (True, True, False, ""),
        (False, True, False, sending.NO_SYSTEM),
        (False, False, False, sending.NO_PART),
        (False, False, True, sending.NOT_TO_KNOW),
    ],
)
def test_a_system_is_told_while_it_is_registered_and_its_agency_may_be(
    stands, part, not_to_know, why
):
    to = sending.Recipient([str(uuid4())], part, needs_part=True, must_not_know=not_to_know)

    assert sending.why_system_stopped(stands=stands, to=to) == why
