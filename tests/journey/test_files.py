"""A photograph or a document is added, replaced and withdrawn by those who may, or nothing is."""

import pytest
from tests.journey import world
from tests.platform.uploads import hostile

from wayhome.journey import file_added, file_withdrawn
from wayhome.journey.acting import Contradiction
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.files import queries as files_known
from wayhome.records.files.models import File, FileContent
from wayhome.rules import access
from wayhome.rules.files import FileSubject

pytestmark = pytest.mark.django_db
PICTURE = hostile.whole("JPEG")
DOCUMENT = hostile.documents()["note"]


@pytest.fixture
def child_id(cast):
    return world.introduce(cast)


@pytest.fixture
def other_id(cast):
    """Another child of the same home and council."""
    return world.introduce(cast, given_name="Other")


def add(cast, child_id, *, by="nadia", content=PICTURE, subject=FileSubject.PHOTOGRAPH, **more):
    sent = file_added.Sent(content, subject, "School photograph", **more)
    viewer = cast.viewer(by, now=world.START)
    return file_added.record(child_id, sent, by=viewer, now=world.START).made_id


def withdraw(cast, file_id, *, by, why="It is another child"):
    viewer = cast.viewer(by, now=world.START)
    return file_withdrawn.record(file_id, why=why, by=viewer, now=world.after(1))


def stands(child_id):
    """The files of a child that are shown."""
    return [file.id for file in files_known.of_child(child_id)]


def entered(as_owner):
    """How often the ledger says that a file was added or withdrawn."""
    with as_owner():
        deeds = (file_added.DEED, file_withdrawn.DEED)
        return LedgerEntry.objects.filter(deed__in=deeds).count()


def test_nobody_adds_a_file_to_a_child_they_may_not_know_of(cast, child_id, as_owner):
    with pytest.raises(children.NoSuchChild):
        add(cast, child_id, by="tariq")

    assert not File.objects.exists()
    assert entered(as_owner) == 0


def test_a_file_of_an_episode_is_of_an_episode_of_that_child(cast, child_id, other_id, as_owner):
    episode_id, others = (
        episodes.locked(world.report(cast, each, key=str(each))["episode_id"]).id
        for each in (child_id, other_id)
    )

    with pytest.raises(episodes.NoSuchEpisode):
        add(cast, child_id, episode_id=others)

    assert not File.objects.exists()
    assert entered(as_owner) == 0
    made = add(cast, child_id, episode_id=episode_id)
    assert File.objects.get(id=made).episode_id == episode_id


def test_a_file_takes_the_place_of_none_of_another_child(cast, child_id, other_id, as_owner):
    theirs = add(cast, other_id)

    with pytest.raises(files_known.NoSuchFile):
        add(cast, child_id, replaces=theirs)

    assert stands(other_id) == [theirs]
    assert stands(child_id) == []
    assert FileContent.objects.count() == 1
    assert entered(as_owner) == 1


def test_a_home_replaces_only_what_it_added_and_a_council_what_any_agency_did(
    cast, child_id, as_owner
):
    councils = add(cast, child_id)
    with pytest.raises(access.Refused, match="Another agency added this"):
        add(cast, child_id, by="joss", replaces=councils)
    assert stands(child_id) == [councils]
    assert entered(as_owner) == 1

    homes = add(cast, child_id, by="joss")
    newer = add(cast, child_id, replaces=homes)

    assert set(stands(child_id)) == {councils, newer}


def test_a_file_takes_the_place_of_one_that_tells_the_same_and_of_no_other(
    cast, child_id, as_owner
):
    photograph = add(cast, child_id)

    with pytest.raises(Contradiction) as raised:
        add(
            cast,
            child_id,
            content=DOCUMENT,
            subject=FileSubject.INTELLIGENCE,
            replaces=photograph,
        )

    [problem] = raised.value.problems
    assert (problem.field, problem.message) == ("subject", file_added.ANOTHER_SUBJECT)
    assert stands(child_id) == [photograph]
    assert FileContent.objects.count() == 1
    assert entered(as_owner) == 1


def test_a_file_of_a_child_one_may_not_know_of_is_withdrawn_as_little_as_one_that_is_not_there(
    cast, child_id, as_owner
):
    made = add(cast, child_id)

    with pytest.raises(files_known.NoSuchFile):
        withdraw(cast, made, by="elin")

    assert stands(child_id) == [made]
    assert entered(as_owner) == 1


def test_a_force_withdraws_what_the_home_added_and_says_why(cast, child_id, as_owner):
    made = add(cast, child_id, by="joss")
    with pytest.raises(Contradiction):
        withdraw(cast, made, by="tomas", why=" ")
    assert stands(child_id) == [made]

    withdraw(cast, made, by="tomas")

    assert stands(child_id) == []
    assert File.objects.get().withdrawn_why == "It is another child"
    assert entered(as_owner) == 2
