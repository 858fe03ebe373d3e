"""Nobody acted: each rung is reached at its moment, told once, and no further than it should be."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from wayhome.interfaces.rehearsal import (
    answers,
    cast,
    children,
    endings,
    nights,
    scenes,
    situations,
    verbs,
)
from wayhome.journey import account, partnership_formed, time_passed
from wayhome.platform.apart import apart, mark_of
from wayhome.platform.messaging import outbox
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import watching
from wayhome.records.practitioners.models import Practitioner
from wayhome.rules import protocol
from wayhome.rules.vocabulary import Capacity, DutyKind, Level, NoticeReason
from wayhome.stages.response import waiting

# A Tuesday morning: office hours, so that the council's duty is the social worker's.
START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
RUNGS = (NoticeReason.DUTY_OVERDUE, NoticeReason.NOTICE_UNANSWERED)


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


def whole_of(missing, *, at=None):
    at = at or START + timedelta(days=60)
    return account.whole_of(episodes.locked(missing.episode_id), as_of=at)


def titles():
    return {post.id: post.title for post in agencies.posts_of(a.id for a in agencies.agencies())}


def rungs(missing, kind):
    """The moments at which a duty of this kind climbed, and to whom."""
    whole = whole_of(missing)
    duty = next(duty for duty in whole.response.duties if duty.kind == kind)
    named = titles()
    climbed = [step for step in whole.response.escalations if step.about == duty.id]
    return [(named[step.post_id], step.at - duty.due_at) for step in climbed]


def told(missing, *reasons):
    return [notice for notice in whole_of(missing).response.notices if notice.reason in reasons]


def acknowledge_everything(scene, missing):
    for person in ("ines", "sol", "wendy", "isla", "peter", "hana", "tomas"):
        answers.acknowledge(scene, missing, by=person)
    for person in scene.cast.people:
        answers.finish_steps(scene, missing, by=person)
    answers.tell_family(scene, missing)


def sweep_at(*moments):
    for moment in moments:
        time_passed.record(now=moment)


def test_an_overdue_duty_climbs_to_each_rung_at_its_moment_and_not_a_second_before(scene):
    missing = situations.reported_just_now(scene)
    due = START + timedelta(hours=2)
    reached = [timedelta(minutes=15), timedelta(minutes=60), timedelta(hours=2), timedelta(hours=5)]

    sweep_at(*(due + gone - SECOND for gone in reached))
    before = rungs(missing, DutyKind.ASSESS_POLICE)
    sweep_at(due + reached[-1])

    assert [gone for _, gone in before] == [later - SECOND for later in reached[1:]]
    assert [post for post, _ in rungs(missing, DutyKind.ASSESS_POLICE)] == [
        "Duty inspector",
        "Safeguarding detective inspector",
        "Superintendent",
        "Team manager",
    ]


def test_a_duty_is_not_overdue_at_its_last_moment(scene):
    missing = situations.reported_just_now(scene)
    acknowledge_everything(scene, missing)

    sweep_at(START + timedelta(hours=2))

    assert told(missing, *RUNGS) == []


def test_a_rung_is_told_once_however_often_the_clocks_are_looked_at(scene):
    missing = situations.reported_just_now(scene)
    at = START + timedelta(hours=3)

    sweep_at(at, at, at + SECOND)

    keys = [(notice.key, notice.post_id) for notice in told(missing, *RUNGS)]
    assert len(keys) == len(set(keys))
    assert time_passed.record(now=at + 2 * SECOND) == 0


def test_a_worker_that_was_away_climbs_to_the_right_rung_at_once(scene):
    missing = situations.reported_just_now(scene)

    sweep_at(START + timedelta(hours=7))

    assert len(rungs(missing, DutyKind.ASSESS_POLICE)) == 4


def test_whoever_has_an_overdue_duty_has_time_for_it_and_then_it_climbs_on(scene):
    missing = situations.reported_just_now(scene)
    due = START + timedelta(hours=2)
    acknowledge_everything(scene, missing)
    sweep_at(due + timedelta(minutes=15))
    scene.now = due + timedelta(minutes=50)
    answers.acknowledge(scene, missing, by="ines")

    sweep_at(due + timedelta(minutes=65) - SECOND)
    paused = rungs(missing, DutyKind.ASSESS_POLICE)
    sweep_at(due + timedelta(minutes=65), due + timedelta(hours=9))

    assert len(paused) == 1
    assert [gone for _post, gone in rungs(missing, DutyKind.ASSESS_POLICE)][1] == timedelta(
        minutes=65
    )
    assert len(rungs(missing, DutyKind.ASSESS_POLICE)) == 4


def test_a_duty_passes_over_its_own_post_and_the_next_is_asked_in_its_place(scene):
    missing = situations.reported_just_now(scene)
    due = START + timedelta(hours=4)
    first, second = timedelta(minutes=15), timedelta(minutes=75)

    sweep_at(due + first - SECOND, due + first, due + second - SECOND, due + second)

    assert rungs(missing, DutyKind.AGREE_LEVEL) == [
        ("Safeguarding detective inspector", first),
        ("Superintendent", second),
    ]


def climbed_of(missing, reason, *, post):
    """The moments at which a notice to this post climbed after its time, and to whom."""
    whole, named = whole_of(missing), titles()
    [notice] = [
        one for one in whole.response.notices if one.reason == reason and named[one.post_id] == post
    ]
    climbed = [step for step in whole.response.escalations if step.about == notice.id]
    return [(named[step.post_id], step.at - notice.acknowledge_by) for step in climbed]


def test_an_unanswered_notice_never_climbs_to_the_post_that_did_not_answer(scene):
    missing = situations.reported_just_now(scene)
    up = START + timedelta(minutes=30)

    sweep_at(up, up + timedelta(hours=1) - SECOND, up + timedelta(hours=1), up + timedelta(days=1))

    assert climbed_of(missing, NoticeReason.NEW_EPISODE, post="Duty inspector") == [
        ("Safeguarding detective inspector", timedelta(0)),
        ("Superintendent", timedelta(hours=1)),
        ("Team manager", timedelta(days=1)),
    ]


def test_what_has_climbed_past_its_own_post_is_not_looked_at_for_ever(scene):
    situations.reported_just_now(scene)
    at = START + timedelta(days=2)
    sweep_at(at)

    assert [page for page in waiting.unacknowledged(now=at, rungs=4) if page] == []


def test_a_notice_stops_climbing_when_its_own_post_answers_it_late(scene):
    missing = situations.reported_just_now(scene)
    sweep_at(START + timedelta(minutes=30))
    scene.now = START + timedelta(minutes=31)
    answers.acknowledge(scene, missing, by="ines")

    sweep_at(START + timedelta(hours=9))

    assert climbed_of(missing, NoticeReason.NEW_EPISODE, post="Duty inspector") == [
        ("Safeguarding detective inspector", timedelta(0)),
    ]


def unanswered_at(missing, post):
    named = titles()
    return [
        one for one in told(missing, NoticeReason.NOTICE_UNANSWERED) if named[one.post_id] == post
    ]


def test_a_post_has_one_notice_at_a_time_of_all_that_went_unanswered(scene):
    missing = situations.reported_just_now(scene)
    scene.later(minutes=20)
    verbs.sight(scene, missing)

    sweep_at(*(START + timedelta(minutes=minutes) for minutes in range(30, 600, 10)))

    waiting_at = [one.post_id for one in told(missing, NoticeReason.NOTICE_UNANSWERED)]
    assert len(waiting_at) == len(set(waiting_at))
    whole = whole_of(missing)
    climbed = {step.about for step in whole.response.escalations}
    late = [one for one in whole.response.notices if one.reason not in RUNGS]
    assert {one.id for one in late if one.reason != NoticeReason.CHALLENGE} <= climbed


def test_whoever_answers_has_all_that_was_taken_to_them_by_then_and_nothing_later(scene):
    missing = situations.reported_just_now(scene)
    sweep_at(START + timedelta(minutes=30))
    stood_for = {step.about for step in whole_of(missing).response.escalations}
    scene.now = START + timedelta(minutes=40)
    for who in ("peter", "dina", "ines"):
        answers.acknowledge(scene, missing, by=who)
    verbs.sight(scene, missing)

    sweep_at(START + timedelta(hours=9))

    rows = [s for s in whole_of(missing).response.escalations if s.kind == "notice"]
    assert {step.rung for step in rows if step.about in stood_for} <= {0, 1}
    assert {step.about for step in rows} - stood_for
    assert len(unanswered_at(missing, "Team manager")) == 2


def reminded_of_review(missing):
    """The moments at which the owner of the first review was told it is overdue, since its time."""
    [review] = [d for d in whole_of(missing).response.duties if d.kind == DutyKind.REVIEW]
    notices = waiting.told_to_owners([review]).get(review.id, [])
    return [one.recorded_at - review.due_at for one in notices], messages_about(*notices)


def messages_about(*notices):
    queued = outbox.Message.objects.filter(about__in=[notice.id for notice in notices])
    return list(queued.order_by("queued_at").values_list("queued_at", flat=True))


def test_an_overdue_review_climbs_and_its_owner_is_told_again_at_each_interval(scene):
    missing = situations.reported_just_now(scene)
    due, every = START + timedelta(hours=6), timedelta(hours=6)

    sweep_at(due + every - SECOND)
    before = reminded_of_review(missing)
    sweep_at(due + every, due + every + MINUTE, due + 2 * every - SECOND)
    once = reminded_of_review(missing)
    sweep_at(due + 2 * every, due + 2 * every + MINUTE)
    raised = reminded_of_review(missing)
    scene.now = due + 2 * every + timedelta(hours=1)
    answers.acknowledge(scene, missing, by="ines")
    sweep_at(due + 3 * every - SECOND, due + 3 * every, due + 3 * every + SECOND)
    afresh = reminded_of_review(missing)

    told_at = [due + every, due + 2 * every, due + 3 * every]
    assert before == ([], [])
    assert once == ([every], told_at[:1])
    assert raised == ([every], told_at[:2])
    assert afresh == ([every, 3 * every], told_at)
    assert [post for post, _ in rungs(missing, DutyKind.REVIEW)] == [
        "Safeguarding detective inspector",
        "Superintendent",
        "Team manager",
    ]


def test_a_review_that_was_held_is_told_of_no_more(scene, monkeypatch):
    missing = situations.reported_just_now(scene)
    scene.now = START + timedelta(hours=12)
    _before_locking(monkeypatch, lambda: verbs.review(scene, missing))

    sweep_at(scene.now)

    told_of = [waiting.about_of_rung(one.key) for one in told(missing, NoticeReason.DUTY_OVERDUE)]
    held = [d.id for d in whole_of(missing).response.duties if d.kind == DutyKind.REVIEW]
    assert not set(told_of) & set(held)


def test_what_another_worker_has_just_told_is_not_told_again(scene, monkeypatch):
    missing = situations.reported_just_now(scene)
    at = START + timedelta(hours=12)
    _before_locking(monkeypatch, lambda: sweep_at(at))

    sweep_at(at)

    assert reminded_of_review(missing) == ([timedelta(hours=6)], [at])


def test_a_notice_that_waits_up_the_ladder_is_raised_again_by_the_clock(scene):
    missing = situations.reported_just_now(scene)
    first, every = START + timedelta(minutes=30), timedelta(hours=6)
    sweep_at(first)
    [waits] = unanswered_at(missing, "Team manager")

    sweep_at(*(first + number * every + gone for number in (1, 2) for gone in (-SECOND, SECOND)))

    again = [first + every + SECOND, first + 2 * every + SECOND]
    assert messages_about(waits) == [first, *again]
    assert len(unanswered_at(missing, "Team manager")) == 1


@pytest.mark.parametrize("who", ["peter", "everybody"])
def test_a_notice_that_was_answered_or_stands_for_nothing_is_not_raised(scene, monkeypatch, who):
    missing = situations.reported_just_now(scene)
    sweep_at(START + timedelta(minutes=30))
    [waits] = unanswered_at(missing, "Team manager")
    scene.now = START + timedelta(hours=7)
    if who == "peter":
        _before_locking(monkeypatch, lambda: answers.acknowledge(scene, missing, by="peter"))
    else:
        for person in ("ines", "sol", "wendy", "isla", "hana", "tomas"):
            answers.acknowledge(scene, missing, by=person)

    sweep_at(scene.now)

    assert messages_about(waits) == [START + timedelta(minutes=30)]


def test_an_owner_without_an_address_has_one_reminder_and_is_not_looked_at_for_ever(scene):
    missing = situations.reported_just_now(scene)
    Post.objects.filter(title="Duty inspector").update(email="")
    Practitioner.objects.filter(username="ines").update(email="")
    at = START + timedelta(hours=12)

    sweep_at(at, at + timedelta(hours=6))

    assert reminded_of_review(missing) == ([timedelta(hours=6)], [])
    assert time_passed.record(now=at + timedelta(hours=6, seconds=1)) == 0


def test_climbing_stops_when_the_duty_is_met(scene):
    missing = situations.reported_just_now(scene)
    acknowledge_everything(scene, missing)
    sweep_at(START + timedelta(hours=2, minutes=15))
    scene.now = START + timedelta(hours=2, minutes=20)
    verbs.assess(scene, missing, by="tomas")

    sweep_at(START + timedelta(hours=5))

    assert len(rungs(missing, DutyKind.ASSESS_POLICE)) == 1


def test_nothing_climbs_in_a_closed_episode(scene):
    situations.closed(scene)

    touched = [time_passed.record(now=START + timedelta(days=days)) for days in (1, 10, 30)]

    assert touched == [0, 0, 1]  # the support that was promised for the fourteenth day


def test_an_unanswered_handover_climbs_and_the_giver_still_owns_the_episode(scene):
    missing = situations.reported_just_now(scene)
    acknowledge_everything(scene, missing)
    answers.hand_over(scene, missing, post=verbs.PostKind.MISSING_PERSON_COORDINATOR)

    sweep_at(START + timedelta(minutes=30 + 15))

    assert rungs(missing, DutyKind.ACCEPT_HANDOVER) == [("Duty inspector", 15 * MINUTE)]
    assert titles()[episodes.locked(missing.episode_id).owner_post_id] == "Duty inspector"


def test_other_forces_are_told_at_48_hours_and_the_national_unit_at_72_and_once(scene):
    missing = situations.reported_just_now(scene)
    held = {}

    for hours in (48, 72):
        at = START + timedelta(hours=hours)
        for moment in (at - SECOND, at, at + MINUTE):
            sweep_at(moment)
            whole = whole_of(missing, at=moment)
            held[moment] = {party.capacity for party in whole.account.parties}

    nation = {Capacity.OTHER_FORCES, Capacity.NATIONAL_UNIT}
    assert [len(parts & nation) for parts in held.values()] == [0, 1, 1, 1, 2, 2]
    assert len(told(missing, NoticeReason.MISSING_48_HOURS)) == 1
    assert len(told(missing, NoticeReason.MISSING_72_HOURS)) == 1


def test_a_long_absence_is_told_late_and_not_never_when_the_worker_was_away(scene):
    missing = situations.reported_just_now(scene)
    scene.later(hours=50)
    endings.return_home(scene, missing, by="joss")

    sweep_at(scene.now + MINUTE)

    assert len(told(missing, NoticeReason.MISSING_48_HOURS)) == 1
    assert "long_absence" in strategy_keys(missing)


def strategy_keys(missing):
    return {
        duty.key
        for duty in whole_of(missing).response.duties
        if duty.kind == DutyKind.STRATEGY_DISCUSSION
    }


def test_a_third_report_in_thirty_days_asks_for_one_discussion_also_when_the_month_is_over(scene):
    missing = situations.repeat_three_in_thirty_days(scene)

    sweep_at(START + timedelta(days=40))

    assert strategy_keys(missing) == {"3_in_30_days", "long_absence"}


def test_a_strategy_discussion_is_asked_for_at_24_hours(scene):
    missing = situations.reported_just_now(scene)

    sweep_at(START + timedelta(hours=24) - SECOND)
    before = strategy_keys(missing)
    sweep_at(START + timedelta(hours=24), START + timedelta(hours=25))

    assert before == set()
    assert strategy_keys(missing) == {"long_absence"}


def test_a_level_that_both_have_signed_is_not_challenged_as_the_absence_grows_long(scene):
    missing = situations.agreed_high(scene)

    sweep_at(START + timedelta(hours=24))

    assert "long_absence" in strategy_keys(missing)
    assert whole_of(missing).risk.challenges == []


def test_no_level_agreed_in_time_opens_one_challenge_that_climbs_its_own_ladder(scene):
    missing = situations.reported_just_now(scene)
    limit = START + timedelta(hours=4)

    sweep_at(limit)
    before = whole_of(missing).risk.challenges
    opened = limit + MINUTE
    sweep_at(opened, opened + timedelta(hours=1), opened + timedelta(hours=2))

    [challenge] = whole_of(missing).risk.challenges
    named = titles()
    climbed = [
        (named[step.post_id], step.at - opened)
        for step in whole_of(missing).response.escalations
        if step.about == challenge.id
    ]
    assert before == []
    assert climbed == [
        ("Duty inspector", timedelta(0)),
        ("Team manager", timedelta(0)),
        ("Safeguarding detective inspector", timedelta(hours=1)),
        ("Service manager", timedelta(hours=2)),
    ]


def test_a_challenge_does_not_also_climb_as_a_duty_and_as_a_notice(scene):
    missing = situations.assessed_apart_by_two_levels(scene)

    sweep_at(START + timedelta(hours=12))

    whole = whole_of(missing)
    things = {duty.id: duty.kind for duty in whole.response.duties}
    things |= {notice.id: notice.reason for notice in whole.response.notices}
    climbed = {things.get(step.about) for step in whole.response.escalations}
    assert not climbed & {DutyKind.ANSWER_CHALLENGE, NoticeReason.CHALLENGE}


def test_a_settled_challenge_climbs_no_further(scene):
    missing = situations.assessed_apart_by_two_levels(scene)
    joint = verbs.propose(scene, missing, level=Level.HIGH)
    verbs.sign(scene, missing, joint)
    [challenge] = whole_of(missing).risk.challenges

    sweep_at(START + timedelta(hours=12))

    climbed = [s for s in whole_of(missing).response.escalations if s.about == challenge.id]
    assert len(climbed) == 2


def test_a_rung_whose_agency_has_no_part_tells_nobody_and_the_next_is_told_at_its_time(scene):
    missing = situations.reported_just_now(scene)
    acknowledge_everything(scene, missing)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE episodes_party SET ended_at = %s, ended_by_id = recorded_by_id "
            "WHERE capacity = %s",
            [START, Capacity.RESPONSIBLE_AUTHORITY],
        )

    sweep_at(START + timedelta(hours=7))

    posts = [titles()[notice.post_id] for notice in told(missing, NoticeReason.DUTY_OVERDUE)]
    assert "Team manager" not in posts
    assert "Superintendent" in posts


def test_the_whole_backlog_is_looked_at_by_as_many_queries_as_one_episode(
    scene, django_assert_max_num_queries
):
    for number in range(12):
        portrait = children.Portrait(f"Child{number}", council="Millbrook Council")
        situations.reported_just_now(scene, portrait)
    at = START + timedelta(hours=30)
    time_passed.record(now=at)

    with django_assert_max_num_queries(34):
        assert time_passed.record(now=at + SECOND) == 0


def test_what_waits_is_read_a_page_at_a_time_and_none_is_passed_over(scene, monkeypatch):
    monkeypatch.setattr(waiting, "PAGE", 2)
    monkeypatch.setattr(watching, "PAGE", 2)
    missing = [
        situations.reported_just_now(
            scene, children.Portrait(f"Child{number}", council="Millbrook Council")
        )
        for number in range(5)
    ]

    assert time_passed.record(now=START + timedelta(hours=30)) == 5

    assert [len(rungs(each, DutyKind.ASSESS_POLICE)) for each in missing] == [4] * 5
    assert all("long_absence" in strategy_keys(each) for each in missing)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda scene, missing: verbs.assess(scene, missing, by="tomas"),
        lambda scene, missing: answers.acknowledge(scene, missing, by="ines"),
    ],
    ids=["the duty is met", "somebody above has it"],
)
def test_what_is_answered_while_the_clocks_are_looked_at_climbs_no_further(
    scene, meanwhile, monkeypatch
):
    missing = situations.reported_just_now(scene)
    acknowledge_everything(scene, missing)
    sweep_at(START + timedelta(hours=2, minutes=15))
    scene.now = START + timedelta(hours=3)
    _before_locking(monkeypatch, lambda: meanwhile(scene, missing))

    sweep_at(START + timedelta(hours=3))

    assert len(rungs(missing, DutyKind.ASSESS_POLICE)) == 1


def test_a_notice_acknowledged_while_the_clocks_are_looked_at_does_not_climb(scene, monkeypatch):
    missing = situations.reported_just_now(scene)
    scene.now = START + timedelta(minutes=30)
    _before_locking(monkeypatch, lambda: acknowledge_everything(scene, missing))

    sweep_at(scene.now)

    assert told(missing, *RUNGS) == []


def test_an_episode_closed_while_the_clocks_are_looked_at_is_left_alone(scene, monkeypatch):
    missing = situations.support_agreed(scene)
    time_passed.record(now=START)
    scene.now = START + timedelta(days=8)
    _before_locking(monkeypatch, lambda: nights.finish(scene, missing, team=children.AMIRA.team))

    assert time_passed.record(now=scene.now) == 0


def test_an_episode_that_cannot_be_dealt_with_holds_up_no_other(scene, monkeypatch, caplog):
    each = [
        situations.reported_just_now(scene, children.Portrait(f"Child{number}"))
        for number in range(3)
    ]
    bad, beginning = (
        sorted(each, key=lambda missing: missing.episode_id)[1],
        time_passed.begin_even_if_closed,
    )

    def begin(episode_id, *args, **kwargs):
        acting = beginning(episode_id, *args, **kwargs)
        if episode_id == bad.episode_id:
            raise ValueError("Child1 of 4 Example Street")
        return acting

    monkeypatch.setattr(time_passed, "begin_even_if_closed", begin)

    assert time_passed.record(now=START + timedelta(hours=3)) == 2

    assert [bool(told(missing, *RUNGS)) for missing in each] == [
        missing is not bad for missing in each
    ]
    assert [record.getMessage() for record in caplog.records] == [
        f"{mark_of(bad.reference)} was passed over: ValueError"
    ]
    assert "Example Street" not in caplog.text


def test_a_protocol_that_cannot_be_read_holds_up_no_other_episode(scene, monkeypatch, caplog):
    well = situations.reported_just_now(scene)
    partnership = agencies.partnerships()[0]
    partnership_formed.partnership(
        partnership.name,
        content=protocol.DEFAULT,
        owners=("A", "B"),
        in_force_from=START + MINUTE,
        now=START,
    )
    scene.now = START + 2 * MINUTE
    bad = situations.reported_just_now(scene, children.UNSAFE_FATHER)
    unreadable = episodes.locked(bad.episode_id).protocol_id
    assert unreadable != episodes.locked(well.episode_id).protocol_id
    reading = protocols.read

    def read(protocol_id):
        if protocol_id == unreadable:
            raise ValueError("this protocol has a value of the wrong kind")
        return reading(protocol_id)

    monkeypatch.setattr(protocols, "read", read)

    assert time_passed.record(now=START + timedelta(hours=30)) == 1

    assert told(well, *RUNGS)
    said = {record.getMessage() for record in caplog.records}
    assert f"{mark_of(bad.reference)} was passed over: ValueError" in said
    assert f"{partnership.name}, protocol 2 was passed over: ValueError" in said


def test_when_the_database_cannot_be_reached_it_is_said_and_not_passed_over(scene):
    missing = situations.reported_just_now(scene)

    def look_when_it_is_gone():
        with apart(missing.reference):
            connection.close()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look_when_it_is_gone()


def _before_locking(monkeypatch, do):
    """Somebody acts after the sweep has seen what waits and before it locks the episode."""
    locking = time_passed.begin_even_if_closed

    def begin(*args, **kwargs):
        monkeypatch.setattr(time_passed, "begin_even_if_closed", locking)
        do()
        return locking(*args, **kwargs)

    monkeypatch.setattr(time_passed, "begin_even_if_closed", begin)


def test_a_rehearsal_looks_at_its_own_episodes_alone(scene):
    mine = situations.reported_just_now(scene)
    other = situations.reported_just_now(scene, children.UNSAFE_FATHER)
    at = START + timedelta(hours=3)

    assert time_passed.record_for([mine.episode_id], now=at) == {mine.episode_id}

    assert told(mine, *RUNGS)
    assert told(other, *RUNGS) == []


def test_a_challenge_climbs_no_further_once_the_child_is_back(scene):
    missing = situations.assessed_apart_by_two_levels(scene)
    [challenge] = whole_of(missing).risk.challenges
    endings.return_home(scene, missing, by="joss")

    sweep_at(START + timedelta(hours=30))

    climbed = [s for s in whole_of(missing).response.escalations if s.about == challenge.id]
    assert len(climbed) == 2


def test_two_workers_at_once_tell_each_rung_once(fresh_database):
    assert fresh_database
    with transaction.atomic():
        scene = scenes.begin(cast.assemble(now=START), at=START)
        missing = situations.reported_just_now(scene)
    at, together = START + timedelta(hours=7), threading.Barrier(2)
    failures = []

    def look():
        try:
            together.wait(10)
            time_passed.record(now=at)
        except Exception as failed:  # noqa: BLE001  # shown by the test that started the thread
            failures.append(failed)
        finally:
            connection.close()

    workers = [threading.Thread(target=look) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    with transaction.atomic():
        keys = [(notice.key, notice.post_id) for notice in told(missing, *RUNGS)]
    assert failures == []
    assert keys
    assert len(keys) == len(set(keys))
