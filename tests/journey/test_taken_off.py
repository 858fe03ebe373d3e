"""One person takes another off the list of a sealed record, but not whoever must act."""

import pytest
from tests.journey import sealed, world

from wayhome.journey import name_taken_off, records_joined
from wayhome.journey.acting import Contradiction
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children.queries import NoSuchChild
from wayhome.records.episodes import visibility
from wayhome.records.protection.queries import NoSuchSeal
from wayhome.rules import access

pytestmark = pytest.mark.django_db
LIST = (*sealed.LIST, "ines")


@pytest.fixture
def child_id(cast):
    child_id = world.introduce(cast)
    world.report(cast, child_id)
    return child_id


@pytest.fixture
def mark(cast, child_id):
    return sealed.seal(cast, child_id, named=LIST)


def sees(cast, who, child_id):
    viewer = cast.viewer(who, now=world.after(2))
    return visibility.children(viewer).filter(id=child_id).exists()


def take_off(cast, child_id, mark, who, *, by="leon", why="She works elsewhere now"):
    name_taken_off.record(
        child_id,
        mark,
        cast.people[who],
        why=why,
        by=cast.viewer(by, now=world.after(1)),
        now=world.after(1),
    )


def test_whoever_is_taken_off_knows_of_the_child_no_more_and_the_others_do(
    cast, child_id, mark, as_owner
):
    other_id = world.introduce(cast, given_name="Alias")
    leon = cast.viewer("leon", now=world.START)
    records_joined.join(child_id, other_id, why="One child", by=leon, now=world.START)
    assert sees(cast, "nadia", child_id)

    take_off(cast, child_id, mark, "nadia")

    assert not sees(cast, "nadia", child_id)
    assert not sees(cast, "nadia", other_id)
    assert all(sees(cast, who, child_id) for who in LIST if who != "nadia")
    with as_owner():
        entered = LedgerEntry.objects.filter(deed=access.Deed.SEAL, at=world.after(1))
        assert {each.child_id for each in entered} == {child_id, other_id}
        assert {each.reason for each in entered} == {"She works elsewhere now"}


@pytest.mark.parametrize(
    ("who", "also", "says"),
    [("ines", (), "owns the open episode"), ("leon", ("nadia",), "services")],
)
def test_nobody_is_taken_off_without_whom_nobody_could_act(cast, child_id, mark, who, also, says):
    for each in also:
        take_off(cast, child_id, mark, each)

    with pytest.raises(Contradiction, match=says):
        take_off(cast, child_id, mark, who)

    assert sees(cast, who, child_id)


def test_a_reason_is_said(cast, child_id, mark):
    with pytest.raises(Contradiction, match="Say why"):
        take_off(cast, child_id, mark, "nadia", why=" ")


def test_somebody_who_is_not_on_the_list_is_not_taken_off_and_takes_nobody_off(
    cast, child_id, mark
):
    with pytest.raises(NoSuchSeal):
        take_off(cast, child_id, mark, "asha")
    with pytest.raises(NoSuchChild):
        take_off(cast, child_id, mark, "nadia", by="ruth")
    with pytest.raises(access.Refused):
        take_off(cast, child_id, mark, "tomas", by="nadia")

    assert all(sees(cast, who, child_id) for who in LIST)
