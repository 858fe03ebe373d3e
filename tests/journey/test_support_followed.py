"""Support that is added to, asked of whoever can give it, and asked after when its day has gone."""

from datetime import time, timedelta

import pytest
from tests.journey import outside, world
from tests.journey.test_interviews_and_corrections import close, come_home

from wayhome.journey import (
    account,
    acting,
    notice_answered,
    support_agreed,
    support_overdue,
    support_worked,
    time_passed,
)
from wayhome.records.agencies.models import Agency
from wayhome.records.episodes import queries as episodes
from wayhome.records.practitioners import rotas
from wayhome.rules import access, told
from wayhome.rules.reasons import WhyAsked
from wayhome.rules.vocabulary import AgencyKind, NoticeReason, PostKind
from wayhome.stages.response.models import Escalation, Notice
from wayhome.stages.support import queries as support
from wayhome.stages.support.models import PlanAction

pytestmark = pytest.mark.django_db
MORNING = 12.0  # nine o'clock on the day after the plan's day
LATE = MORNING + 24


@pytest.fixture
def who(cast):
    return lambda name: cast.viewer(name, now=world.START)


@pytest.fixture
def episode_id(cast, who):
    made = world.open_episode(cast, last_seen_at=world.after(-3))
    come_home(made, who("joss"))
    return made


@pytest.fixture
def agree(cast, who, episode_id):
    """Agree that agencies do something, each by the day the child was reported."""

    def record(*agencies, hours=7):
        actions = tuple(
            told.PlanAction(f"Help of {name}", "Somebody", cast.agencies[name], world.START.date())
            for name in agencies
        )
        said = told.Plan("Time with family", actions, ("See my brother",))
        support_agreed.record(episode_id, said, by=who("nadia"), now=world.after(hours))
        return list(PlanAction.objects.order_by("recorded_at", "id"))

    return record


def told_of(reason):
    rows = Notice.objects.filter(reason=reason).select_related("post")
    return [notice.post.kind for notice in rows.order_by("recorded_at", "id")]


def test_a_second_plan_adds_to_the_first_and_each_thing_asked_for_keeps_its_line(
    agree, who, episode_id
):
    agree("Harrowfell Council")
    agree("Larch House", hours=8)
    with pytest.raises(acting.NotNow, match="already"):
        support_agreed.not_needed(episode_id, because="x", by=who("nadia"), now=world.after(9))

    kept = account.whole_of(episodes.locked(episode_id), as_of=world.after(10)).support
    assert [plan.needed for plan in kept.plans] == [True, True]
    assert [asked.plan_id for asked in kept.asked] == [plan.id for plan in kept.plans]
    assert told_of(NoticeReason.SUPPORT_ASKED) == [PostKind.SOCIAL_WORK_TEAM, PostKind.HOME_MANAGER]
    assert told_of(NoticeReason.SUPPORT_AGREED).count(PostKind.MISSING_PERSON_COORDINATOR) == 2


def test_support_found_not_to_be_needed_may_be_agreed_after_all(agree, who, episode_id):
    support_agreed.not_needed(episode_id, because="x", by=who("nadia"), now=world.after(6.5))

    assert agree("Harrowfell Council")


def test_an_agency_without_a_post_cannot_be_asked(who, episode_id, as_owner):
    with as_owner():
        partnership = Agency.objects.get(name="Northmoor Police").partnership
        empty = Agency.objects.create(name="Club", kind=AgencyKind.SCHOOL, partnership=partnership)
    said = told.Plan("x", (told.PlanAction("x", "x", empty.id, world.START.date()),))

    with pytest.raises(acting.Contradiction, match="no post"):
        support_agreed.record(episode_id, said, by=who("nadia"), now=world.after(7))


def test_a_school_that_has_no_part_is_told_and_says_what_came_of_it_and_no_more(
    cast, agree, who, episode_id
):
    [action] = agree("Beckside Academy")
    grace = who("grace")
    [notice] = Notice.objects.filter(reason=NoticeReason.SUPPORT_ASKED)

    notice_answered.opened(notice.id, by=grace, now=world.after(8))
    notice_answered.acknowledged(notice.id, by=grace, now=world.after(8))
    assert [row.id for row in support.asked_of(grace)] == [action.id]
    assert support.asked_of_post(grace, action.id) == action
    assert not outside.sees(cast, "grace")
    support_worked.done(episode_id, action.id, outcome="Club", by=grace, now=world.after(9))

    action.refresh_from_db()
    assert (action.outcome, action.done_by_id) == ("Club", grace.practitioner_id)
    with pytest.raises(acting.NotNow):
        support_worked.not_done(episode_id, action.id, reason="x", by=grace, now=world.after(9))
    with pytest.raises(support.NoSuchPlan):
        support.asked_of_post(grace, action.id)


@pytest.mark.parametrize(
    ("agency", "name", "refusal"),
    [
        ("Beckside Academy", "isla", support.NoSuchPlan),
        ("Beckside Academy", "joss", access.Refused),
        ("Beckside Academy", "tomas", access.Refused),
        ("Northmoor Police", "tomas", access.Refused),
        ("Northmoor Police", "asha", access.Refused),
    ],
)
def test_nobody_else_settles_it(agree, who, episode_id, agency, name, refusal):
    [action] = agree(agency)

    with pytest.raises(refusal):
        support_worked.done(episode_id, action.id, outcome="x", by=who(name), now=world.after(8))
    with pytest.raises(support.NoSuchPlan):
        support.asked_of_post(who(name), action.id)


@pytest.mark.parametrize("name", ["callum", "ines", "nadia"])
def test_its_post_one_above_it_or_the_council_says_why_it_will_not_be_done(
    agree, who, episode_id, name
):
    [action] = agree("Northmoor Police")
    by = who(name)
    with pytest.raises(acting.Contradiction, match="Say why"):
        support_worked.not_done(episode_id, action.id, reason=" ", by=by, now=world.after(8))

    support_worked.not_done(episode_id, action.id, reason="Moved away", by=by, now=world.after(8))

    action.refresh_from_db()
    assert action.stood_down_reason == "Moved away"
    time_passed.record(now=world.after(LATE))
    assert told_of(NoticeReason.SUPPORT_OVERDUE) == []


def test_one_that_was_asked_of_no_post_is_its_agencys(agree, who, episode_id, as_owner):
    [action] = agree("Beckside Academy")
    with as_owner():
        PlanAction.objects.update(owner_post=None)
    assert support.asked_or_settled(who("grace"), action.id) == action
    with pytest.raises(support.NoSuchPlan):
        support.asked_or_settled(who("isla"), action.id)

    support_worked.done(episode_id, action.id, outcome="x", by=who("grace"), now=world.after(8))


def test_what_is_past_its_day_is_asked_after_in_the_morning_and_climbs(agree):
    [action] = agree("Beckside Academy")
    time_passed.record(now=world.after(MORNING - 0.1))
    assert told_of(NoticeReason.SUPPORT_OVERDUE) == []

    time_passed.record(now=world.after(MORNING))
    time_passed.record(now=world.after(MORNING + 0.1))
    assert told_of(NoticeReason.SUPPORT_OVERDUE) == [PostKind.SAFEGUARDING_LEAD]
    assert not Escalation.objects.filter(about=action.id).exists()

    time_passed.record(now=world.after(LATE))
    climbed = Escalation.objects.filter(about=action.id, kind=support_overdue.KIND)
    assert [rung.post.kind for rung in climbed.order_by("rung")] == [
        PostKind.TEAM_MANAGER,
        PostKind.SERVICE_MANAGER,
        PostKind.DUTY_INSPECTOR,
        PostKind.DIRECTOR,
    ]
    before = Notice.objects.count()
    time_passed.record(now=world.after(LATE + 1))
    assert before <= Notice.objects.count()
    assert climbed.count() == 4


def test_a_rung_for_which_nobody_is_on_duty_is_passed_over_at_once(agree, cast):
    [action] = agree("Beckside Academy")
    post = cast.post("Harrowfell Council", PostKind.SERVICE_MANAGER)
    another_day = frozenset({(world.START.weekday() + 3) % 7})
    line = rotas.NewShift(
        cast.people["moira"], another_day, time(9), time(10), world.START.date() - timedelta(days=9)
    )
    rotas.add_shifts(post, line, by=None, at=world.START)

    time_passed.record(now=world.after(MORNING + 2.5))

    climbed = Escalation.objects.filter(about=action.id).order_by("rung")
    assert [(rung.post.kind, rung.why, rung.due_at) for rung in climbed] == [
        (PostKind.TEAM_MANAGER, WhyAsked.TIME, world.after(MORNING + 0.5)),
        (PostKind.SERVICE_MANAGER, WhyAsked.TIME, world.after(MORNING + 2.5)),
        (PostKind.DUTY_INSPECTOR, WhyAsked.NOBODY_ON_DUTY, world.after(MORNING + 2.5)),
    ]


def test_it_is_asked_after_though_the_episode_has_closed_until_it_is_done(agree, who, episode_id):
    [action] = agree("Harrowfell Council")
    close(episode_id, who)

    assert time_passed.record(now=world.after(MORNING + 30)) == 1
    assert told_of(NoticeReason.SUPPORT_OVERDUE) == [PostKind.SOCIAL_WORK_TEAM]
    assert episodes.locked(episode_id).closed_at is not None

    support_worked.done(
        episode_id, action.id, outcome="x", by=who("nadia"), now=world.after(MORNING + 31)
    )
    assert time_passed.record(now=world.after(MORNING + 300)) == 0


def test_what_is_done_while_the_clocks_are_looked_at_is_not_asked_after(agree, who, episode_id):
    [action] = agree("Harrowfell Council")
    now = world.after(MORNING)
    [(episode, ask)] = support_overdue.asking(now=now)
    support_worked.done(episode_id, action.id, outcome="x", by=who("nadia"), now=world.after(8))

    assert episode.id == episode_id
    assert not ask(acting.resume(episodes.locked(episode_id), by=None, now=now))


def test_many_are_looked_at_by_as_many_queries_as_one(
    agree, django_assert_num_queries, monkeypatch
):
    agree("Harrowfell Council")
    agree("Larch House", hours=8)
    now = world.after(MORNING)
    with django_assert_num_queries(7):
        assert len(list(support_overdue.asking(now=now))) == 2
    agree("Beckside Academy", "Fellside Health Trust", hours=9)
    with django_assert_num_queries(7):
        assert len(list(support_overdue.asking(now=now))) == 4

    monkeypatch.setattr(support, "PAGE", 2)
    assert len(list(support_overdue.asking(now=now))) == 4
