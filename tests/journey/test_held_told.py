"""A report waits to be checked: those who may are told, until somebody has it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.journey import world

from wayhome.interfaces.rehearsal import cast, scenes
from wayhome.journey import held_told, report_held, sending, time_passed
from wayhome.platform.journal.holding import NoSuchHeld
from wayhome.platform.journal.models import HeldReport, HeldTold
from wayhome.platform.messaging import by_email
from wayhome.platform.messaging.courier import Letter
from wayhome.platform.messaging.models import Message
from wayhome.platform.models import new_id
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.practitioners import rotas
from wayhome.rules import checking, protocol
from wayhome.rules.vocabulary import AgencyKind, Level, PostKind

START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)  # a Tuesday
NORTHMOOR = "Northmoor Police"
MINUTE = timedelta(minutes=1)
FIRST = protocol.DEFAULT.acknowledge_within_minutes[Level.HIGH] * MINUTE
EACH = protocol.DEFAULT.climb_within_minutes[Level.HIGH] * MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


def entry(**changes):
    kept = {
        "id": str(new_id()),
        "way": "page",
        "key": "k",
        "received_at": (START - timedelta(hours=1)).isoformat(),
        "typed": {"given_name": ["Zqwenna"]},
    }
    return kept | changes


def hold(scene, *, giver="joss", of=None, now=START):
    return report_held.hold(
        of or entry(),
        claimed_by=scene.cast.people[giver] if giver else None,
        why="Why it waits",
        problems=[],
        now=now,
    )


def told():
    """Which posts were told, and when, counted from the start."""
    kinds = {post.id: (post.kind, post.agency.name) for post in Post.objects.all()}
    rows = HeldTold.objects.order_by("at", "id")
    return [(*kinds[row.post_id], row.at - START) for row in rows]


def test_the_call_handlers_of_the_force_are_told_at_once(scene):
    assert hold(scene)

    post = Post.objects.get(id=scene.cast.post(NORTHMOOR, PostKind.CALL_HANDLER))
    [message] = Message.objects.all()
    assert told() == [(PostKind.CALL_HANDLER, NORTHMOOR, timedelta())]
    assert (message.address, message.about) == (post.email, HeldReport.objects.get().id)
    assert sending.why_not(message.about, post.email, now=START) == ""


def test_the_message_says_nothing_of_the_child_nor_of_what_was_sent(scene):
    hold(scene)

    [message] = Message.objects.all()
    letter = Letter(
        message.id, message.courier, message.address, message.about, message.says, START
    )
    written = by_email.written(letter).message().as_string()

    assert str(message.about) in written
    for word in ("Zqwenna", "joss", "Joss", "report", "child", "missing", "k@"):
        assert word not in written.replace("Wayhome", "")


def test_one_report_that_comes_again_is_told_of_once(scene):
    same = entry()
    assert hold(scene, of=same)
    assert not hold(scene, of=same)
    time_passed.record(now=START + MINUTE)

    assert HeldTold.objects.count() == Message.objects.count() == 1


def test_it_climbs_by_the_clock_until_nobody_is_left_and_each_is_told_once(scene):
    hold(scene)
    for minutes in (0, 1, 2, 3, 4):
        held_told.climb(now=START + FIRST - MINUTE + minutes * MINUTE)
    for _twice in range(2):
        time_passed.record(now=START + FIRST + EACH)

    assert told() == [
        (PostKind.CALL_HANDLER, NORTHMOOR, timedelta()),
        (PostKind.DUTY_SERGEANT, NORTHMOOR, FIRST),
        (PostKind.DUTY_INSPECTOR, NORTHMOOR, FIRST + EACH),
    ]


def test_a_post_for_which_nobody_is_on_duty_is_passed_over_at_once(scene):
    for kind, who in ((PostKind.CALL_HANDLER, "asha"), (PostKind.DUTY_SERGEANT, "tomas")):
        line = rotas.NewShift(
            scene.cast.people[who], frozenset({2}), time(20), time(21), date(2026, 3, 1)
        )
        rotas.add_shifts(scene.cast.post(NORTHMOOR, kind), line, by=None, at=START)

    hold(scene)

    assert [kind for kind, _agency, _at in told()] == list(checking.POSTS)


def test_whoever_has_it_ends_the_climb_and_nothing_more_leaves(scene, as_owner):
    hold(scene)
    held = HeldReport.objects.get()
    [message] = Message.objects.all()
    asha, tomas = scene.person("asha"), scene.person("tomas")

    assert report_held.have(held.id, by=asha, now=START + MINUTE)
    assert not report_held.have(held.id, by=tomas, now=START + 2 * MINUTE)
    time_passed.record(now=START + FIRST + EACH)

    held.refresh_from_db()
    assert (held.had_by_id, held.had_at) == (asha.practitioner_id, START + MINUTE)
    assert len(told()) == 1
    assert sending.why_not(held.id, message.address, now=START + 3 * MINUTE) != ""
    assert world.ledger_of(as_owner)[-2:] == ["check a report that could not be recorded"] * 2


def test_what_is_settled_climbs_no_more(scene):
    hold(scene)
    held = HeldReport.objects.get()
    report_held.settle(held.id, how="Recorded", by=scene.person("asha"), now=START + MINUTE)

    time_passed.record(now=START + FIRST + EACH)

    assert len(told()) == 1
    assert held_told.told_of(held.id, now=START) == []


@pytest.mark.parametrize("who", ["joss", "nadia", "grace", "owen"])
def test_nobody_but_those_who_may_check_it_is_told_or_has_it(scene, who):
    hold(scene)
    held, person = HeldReport.objects.get(), scene.person(who)

    assert not held_told.is_told(held.id, by=person)
    assert held_told.nobodys(by=person) == []
    with pytest.raises(NoSuchHeld):
        report_held.have(held.id, by=person, now=START)


def test_another_force_is_told_nothing_of_it(scene):
    hold(scene)
    held = HeldReport.objects.get()
    elsewhere = replace(scene.person("asha"), agency_id=scene.cast.agencies["Eastvale Police"])

    assert held_told.is_told(held.id, by=scene.person("asha"))
    assert held_told.nobodys(by=scene.person("asha")) == [held.id]
    assert not held_told.is_told(held.id, by=elsewhere)
    assert held_told.nobodys(by=elsewhere) == []


def test_where_nothing_says_whose_it_is_every_force_is_told(scene):
    hold(scene, giver=None)

    agencies = {agency for _kind, agency, _at in told()}
    assert {NORTHMOOR, "Eastvale Police"} <= agencies


def test_an_identifier_that_is_no_report_is_told_of_by_nobody(scene):
    assert held_told.told_of(scene.cast.agencies[NORTHMOOR], now=START) is None


def test_a_force_that_has_agreed_nothing_yet_is_told_by_the_times_that_are_shipped(scene):
    force = Agency(name="Southmoor Police", kind=AgencyKind.POLICE)
    force.save(force_insert=True)
    handlers = Post(
        agency=force, kind=PostKind.CALL_HANDLER, title="Call handlers", email="s@x.invalid"
    )
    handlers.save(force_insert=True)

    hold(scene, giver=None)

    assert handlers.id in set(HeldTold.objects.values_list("post_id", flat=True))
