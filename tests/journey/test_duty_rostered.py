"""Whoever is over a post says who is on duty; an empty post is told of before it happens."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.journey import world

from wayhome.interfaces.rehearsal import cast, scenes, situations
from wayhome.journey import account, acting, duty_rostered, rota_gaps, sending, time_passed
from wayhome.platform.messaging import outbox
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.records.practitioners import rotas as records
from wayhome.records.practitioners.models import DutyCover, RotaGap, RotaShift
from wayhome.rules import access, rotas
from wayhome.rules.reasons import WhyAsked
from wayhome.rules.vocabulary import NoticeReason, PostKind
from wayhome.stages.response.models import Escalation

START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)  # a Tuesday
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


def post(scene, kind=PostKind.DUTY_INSPECTOR, agency="Northmoor Police"):
    return scene.cast.post(agency, kind)


def line(scene, *days, who="ines", begins=time(7), ends=time(19)):
    return records.NewShift(scene.cast.people[who], frozenset(days), begins, ends, date(2026, 3, 1))


def put_on(scene, *days, by="owen", **said):
    return duty_rostered.put_on(
        post(scene), line(scene, *days, **said), by=scene.person(by), now=scene.now
    )


def cover(scene, *, who="ines", begins, ends, instead_of=None, by="owen"):
    span = rotas.Span(begins, ends)
    other = scene.cast.people[instead_of] if instead_of else None
    said = rotas.Cover(scene.cast.people[who], span, other)
    return duty_rostered.stood_in(post(scene), said, by=scene.person(by), now=scene.now)


def gaps():
    return [(gap.begins_at, gap.ends_at, gap.ended_at) for gap in RotaGap.objects.order_by("id")]


def on_duty(scene, *, at):
    rota = records.rotas_of([post(scene)], at=at)[post(scene)]
    return rotas.on_duty(rota, at=at)


def test_whoever_is_over_a_post_puts_its_holders_on_its_rota(scene):
    made = put_on(scene, 1)

    assert RotaShift.objects.get().id == made.made_id
    assert on_duty(scene, at=START) == {scene.cast.people["ines"]}
    assert on_duty(scene, at=START + 10 * HOUR) == frozenset()


@pytest.mark.parametrize("who", ["ines", "dina", "joan", "leon"])
def test_nobody_else_says_who_is_on_duty(scene, who):
    with pytest.raises(access.Refused):
        put_on(scene, 1, by=who)
    assert RotaShift.objects.count() == 0


def test_somebody_who_does_not_hold_the_post_is_not_put_on_duty(scene):
    with pytest.raises(acting.Contradiction, match="holds this post"):
        put_on(scene, 1, who="tomas")


def test_a_line_taken_off_stands_no_more_from_the_next_day(scene):
    made = put_on(scene, 1)
    for _twice in range(2):
        duty_rostered.taken_off(made.made_id, by=scene.person("owen"), now=scene.now)

    ended = RotaShift.objects.get()
    assert (ended.until, ended.ended_by_id) == (date(2026, 3, 11), scene.cast.people["owen"])
    assert on_duty(scene, at=START) == {scene.cast.people["ines"]}
    assert on_duty(scene, at=START + timedelta(days=7)) == frozenset()


def test_a_line_nobody_knows_cannot_be_taken_off(scene):
    with pytest.raises(records.NoSuchShift):
        duty_rostered.taken_off(post(scene), by=scene.person("owen"), now=scene.now)


def test_a_swap_names_both_and_is_kept(scene):
    second = cast_second_inspector(scene)
    put_on(scene, 1)

    cover(scene, who=second, instead_of="ines", begins=START, ends=START + 2 * HOUR)

    kept = DutyCover.objects.get()
    people = scene.cast.people
    assert (kept.practitioner_id, kept.instead_of_id) == (people[second], people["ines"])
    assert kept.recorded_by_id == people["owen"]
    assert on_duty(scene, at=START + HOUR) == {people[second]}
    assert on_duty(scene, at=START + 2 * HOUR) == {people["ines"]}


def cast_second_inspector(scene):
    """Dina holds the inspector's post too."""
    from wayhome.records.practitioners.models import Holding

    Holding.objects.create(
        practitioner_id=scene.cast.people["dina"], post_id=post(scene), since=START - 9 * HOUR
    )
    return "dina"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"instead_of": "ines"}, "instead_of_id"),
        ({"ends": START - HOUR}, "ends_at"),
        ({"begins": START - 2 * HOUR, "ends": START - HOUR}, "ends_at"),
        ({"who": "tomas"}, "practitioner_id"),
    ],
    ids=["themselves", "the wrong way round", "over", "no holder"],
)
def test_a_turn_that_cannot_be_is_refused(scene, changes, field):
    with pytest.raises(acting.Contradiction) as refused:
        cover(scene, **({"begins": START, "ends": START + HOUR} | changes))
    assert [each.field for each in refused.value.problems] == [field]
    assert DutyCover.objects.count() == 0


def test_every_step_is_entered_in_the_ledger(scene, as_owner):
    before = len(world.ledger_of(as_owner))
    made = put_on(scene, 1)
    cover(scene, begins=START, ends=START + HOUR)
    duty_rostered.taken_off(made.made_id, by=scene.person("owen"), now=scene.now)
    assert world.ledger_of(as_owner)[before:] == ["say who is on duty"] * 3


def test_a_gap_is_told_to_the_post_over_it_once_and_withdrawn_when_it_is_filled(scene):
    put_on(scene, *range(7))
    assert gaps() == []
    rota_gaps.look(now=START)
    assert gaps() == [(START + 9 * HOUR, START + 21 * HOUR, None)]
    [gap] = RotaGap.objects.all()
    superintendent = agencies.post(post(scene, PostKind.SUPERINTENDENT))
    assert gap.told_post_id == superintendent.id
    assert outbox.last_queued([gap.id]) == {gap.id: START}
    assert rota_gaps.told_of(gap.id, now=START) == [superintendent.email]
    assert sending.why_not(gap.id, superintendent.email, now=START) == ""

    time_passed.record(now=START + HOUR)
    scene.now = START + 2 * HOUR
    cover(scene, begins=START + 9 * HOUR, ends=START + 21 * HOUR)

    assert gaps() == [(START + 9 * HOUR, START + 21 * HOUR, START + 2 * HOUR)]
    assert rota_gaps.told_of(gap.id, now=START) == []
    assert sending.why_not(gap.id, superintendent.email, now=START) != ""


def test_of_a_gap_that_is_filled_in_part_what_is_left_is_kept_and_told_once(scene):
    put_on(scene, *range(7))
    rota_gaps.look(now=START)
    cover(scene, begins=START + 9 * HOUR, ends=START + 12 * HOUR)
    time_passed.record(now=START + HOUR)
    assert gaps() == [(START + 12 * HOUR, START + 21 * HOUR, None)]
    time_passed.record(now=START + 13 * HOUR)
    assert gaps() == [(START + 12 * HOUR, START + 21 * HOUR, None)]


def test_a_rota_without_a_day_is_refused(scene):
    with pytest.raises(acting.Contradiction, match="at least one day"):
        put_on(scene)


def test_a_gap_whose_time_went_by_has_ended(scene):
    put_on(scene, *range(7))
    time_passed.record(now=START)
    time_passed.record(now=START + 21 * HOUR)
    assert gaps()[0] == (START + 9 * HOUR, START + 21 * HOUR, START + 21 * HOUR)


def test_what_is_no_gap_is_told_by_nobody(scene):
    assert rota_gaps.told_of(post(scene), now=START) is None
    assert not rota_gaps.is_gap_for(post(scene), by=scene.person("owen"))


def test_whoever_was_told_of_a_gap_finds_it_and_nobody_else_does(scene):
    put_on(scene, *range(7))
    rota_gaps.look(now=START)
    [gap] = RotaGap.objects.all()
    assert rota_gaps.is_gap_for(gap.id, by=scene.person("owen"))
    assert not rota_gaps.is_gap_for(gap.id, by=scene.person("ines"))


def test_a_post_with_nobody_over_it_is_told_itself(scene):
    director = post(scene, PostKind.DIRECTOR, "Harrowfell Council")
    new = line(scene, 1, who="ruth", begins=time(9), ends=time(10))
    records.add_shifts(director, new, by=None, at=START)
    rota_gaps.look(now=START)
    assert {gap.told_post_id for gap in RotaGap.objects.all()} == {director}


def told(missing, reason):
    whole = account.whole_of(episodes.locked(missing.episode_id), as_of=START + timedelta(days=9))
    named = {each.id: each.title for each in agencies.posts_of(a.id for a in agencies.agencies())}
    return [
        (named[one.post_id], one.recorded_at - START)
        for one in whole.response.notices
        if one.reason == reason
    ]


def test_what_is_told_to_an_empty_post_goes_to_the_next_at_once(scene):
    put_on(scene, 1, begins=time(20), ends=time(21))
    missing = situations.reported_just_now(scene)

    time_passed.record(now=START + MINUTE)

    assert told(missing, NoticeReason.NOTICE_UNANSWERED) == [
        ("Safeguarding detective inspector", MINUTE)
    ]


def test_a_ladder_passes_over_an_empty_rung_at_once_and_the_rung_is_kept(scene):
    missing = situations.reported_just_now(scene)
    deputy = post(scene, PostKind.DETECTIVE_INSPECTOR)
    evening = line(scene, 1, who="dina", begins=time(20), ends=time(21))
    records.add_shifts(deputy, evening, by=None, at=START)

    time_passed.record(now=START + 30 * MINUTE)

    police = [post for post, _gone in told(missing, NoticeReason.NOTICE_UNANSWERED)]
    assert {"Safeguarding detective inspector", "Superintendent"} <= set(police)


def nobody_on_duty(scene, kind, agency="Northmoor Police", *, who):
    """The post has a rota, and nobody is on duty until the evening of the next day."""
    new = line(scene, 2, who=who, begins=time(20), ends=time(21))
    records.add_shifts(post(scene, kind, agency), new, by=None, at=START)


def rungs(kind):
    """The rungs that were reached, each with why its moment came then."""
    return [
        (reached.post.kind, reached.why, reached.due_at)
        for reached in Escalation.objects.filter(kind=kind).order_by("rung")
    ]


def test_a_challenge_passes_over_an_empty_rung_at_once_and_says_why(scene):
    nobody_on_duty(scene, PostKind.DUTY_INSPECTOR, who="ines")
    nobody_on_duty(scene, PostKind.SERVICE_MANAGER, "Millbrook Council", who="yusra")

    situations.assessed_apart_by_two_levels(scene)

    first, *others = rungs("challenge")
    opened = first[2]
    assert [first, *others] == [
        (PostKind.DUTY_INSPECTOR, WhyAsked.TIME, opened),
        (PostKind.TEAM_MANAGER, WhyAsked.TIME, opened),
        (PostKind.DETECTIVE_INSPECTOR, WhyAsked.NOBODY_ON_DUTY, opened),
    ]

    time_passed.record(now=opened + HOUR)

    assert rungs("challenge")[3:] == [
        (PostKind.SERVICE_MANAGER, WhyAsked.TIME, opened + HOUR),
        (PostKind.SUPERINTENDENT, WhyAsked.NOBODY_ON_DUTY, opened + HOUR),
    ]


def test_a_challenge_waits_its_time_where_somebody_is_on_duty(scene):
    situations.assessed_apart_by_two_levels(scene)

    assert [(kind, why) for kind, why, _at in rungs("challenge")] == [
        (PostKind.DUTY_INSPECTOR, WhyAsked.TIME),
        (PostKind.TEAM_MANAGER, WhyAsked.TIME),
    ]


def test_a_challenge_is_looked_at_when_a_rung_becomes_empty_while_it_waits(scene):
    situations.assessed_apart_by_two_levels(scene)
    nobody_on_duty(scene, PostKind.DUTY_INSPECTOR, who="ines")

    time_passed.record(now=scene.now + MINUTE)

    [_first, _second, third] = rungs("challenge")
    assert third[:2] == (PostKind.DETECTIVE_INSPECTOR, WhyAsked.NOBODY_ON_DUTY)


def test_what_is_told_to_an_empty_post_is_kept_with_why_the_next_was_asked(scene):
    put_on(scene, 1, begins=time(20), ends=time(21))
    situations.reported_just_now(scene)

    time_passed.record(now=START + MINUTE)

    assert (PostKind.DETECTIVE_INSPECTOR, WhyAsked.NOBODY_ON_DUTY) in [
        (kind, why) for kind, why, _at in rungs("notice")
    ]
