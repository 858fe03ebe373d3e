"""Which duties begin when, and whose they are."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rules import situations as s
from wayhome.rules import access, duties, protocol
from wayhome.rules.duties import Milestone
from wayhome.rules.vocabulary import (
    Capacity,
    DutyKind,
    Level,
    NoticeReason,
    PostKind,
    ReturnedTo,
    Side,
)

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=ZoneInfo("Europe/London"))
MIDNIGHT = NOON + timedelta(hours=12)
POLICE = {Capacity.HOST_FORCE}


@pytest.mark.parametrize("kind", DutyKind)
def test_every_duty_has_an_owner_that_has_a_part_in_every_episode_and_a_source(kind):
    capacity, _post = duties.owner_of(protocol.DEFAULT, kind, now=NOON)

    assert capacity in {Capacity.HOST_FORCE, Capacity.RESPONSIBLE_AUTHORITY}
    assert duties.SOURCE_OF[kind].document


@pytest.mark.parametrize("milestone", Milestone)
def test_every_milestone_starts_something(milestone):
    assert duties.STARTED_BY[milestone]


def test_both_keys_are_asked_for_from_the_report_on_and_an_offer_from_the_return():
    assert {DutyKind.ASSESS_POLICE, DutyKind.ASSESS_CHILDRENS_SERVICES} <= set(
        duties.STARTED_BY[Milestone.REPORTED]
    )
    assert DutyKind.OFFER_INTERVIEW in duties.STARTED_BY[Milestone.RETURNED]
    assert DutyKind.OFFER_INTERVIEW not in duties.STARTED_BY[Milestone.LOCATED]


@pytest.mark.parametrize("now", [NOON, MIDNIGHT], ids=["by day", "at night"])
@pytest.mark.parametrize("side", Side)
def test_whoever_is_asked_to_assess_holds_that_key_at_any_hour(side, now):
    _capacity, post = duties.assessor_of(protocol.DEFAULT, side, now=now)

    assert post in access.MAY[access.deed_to_assess(side)]


def test_at_night_the_emergency_duty_team_stands_in_for_the_social_worker():
    kind = DutyKind.ASSESS_CHILDRENS_SERVICES

    by_day = duties.owner_of(protocol.DEFAULT, kind, now=NOON)
    at_night = duties.owner_of(protocol.DEFAULT, kind, now=MIDNIGHT)

    assert by_day == (Capacity.RESPONSIBLE_AUTHORITY, PostKind.SOCIAL_WORK_TEAM)
    assert at_night == (Capacity.RESPONSIBLE_AUTHORITY, PostKind.EMERGENCY_DUTY_TEAM)


def next_review(account, *, level=Level.HIGH, now):
    """When the next review of this episode is due."""
    return duties.next_review(protocol.DEFAULT, account=account, level=level, now=now)


def test_a_review_keeps_to_the_timetable_while_the_child_is_away():
    assert next_review(s.missing(), now=s.at(4)) == s.at(6)
    assert next_review(s.missing(located=s.moment(3)), now=s.at(4)) == s.at(6)


def test_after_the_return_a_review_comes_so_long_after_the_last_as_the_protocol_says():
    assert next_review(s.home(), now=s.at(12)) == s.at(12 + 72)


@pytest.mark.parametrize("to", ReturnedTo)
def test_only_a_child_who_came_back_starts_what_follows_a_return(to):
    milestone, reason = duties.end_of_absence(to)

    came_back = to not in duties.NOT_BACK
    assert (milestone is Milestone.RETURNED) is came_back
    assert (reason is NoticeReason.RETURNED) is came_back


def test_what_was_done_before_its_duty_would_start_is_not_asked_for_again():
    seen = s.home(seen_by_police=s.moment(11))

    assert duties.is_done_already(seen, DutyKind.PREVENTION_INTERVIEW)
    assert not duties.is_done_already(s.home(), DutyKind.PREVENTION_INTERVIEW)
    assert not duties.is_done_already(seen, DutyKind.OFFER_INTERVIEW)
