"""An imported record opens the record of no child whom the agency has nothing to do with."""

from dataclasses import replace

import pytest
from tests.journey import outside, world

from wayhome.journey import past, past_episode_imported
from wayhome.journey.past_episode_imported import Came
from wayhome.records.children.models import Child, Identifier
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def child_id(cast):
    """A child whom those in Eastvale, the school and the health trust have no part in."""
    return world.introduce(cast, date_of_birth=outside.BORN)


def imported(cast, who="bea", **more):
    """A force's record of an absence of the child that is over."""
    record = past.PastEpisode(
        line=2,
        key="one",
        scheme="nominal",
        number="E1",
        child=replace(outside.AMIRA, known_as="Zed"),
        began_at=world.after(-500),
        ended_at=world.after(-490),
        words="Imported record.",
        type_code="missing",
        council_id=cast.agencies["Eastvale County Council"],
    )
    by = cast.viewer(who, now=world.START)
    [result] = past_episode_imported.record([replace(record, **more)], by=by, now=world.START)
    return result


def test_an_imported_record_opens_the_record_of_no_child_of_others(cast, child_id):
    result = imported(cast)

    assert result.came is Came.IMPORTED
    assert Episode.objects.get().child_id == child_id
    assert not outside.sees(cast, "bea")
    assert Child.objects.get().known_as == ""
    assert not Identifier.objects.exists()


def test_one_that_joins_an_absence_of_others_or_opens_one_is_looked_at(cast, child_id):
    joined = world.report(cast, child_id, now=world.after(-9))
    open_ = {"ended_at": None, "began_at": world.after(-8)}

    result = imported(cast, **open_)

    assert result.came is Came.JOINED
    assert outside.looks(episode_id=joined["episode_id"]).count() == 1
    assert not outside.sees(cast, "bea")


def test_one_that_opens_an_episode_of_a_child_of_others_gives_no_part_in_it(cast, child_id):
    result = imported(cast, ended_at=None, began_at=world.after(-8))

    assert result.came is Came.OPENED
    [review] = Duty.objects.filter(kind=DutyKind.REVIEW, key="imported")
    assert review.reason.startswith("Eastvale Police has no part in this child")
    assert not outside.sees(cast, "bea")
    assert Episode.objects.get().child_id == child_id


def test_one_of_a_child_whose_care_is_unknown_makes_a_record_of_its_own(cast):
    imported(cast, who="callum", council_id=cast.agencies["Harrowfell Council"])

    result = imported(cast, key="two", began_at=world.after(-400), ended_at=world.after(-390))

    assert result.new_child
    assert any("several records" in note for note in result.notes)


def test_several_records_of_one_child_take_in_an_imported_one_without_a_third(cast, child_id):
    outside.a_twin(cast)

    result = imported(cast, who="callum")

    assert Episode.objects.get().child_id == child_id
    assert Child.objects.count() == 2
    assert any("several records" in note for note in result.notes)


def test_a_number_of_a_child_the_agency_no_longer_has_a_part_in_is_rejected(cast):
    imported(cast, who="callum")
    Party.objects.update(ended_at=world.START, ended_by_id=cast.people["ines"])

    result = imported(cast, who="callum", key="two", began_at=world.after(-400))

    assert result.came is Came.REJECTED
    assert "no longer has a part" in result.reason
