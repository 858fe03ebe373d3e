"""A report of a child who is known to others is taken, and opens nobody's record."""

from dataclasses import replace

import pytest
from tests.journey import outside, world

from wayhome.journey import acting, child_introduced, report_received
from wayhome.records.agencies.models import Agency
from wayhome.records.children import queries as children
from wayhome.records.children.models import CareArrangement, Child, ChildDetail, Contact
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import told
from wayhome.rules.vocabulary import Capacity, DutyKind, NoticeReason
from wayhome.stages.intake import queries as intake
from wayhome.stages.intake.models import MissingReport, ReportAnswer
from wayhome.stages.response.models import Duty, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def child_id(cast):
    """A child whom those in Eastvale, the school and the health trust have no part in."""
    return world.introduce(cast, date_of_birth=outside.BORN)


# ---------------------------------------------------------------- what a report gives


@pytest.mark.parametrize("who", outside.STRANGERS)
def test_a_name_and_a_date_of_birth_open_no_record(cast, child_id, who):
    world.report(cast, child_id)

    outside.tell(cast, who, hours=1)

    assert Episode.objects.count() == Child.objects.count() == 1
    assert outside.parts_of(cast, who) == set()
    assert not outside.sees(cast, who)


@pytest.mark.parametrize("who", outside.STRANGERS)
def test_nor_where_the_report_opens_the_episode(cast, child_id, who):
    outside.tell(cast, who)

    episode = Episode.objects.get()
    assert episode.child_id == child_id
    assert episode.owner_agency.name == "Northmoor Police"
    assert not outside.sees(cast, who)


def test_the_report_reaches_those_who_search_and_they_are_asked_to_look(cast, child_id):
    first = world.report(cast, child_id)

    answer = outside.tell(cast, hours=1)

    [joined] = MissingReport.objects.filter(joined=True)
    assert (str(joined.episode_id), joined.why_worried) == (
        first["episode_id"],
        "Not back from school",
    )
    assert Notice.objects.filter(reason=NoticeReason.SECOND_REPORT).count() == 1
    assert Duty.objects.filter(kind=DutyKind.REASSESS, met_at=None).count() == 2
    [look] = outside.looks()
    assert look.reason.startswith("Tideway House has no part in this child")
    assert look.owner_agency.name == "Northmoor Police"
    assert look.due_at > world.after(1)
    assert answer["report_id"] == str(joined.id)


def test_one_look_is_asked_for_however_many_reports_come(cast, child_id):
    world.report(cast, child_id)

    for hours in range(1, 4):
        outside.tell(cast, hours=hours)

    assert outside.looks().count() == 1


def test_a_child_nobody_knew_is_followed_by_whoever_reported_them(cast):
    outside.tell(cast, "isla", child=outside.NOBODY)

    assert outside.parts_of(cast, "isla") == {Capacity.REPORTER}
    assert outside.sees(cast, "isla")


def test_so_is_one_whom_the_reporter_could_open_already(cast, child_id):
    world.report(cast, child_id)

    answer = outside.tell(cast, "asha", hours=1, council_id=cast.agencies["Harrowfell Council"])

    assert answer["joined"]
    assert Capacity.REPORTER in outside.parts_of(cast, "asha")
    assert not outside.looks().exists()


def test_an_agency_reads_back_its_own_reports_and_no_other(cast, child_id):
    world.report(cast, child_id, answers=(told.TopicAnswer("worry", "Told by the home"),))
    known_as = replace(outside.AMIRA, known_as="Zed", description="A red coat")
    answers = (told.TopicAnswer("worry", "Told by us"),)
    answer = outside.tell(cast, child=known_as, hours=1, answers=answers)
    outside.tell(cast, hours=2)

    own = intake.own(cast.viewer("tariq", now=world.START), answer["reference"])

    assert [report.description for report in own.reports] == ["A red coat", ""]
    assert [one.answer for one in own.answers] == ["Told by us"]
    with pytest.raises(intake.NoSuchReport):
        intake.own(cast.viewer("grace", now=world.START), answer["reference"])


# ---------------------------------------------------------------- what stays as it was


def test_what_a_stranger_says_of_the_child_is_kept_beside_the_record(cast, child_id):
    world.report(cast, child_id, child=told.Child(known_as="Ami", description="A green coat"))
    before = children.known(child_id)

    said = replace(
        outside.AMIRA, given_name="AMIRA", known_as="Zed", age_stated=14, description="Wrong"
    )
    answer = outside.tell(cast, child=said, hours=1)

    after = children.known(child_id)
    assert [detail.id for detail in after.details] == [detail.id for detail in before.details]
    assert (after.child.known_as, after.child.description) == ("Ami", "A green coat")
    assert MissingReport.objects.get(id=answer["report_id"]).description == "Wrong"
    kept = ReportAnswer.objects.filter(report_id=answer["report_id"])
    assert {one.topic: (one.answer, one.supplied_by) for one in kept} == {
        "given_name": ("AMIRA", "Joss Amberley"),
        "family_name": ("Example", "Joss Amberley"),
        "known_as": ("Zed", "Joss Amberley"),
        "date_of_birth": ("2011-05-05", "Joss Amberley"),
        "age_stated": ("14", "Joss Amberley"),
    }


def test_what_somebody_says_who_knows_the_child_is_what_is_known(cast, child_id):
    world.report(cast, child_id)

    outside.tell(cast, "asha", child=replace(outside.AMIRA, known_as="Ami"), hours=1)

    assert Child.objects.get().known_as == "Ami"
    assert ChildDetail.objects.filter(field="known_as", value="Ami").exists()


def test_nobody_is_given_a_child_to_care_for_by_reporting_one_whose_care_is_unknown(cast):
    made = child_introduced.record(
        outside.AMIRA,
        contacts=[told.Contact("Sara Example", "mother")],
        by=cast.viewer("nadia", now=world.START),
        now=world.START,
    )

    outside.tell(cast)

    assert Contact.objects.get().child_id == made.child_id
    assert not CareArrangement.objects.filter(child_id=made.child_id).exists()
    assert made.child_id not in visibility.children(cast.viewer("tariq", now=world.START))
    assert Episode.objects.get().child_id != made.child_id


# ---------------------------------------------------------------- what is answered


def test_a_report_that_contradicts_the_record_is_taken_and_put_before_the_owner(cast, child_id):
    first = world.report(cast, child_id)
    outside.come_home(cast, first, hours=5)

    answer = outside.tell(cast, hours=8, received_at=world.after(-9), last_seen_at=world.after(-10))

    episode = Episode.objects.get(id=answer["episode_id"])
    assert answer["episode_id"] != first["episode_id"]
    assert episode.reported_at == world.after(8)
    assert episode.absent_from == world.after(5)
    assert MissingReport.objects.get(id=answer["report_id"]).received_at == world.after(-9)
    [look] = outside.looks(episode=episode)
    assert "find out at once whether the child is missing now" in look.reason


def test_a_report_of_an_absence_that_is_closed_is_taken_as_a_new_one(cast, child_id):
    first = world.report(cast, child_id)
    outside.close(cast, first, hours=5)

    answer = outside.tell(cast, hours=8, received_at=world.after(3))

    assert Episode.objects.get(id=answer["episode_id"]).closed_at is None
    assert outside.looks(episode_id=answer["episode_id"]).exists()


def test_a_report_of_an_absence_that_is_over_joins_it(cast, child_id):
    first = world.report(cast, child_id)
    outside.come_home(cast, first, hours=5)

    answer = outside.tell(cast, hours=8, received_at=world.after(3))

    assert answer["episode_id"] == first["episode_id"]
    assert (answer["joined"], answer["warnings"]) == (False, [])


@pytest.mark.usefixtures("child_id")
def test_an_agency_that_reports_again_is_answered_with_the_reference_it_has(cast):
    first = outside.tell(cast)
    outside.come_home(cast, first, hours=5)

    again = outside.tell(cast, hours=9)

    assert again["episode_id"] != first["episode_id"]
    assert (again["reference"], again["joined"]) == (first["reference"], True)
    assert again["warnings"] == [report_received.ALREADY_REPORTED]


@pytest.mark.parametrize("child", [outside.AMIRA, outside.NOBODY])
@pytest.mark.parametrize("council", ["nobody", "Larch House"])
@pytest.mark.parametrize("hours", [-9, -1])
def test_a_council_that_is_none_is_asked_for_before_anything_else(
    cast, child_id, child, council, hours
):
    outside.come_home(
        cast, world.report(cast, child_id, now=world.after(-5), key="first"), hours=-0.5
    )
    wrong = cast.agencies.get(council, child_id)

    with pytest.raises(acting.Contradiction, match=r"^Choose the council[^.]*told$"):
        outside.tell(cast, "marek", child=child, council_id=wrong, received_at=world.after(hours))


def test_the_council_is_asked_for_first_even_of_a_child_who_was_chosen(cast, child_id):
    outside.come_home(
        cast, world.report(cast, child_id, now=world.after(-5), key="first"), hours=-0.5
    )

    with pytest.raises(acting.Contradiction, match=r"^Choose the council"):
        world.report(cast, child_id, council_id=child_id, received_at=world.after(-9))


@pytest.mark.parametrize("by", ["tariq", "asha"])
def test_a_child_whom_nobody_could_answer_for_is_reported_as_one_nobody_knows(cast, by):
    """Their own council has no force: an episode of theirs would be led by nobody."""
    Agency.objects.filter(name="Harrowfell Council").update(police_force=None)
    care = told.Arrangement(responsible_authority_id=cast.agencies["Harrowfell Council"])
    knows = cast.viewer("nadia", now=world.START)
    child_introduced.record(outside.AMIRA, arrangement=care, by=knows, now=world.START)

    answer = outside.tell(cast, by)

    assert answer["joined"] is False
    assert Child.objects.count() == 2
    assert Episode.objects.get().owner_agency.name == "Eastvale Police"


# ---------------------------------------------------------------- several records of one child


def test_of_several_records_the_oldest_takes_the_report_and_none_is_added(cast, child_id):
    outside.a_twin(cast)

    answer = outside.tell(cast, "grace", hours=2)

    assert Child.objects.count() == 2
    assert Episode.objects.get().child_id == child_id
    assert outside.looks(episode_id=answer["episode_id"]).count() == 1


def test_one_whose_child_is_away_comes_before_the_oldest(cast, child_id):
    twin = outside.a_twin(cast)
    away = world.report(cast, twin, by="tariq", now=world.after(2))

    answer = outside.tell(cast, "grace", hours=3)

    assert answer["episode_id"] == away["episode_id"]
    assert not Episode.objects.filter(child_id=child_id).exists()


def test_a_record_the_reporter_may_see_comes_first_and_the_older_ones_owner_is_told(cast, child_id):
    away = world.report(cast, child_id)
    twin = outside.a_twin(cast)

    answer = outside.tell(cast, "tariq", hours=2)

    assert Episode.objects.get(id=answer["episode_id"]).child_id == twin
    assert not outside.looks(episode_id=answer["episode_id"]).exists()
    [look] = outside.looks(episode_id=away["episode_id"])
    assert answer["reference"] in look.reason


def test_whoever_made_the_newer_record_is_not_told_of_the_older(cast, child_id):
    twin = outside.a_twin(cast)
    newer = world.report(cast, twin, by="tariq", now=world.after(2))
    world.report(cast, child_id, now=world.after(3), key="two")

    outside.tell(cast, "grace", hours=4)

    assert not outside.looks(episode_id=newer["episode_id"]).exists()


def test_several_that_the_reporter_may_see_are_put_before_a_person(cast, child_id):
    outside.a_twin(cast, by="asha", home="Larch House")

    answer = outside.tell(cast, "asha", hours=2)

    assert Episode.objects.get().child_id == child_id
    [look] = outside.looks(episode_id=answer["episode_id"])
    assert "More than one record" in look.reason
