"""Each part of a guarded child's episodes says so, however its guard and the part met."""

from threading import Event, Thread

import pytest
from django.db import connections, transaction
from tests.journey import sealed, world

from wayhome.platform.row_security import transactions
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules.vocabulary import Capacity

GIVEN = Capacity.OTHER_FORCES


def guarded(child_id):
    return set(Party.objects.filter(episode__child_id=child_id).values_list("guarded", flat=True))


def guard(cast, child_id):
    return sealed.seal(cast, child_id, named=(*sealed.LIST, "ines"))


def part(cast, episode_id, **more):
    return Party.objects.create(
        episode_id=episode_id,
        agency_id=cast.agencies["Eastvale Police"],
        capacity=GIVEN,
        recorded_at=world.START,
        recorded_by_id=cast.people["dina"],
        **more,
    )


def episode_of(child_id):
    return Episode.objects.filter(child_id=child_id).values_list("id", flat=True).get()


@pytest.mark.django_db
def test_parts_of_a_child_whom_nothing_guards_are_not_guarded(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)

    assert guarded(child_id) == {False}


@pytest.mark.django_db
def test_a_guard_guards_every_part_there_is_and_every_part_there_will_be(cast):
    child_id, other_id = world.introduce(cast), world.introduce(cast)
    world.report(cast, child_id, key="one")
    world.report(cast, other_id, key="other")

    guard(cast, child_id)
    assert guarded(child_id) == {True}
    part(cast, episode_of(child_id))

    assert guarded(child_id) == {True}
    assert guarded(other_id) == {False}


@pytest.mark.django_db
def test_a_part_that_is_said_to_be_unguarded_is_not_believed(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)
    guard(cast, child_id)

    assert part(cast, episode_of(child_id), guarded=False)

    assert guarded(child_id) == {True}


@pytest.mark.django_db
def test_no_step_may_take_a_guard_off(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)
    guard(cast, child_id)

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Party.objects.update(guarded=False)


@pytest.fixture
def scene(fresh_database):
    assert fresh_database
    cast = world.assemble()
    child_id = world.introduce(cast)
    world.report(cast, child_id)
    return cast, child_id


def meanwhile(first, second):
    """`second` is begun while `first` is done and not yet kept; whether it waited for it."""
    done, waited = Event(), []

    def other():
        try:
            second()
        finally:
            done.set()
            connections.close_all()

    hand = Thread(target=other)
    with transactions.step():
        first()
        hand.start()
        waited.append(not done.wait(1))
    hand.join(20)
    assert done.is_set()
    return waited[0]


def test_a_guard_that_is_put_while_a_part_is_given_guards_that_part(scene):
    cast, child_id = scene

    waited = meanwhile(lambda: part(cast, episode_of(child_id)), lambda: guard(cast, child_id))

    assert waited
    assert Party.objects.filter(capacity=GIVEN).count() == 1
    assert guarded(child_id) == {True}


def test_a_part_that_is_given_while_a_guard_is_put_is_guarded(scene):
    cast, child_id = scene
    episode_id = episode_of(child_id)

    def give():
        with transactions.step():
            part(cast, episode_id)

    assert meanwhile(lambda: guard(cast, child_id), give)
    assert Party.objects.filter(capacity=GIVEN).count() == 1
    assert guarded(child_id) == {True}


def test_an_episode_that_begins_while_a_guard_is_put_is_guarded(fresh_database):
    assert fresh_database
    cast = world.assemble()
    child_id = world.introduce(cast)

    assert meanwhile(lambda: guard(cast, child_id), lambda: world.report(cast, child_id))
    assert Party.objects.exists()
    assert guarded(child_id) == {True}


def test_a_guard_that_is_put_while_an_episode_begins_guards_it(fresh_database):
    assert fresh_database
    cast = world.assemble()
    child_id = world.introduce(cast)

    assert meanwhile(lambda: world.report(cast, child_id), lambda: guard(cast, child_id))
    assert guarded(child_id) == {True}
