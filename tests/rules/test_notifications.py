"""Who is owed a notice, at which post, at what hour; and whom it is safe to tell."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rules import situations as s
from wayhome.rules import facts, notifications, protocol
from wayhome.rules.vocabulary import Capacity, Level, NoticeReason, PostKind

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 3, 11, 12, 0, tzinfo=LONDON)
NATIONAL = {Capacity.OTHER_FORCES, Capacity.NATIONAL_UNIT}
TO_ONE_POST = {
    NoticeReason.HANDOVER_OFFERED,
    NoticeReason.HANDOVER_ACCEPTED,
    NoticeReason.HANDOVER_DECLINED,
    NoticeReason.HANDOVER_TAKEN_BACK,
    NoticeReason.CHALLENGE,
    NoticeReason.DUTY_OVERDUE,
    NoticeReason.NOTICE_UNANSWERED,
    NoticeReason.PAST_REVIEW,
    NoticeReason.SUPPORT_ASKED,
    NoticeReason.SUPPORT_OVERDUE,
}


def owed(reason, *, now=NOON, parties=s.EVERY_PART, **recorded):
    """The parts and posts that are owed a notice."""
    account = s.missing(parties=parties, **recorded)
    found = notifications.owed(protocol.DEFAULT, reason, account=account, now=now)
    return {(notice.capacity, notice.post) for notice in found}


@pytest.mark.parametrize(
    ("local", "out"),
    [
        ("2026-01-14 08:59:59", True),
        ("2026-01-14 09:00:00", False),
        ("2026-01-14 16:59:59", False),
        ("2026-01-14 17:00:00", True),
        ("2026-07-15 08:59:59", True),
        ("2026-07-15 09:00:00", False),
        ("2026-07-15 16:59:59", False),
        ("2026-07-15 17:00:00", True),
        ("2026-01-16 16:59:59", False),
        ("2026-01-17 12:00:00", True),
        ("2026-01-18 12:00:00", True),
        ("2026-04-06 12:00:00", True),
        ("2026-12-28 12:00:00", True),
    ],
    ids=[
        "winter, a second before nine",
        "winter, nine",
        "winter, a second before five",
        "winter, five",
        "summer, a second before nine",
        "summer, nine",
        "summer, a second before five",
        "summer, five",
        "Friday afternoon",
        "Saturday noon",
        "Sunday noon",
        "Easter Monday noon",
        "Boxing Day in lieu",
    ],
)
def test_the_emergency_duty_team_is_on_by_the_clock_in_london(local, out):
    moment = datetime.fromisoformat(local).replace(tzinfo=LONDON)

    assert notifications.is_out_of_hours(protocol.DEFAULT, moment) is out
    in_utc = moment.astimezone(ZoneInfo("UTC"))
    assert notifications.is_out_of_hours(protocol.DEFAULT, in_utc) is out


def test_at_night_the_social_workers_notice_goes_to_the_emergency_duty_team():
    by_day = owed(NoticeReason.NEW_EPISODE)
    at_night = owed(NoticeReason.NEW_EPISODE, now=NOON + timedelta(hours=11))

    responsible = Capacity.RESPONSIBLE_AUTHORITY
    assert (responsible, PostKind.SOCIAL_WORK_TEAM) in by_day
    assert (responsible, PostKind.EMERGENCY_DUTY_TEAM) in at_night
    assert (responsible, PostKind.SOCIAL_WORK_TEAM) not in at_night


@pytest.mark.parametrize("reason", [each for each in NoticeReason if each not in TO_ONE_POST])
def test_every_reason_tells_somebody_and_each_notice_has_its_source(reason):
    account = s.missing(parties=s.EVERY_PART)

    found = notifications.owed(protocol.DEFAULT, reason, account=account, now=NOON)

    assert found
    assert all(notice.reason is reason and notice.source.document for notice in found)


@pytest.mark.parametrize("reason", sorted(TO_ONE_POST))
def test_a_reason_addressed_to_one_post_is_not_asked_of_the_table(reason):
    with pytest.raises(KeyError):
        owed(reason)


def test_only_agencies_with_a_part_are_told():
    told = owed(NoticeReason.NEW_EPISODE, parties=(s.party(Capacity.HOST_FORCE),))

    assert told - {(Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR)} == set()


def test_both_councils_and_both_forces_are_told_of_a_new_episode_and_of_the_return():
    both = {
        Capacity.HOME_FORCE,
        Capacity.HOST_FORCE,
        Capacity.RESPONSIBLE_AUTHORITY,
        Capacity.HOST_AUTHORITY,
    }

    for reason in (NoticeReason.NEW_EPISODE, NoticeReason.RETURNED):
        assert both <= {capacity for capacity, _ in owed(reason)}


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (47, set()),
        (50, {Capacity.OTHER_FORCES}),
        (73, {Capacity.OTHER_FORCES, Capacity.NATIONAL_UNIT}),
    ],
)
@pytest.mark.parametrize("reason", [NoticeReason.LOCATED, NoticeReason.RETURNED])
def test_national_bodies_are_told_of_the_end_when_they_were_told_of_the_absence(
    reason, hours, told
):
    local = tuple(part for part in s.EVERY_PART if part.capacity not in NATIONAL)

    parts = {capacity for capacity, _ in owed(reason, now=s.at(hours), parties=local)}

    assert parts & NATIONAL == told


@pytest.mark.parametrize(
    ("now", "returned", "expected"),
    [
        (s.at(48) - s.SECOND, None, 0),
        (s.at(48), None, 1),
        (s.at(72) - s.SECOND, None, 1),
        (s.at(72), None, 2),
        (s.at(100), 47, 0),
        (s.at(100), 50, 1),
        (s.at(100), 80, 2),
    ],
    ids=[
        "a second before 48 hours",
        "48 hours",
        "a second before 72 hours",
        "72 hours",
        "asked after a return at 47 hours",
        "asked after a return at 50 hours",
        "asked after a return at 80 hours",
    ],
)
def test_a_long_absence_owes_its_national_notices_even_after_the_return(now, returned, expected):
    back = None if returned is None else s.moment(returned)

    owed_by_now = notifications.long_absences(s.missing(returned=back), now=now)

    assert owed_by_now == (NoticeReason.MISSING_48_HOURS, NoticeReason.MISSING_72_HOURS)[:expected]


@pytest.mark.parametrize(("level", "minutes"), [(Level.HIGH, 5), (Level.LOW, 60)])
def test_a_notice_waits_by_its_level(level, minutes):
    due = notifications.acknowledge_by(protocol.DEFAULT, level=level, queued_at=s.REPORTED)

    assert due == s.at(minutes=minutes)


def contact(**known):
    """An invented parent."""
    return facts.Contact(s.somebody("parent"), "Robin Vale", "parent", **known)


def test_a_parent_is_told_unless_it_is_unsafe_and_the_reason_is_kept_either_way():
    safe = contact()
    unsafe = contact(unsafe_to_tell=True, unsafe_reason="The child left because of him")
    unexplained = contact(unsafe_to_tell=True, unsafe_reason="  ")

    decisions = notifications.family_to_tell([safe, unsafe, unexplained])

    assert [decision.tell for decision in decisions] == [True, False, False]
    assert [decision.contact for decision in decisions] == [safe, unsafe, unexplained]
    assert decisions[1].reason == "The child left because of him"
    assert all(decision.reason.strip() for decision in decisions)


def test_a_child_with_nobody_has_nobody_to_tell():
    assert notifications.family_to_tell([]) == ()


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 3, 10), "2026-03-11 09:00"),
        (date(2026, 3, 13), "2026-03-16 09:00"),  # over a weekend
        (date(2026, 4, 2), "2026-04-07 09:00"),  # over Easter, by the clock of summer
    ],
)
def test_what_was_due_by_a_day_is_asked_after_when_the_office_is_next_open(day, opens):
    expected = datetime.fromisoformat(opens).replace(tzinfo=LONDON)

    assert notifications.office_opens_after(protocol.DEFAULT, day) == expected
