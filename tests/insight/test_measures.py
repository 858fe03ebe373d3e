"""Each measure is what it is counted to be by hand, at its edges and as of earlier moments."""

from datetime import timedelta

import pytest

from wayhome.interfaces.rehearsal import answers, children, endings, hearings, situations, verbs
from wayhome.journey import (
    child_introduced,
    correction_made,
    end_withdrawn,
    interview_corrected,
    records_joined,
)
from wayhome.rules import told
from wayhome.rules.breakdowns import Breakdown, Ethnicity, Placement, Sex
from wayhome.rules.measures import AreaKind, Measure
from wayhome.rules.vocabulary import FoundBy, Level, OfferAnswer, ReturnedTo

SECOND = timedelta(seconds=1)
HOURS_72 = timedelta(hours=72)
IN_AREA = children.Portrait("Bryn", "Sample", age=9, council="Millbrook Council", sex="girl")
AT_HOME = children.Portrait("Cadi", "Sample", age=16, council="Harrowfell Council")


def back(scene, portrait=children.AMIRA, *, hours=5.0, **how):
    """A child who was reported, and is back some hours later."""
    missing = situations.reported_just_now(scene, portrait)
    scene.later(hours=hours)
    endings.return_home(scene, missing, **how)
    return missing


def offered(scene, missing, *, after, by="hana"):
    """An interview offered so long after the return, entered at once."""
    scene.now += after
    return hearings.offer(scene, missing, by=by)


def test_nothing_recorded_is_nothing_counted(scene, counted):
    came = counted(scene.now)

    assert came.cells == {}
    came.agree()


# ---------------------------------------------------------------- episodes and children


def test_a_second_report_of_the_same_absence_is_not_another_episode(scene, counted):
    situations.second_report(scene)

    came = counted(scene.now)

    assert came.one(Measure.EPISODES).number == 1
    came.agree()


def test_a_child_is_counted_once_however_often_they_were_away(scene, counted):
    situations.repeat_three_in_thirty_days(scene)

    came = counted(scene.now)

    assert came.one(Measure.EPISODES).number == 3
    assert came.one(Measure.EPISODES).complete == 3
    assert came.one(Measure.CHILDREN).number == 1
    assert came.one(Measure.CHILDREN).complete == 1
    came.agree()


def test_two_records_that_a_person_joined_are_one_child_from_then_on(scene, counted):
    one = situations.reported_just_now(scene)
    other = situations.reported_just_now(scene, IN_AREA)
    before = scene.now
    scene.later(hours=1)
    by = scene.person("peter")
    records_joined.join(one.child_id, other.child_id, why="One child", by=by, now=scene.now)

    joined, apart = counted(scene.now), counted(before, by=scene.now)

    assert joined.one(Measure.CHILDREN).number == 1
    assert joined.one(Measure.EPISODES).number == 2
    assert apart.one(Measure.CHILDREN).number == 2
    joined.agree()
    apart.agree()


def test_whether_a_child_is_looked_after_and_where_is_as_when_they_were_reported(scene, counted):
    situations.out_of_area_child(scene)
    situations.reported_just_now(scene, IN_AREA)
    situations.reported_just_now(scene, AT_HOME)
    situations.unknown_child(scene)

    came = counted(scene.now)

    placed = {
        value: cell.number
        for (_, period, value), cell in came.to(Measure.EPISODES, Breakdown.PLACEMENT).items()
        if not period.is_quarter
    }
    assert placed[Placement.OUT_OF_AREA] == 1
    assert placed[Placement.NOT_LOOKED_AFTER] >= 1
    assert came.one(Measure.OUT_OF_AREA_CHILDREN).number == 1
    came.agree()


def test_a_report_entered_late_is_of_where_the_child_lived_then_and_not_since(scene, counted):
    known = children.introduce(scene, AT_HOME)
    scene.later(hours=48)
    reported_at = scene.now
    scene.later(hours=48)
    child_introduced.learned(
        known.child_id,
        told.Child(),
        supplied_by="the council",
        arrangement=told.Arrangement(
            placement_id=scene.cast.agencies["Larch House"], is_looked_after=True
        ),
        by=scene.person(AT_HOME.team.social_worker),
        now=scene.now,
    )
    scene.later(hours=48)
    late = told.MissingReport(
        told.Reporter("A carer", "01632 960001", relationship="her carer"),
        "Not back when expected",
        told.Child(),
        child_id=known.child_id,
        received_at=reported_at,
        last_seen_at=reported_at - timedelta(hours=1),
    )
    verbs.report(scene, known, said=late)

    came = counted(scene.now)

    assert came.one(Measure.EPISODES, Placement.NOT_LOOKED_AFTER, Breakdown.PLACEMENT).number == 1
    assert came.one(Measure.LOOKED_AFTER_CHILDREN) is None
    came.agree()


def test_what_was_recorded_in_words_is_counted_in_one_of_a_few(scene, counted):
    situations.reported_just_now(scene, IN_AREA)
    situations.reported_just_now(
        scene, children.Portrait("Dewi", "Sample", sex="Male", ethnicity="White and Asian")
    )
    situations.reported_just_now(
        scene, children.Portrait("Eira", "Sample", council="Millbrook Council")
    )

    came = counted(scene.now)

    assert came.one(Measure.EPISODES, Sex.FEMALE, Breakdown.SEX).number == 1
    assert came.one(Measure.EPISODES, Sex.NOT_KNOWN, Breakdown.SEX).number == 1
    assert came.one(Measure.EPISODES, Ethnicity.MIXED, Breakdown.ETHNICITY).number == 1
    came.agree()


# ---------------------------------------------------------------- the interview, to the second


@pytest.mark.parametrize(
    ("after", "in_time"),
    [(HOURS_72, 1), (HOURS_72 + SECOND, 0), (timedelta(0), 1)],
    ids=["on the last moment", "a second late", "at once"],
)
def test_an_offer_counts_up_to_and_including_the_seventy_second_hour(
    scene, counted, after, in_time
):
    missing = back(scene)
    offered(scene, missing, after=after)

    came = counted(scene.now)

    assert came.one(Measure.OFFERED).number == 1
    assert came.one(Measure.OFFERED_IN_TIME).number == in_time
    came.agree()


@pytest.mark.parametrize(("after", "in_time"), [(HOURS_72, 1), (HOURS_72 + SECOND, 0)])
def test_an_interview_is_held_in_time_up_to_the_seventy_second_hour(scene, counted, after, in_time):
    missing = back(scene)
    returned_at = scene.now
    hearings.refer(scene, missing)
    hearings.accept(scene, missing, offered(scene, missing, after=timedelta(hours=1), by="ben"))
    scene.now = returned_at + after
    hearings.hold(scene, missing)

    came = counted(scene.now)

    assert came.one(Measure.COMPLETED).number == 1
    assert came.one(Measure.COMPLETED_IN_TIME).number == in_time
    came.agree()


def test_an_offer_entered_late_counts_when_it_was_made_and_only_once_it_is_known(scene, counted):
    missing = back(scene)
    returned_at = scene.now
    scene.later(hours=100)
    before = scene.now
    scene.later(minutes=1)
    hearings.offer(scene, missing, by="hana", at=returned_at + HOURS_72)

    later, earlier = counted(scene.now), counted(before, by=scene.now)

    assert later.one(Measure.OFFERED_IN_TIME).number == 1
    assert earlier.one(Measure.OFFERED).number == 0
    later.agree()
    earlier.agree()


def test_an_offer_put_right_stands_where_the_wrong_one_stood(scene, counted):
    missing = back(scene)
    returned_at = scene.now
    offer = offered(scene, missing, after=timedelta(hours=80))
    before = scene.now
    scene.later(hours=1)
    interview_corrected.offer(
        missing.episode_id,
        offer,
        told.Offer(returned_at + HOURS_72, "by telephone"),
        why="The wrong day",
        by=scene.person("hana"),
        now=scene.now,
    )

    right, wrong = counted(scene.now), counted(before, by=scene.now)

    assert right.one(Measure.OFFERED_IN_TIME).number == 1
    assert wrong.one(Measure.OFFERED_IN_TIME).number == 0
    right.agree()
    wrong.agree()


def test_a_decline_is_the_last_answer_and_none_once_an_interview_was_held(scene, counted):
    declined = back(scene)
    hearings.decline(scene, declined, offered(scene, declined, after=timedelta(hours=2)), by="hana")
    came_round = back(scene, IN_AREA)
    hearings.refer(scene, came_round)
    first = offered(scene, came_round, after=timedelta(hours=2), by="ben")
    hearings.decline(scene, came_round, first)
    scene.later(hours=1)
    hearings.accept(scene, came_round, hearings.offer(scene, came_round))
    scene.later(hours=1)
    hearings.hold(scene, came_round, harms=("violence",))

    came = counted(scene.now)

    assert came.one(Measure.DECLINED).number == 1
    assert came.one(Measure.DECLINED).whole == 2
    assert came.one(Measure.COMPLETED, "violence", Breakdown.HARM).number == 1
    came.agree()


def test_an_answer_put_right_to_none_yet_is_no_decline(scene, counted):
    missing = back(scene)
    offer = offered(scene, missing, after=timedelta(hours=2))
    hearings.decline(scene, missing, offer, by="hana")
    scene.later(hours=1)
    interview_corrected.answer(
        missing.episode_id,
        offer,
        told.Answered(OfferAnswer.NO_ANSWER),
        why="It was another child",
        by=scene.person("hana"),
        now=scene.now,
    )

    came = counted(scene.now)

    assert came.one(Measure.DECLINED).number == 0
    came.agree()


def test_one_interview_counts_for_each_episode_it_covers(scene, counted):
    first = back(scene)
    scene.later(hours=2)
    again = verbs.report(scene, children_known(first), by="joss", last_seen_at=scene.ago(hours=1))
    scene.later(hours=2)
    endings.return_home(scene, again)
    for missing in (first, again):
        hearings.refer(scene, missing)
        hearings.accept(scene, missing, offered(scene, missing, after=timedelta(hours=1), by="ben"))
    scene.later(hours=1)
    hearings.hold(scene, first, also=[again])

    came = counted(scene.now)

    assert came.one(Measure.COMPLETED).number == 2
    assert came.one(Measure.COMPLETED).children == 1
    came.agree()


def children_known(missing):
    return situations.scenes.Known("", missing.child_id)


def test_an_authorised_reason_is_no_offer_and_yet_recorded_in_full(scene, counted):
    missing = back(scene)
    scene.later(hours=1)
    hearings.not_offered(scene, missing)

    came = counted(scene.now)

    assert (came.one(Measure.OFFERED).number, came.one(Measure.OFFERED).complete) == (0, 1)
    came.agree()


# ---------------------------------------------------------------- ends, put right and withdrawn


def test_a_return_that_was_withdrawn_is_none_nor_are_the_offers_made_for_it(scene, counted):
    missing = back(scene)
    offered(scene, missing, after=timedelta(hours=1))
    before = scene.now
    scene.later(hours=1)
    end_withdrawn.returned(
        missing.episode_id, why="Her sister", by=scene.person("tomas"), now=scene.now
    )
    withdrawn_at = scene.now
    scene.later(hours=1)
    endings.return_home(scene, missing)

    after, between, at_first = (
        counted(scene.now),
        counted(withdrawn_at, by=scene.now),
        counted(before, by=scene.now),
    )

    assert at_first.one(Measure.OFFERED).number == 1
    assert between.one(Measure.OFFERED) is None
    assert (after.one(Measure.OFFERED).number, after.one(Measure.OFFERED).whole) == (0, 1)
    for came in (after, between, at_first):
        came.agree()


def test_a_find_put_right_counts_as_it_was_put_right(scene, counted):
    missing = situations.reported_just_now(scene)
    scene.later(hours=30)
    endings.locate(scene, missing, found_by=FoundBy.POLICE)
    before = scene.now
    scene.later(hours=1)
    correction_made.located(
        missing.episode_id,
        told.Located(before - timedelta(hours=22), "A bus station", FoundBy.PUBLIC),
        why="Another child",
        by=scene.person("tomas"),
        now=scene.now,
    )

    right, wrong = counted(scene.now), counted(before, by=scene.now)

    assert wrong.one(Measure.EPISODES, "48_hours", Breakdown.DURATION).number == 1
    assert right.one(Measure.EPISODES, "8_hours", Breakdown.DURATION).number == 1
    assert right.one(Measure.EPISODES, "public", Breakdown.FOUND_BY).number == 1
    right.agree()
    wrong.agree()


@pytest.mark.parametrize("to", [ReturnedTo.TURNED_EIGHTEEN, ReturnedTo.DIED])
def test_an_absence_that_ended_without_a_return_asks_for_no_interview(scene, counted, to):
    back(scene, to=to, found_by=FoundBy.POLICE)

    came = counted(scene.now)

    assert came.one(Measure.OFFERED) is None
    came.agree()


def test_harm_learned_by_the_police_is_counted_until_what_was_said_is_withdrawn(scene, counted):
    missing = back(scene)
    scene.later(hours=1)
    endings.see(scene, missing, harm=("violence", "grooming"))
    before = scene.now
    scene.later(hours=1)
    endings.withdraw(scene, missing, end="seen")

    withdrawn, said = counted(scene.now), counted(before, by=scene.now)

    assert said.one(Measure.EPISODES, "violence", Breakdown.HARM).number == 1
    assert withdrawn.one(Measure.EPISODES, "violence", Breakdown.HARM) is None
    withdrawn.agree()
    said.agree()


# ---------------------------------------------------------------- how soon


def test_the_level_is_the_joint_one_or_the_highest_said_since(scene, counted):
    situations.assessed_apart_by_two_levels(scene)
    situations.agreed_high(scene, IN_AREA)

    came = counted(scene.now)

    assert came.one(Measure.EPISODES, Level.HIGH, Breakdown.LEVEL).number == 2
    came.agree()


def test_an_assessment_is_in_time_or_late_and_one_nobody_made_is_missed(scene, counted):
    missing = situations.reported_just_now(scene)
    scene.later(minutes=20)
    verbs.assess(scene, missing, by="tomas")
    situations.reported_just_now(scene, IN_AREA)
    scene.later(days=2)

    came = counted(scene.now)

    assert (came.one(Measure.ASSESSED).number, came.one(Measure.ASSESSED).whole) == (1, 2)
    assert came.one(Measure.ASSESSED).middle == 20 * 60
    came.agree()


def test_the_first_step_somebody_takes_ends_the_time_to_act(scene, counted):
    missing = situations.reported_just_now(scene)
    scene.later(minutes=10)
    verbs.assess(scene, missing, by="tomas")
    scene.later(minutes=7)
    answers.take_steps(scene, missing, by="tomas")

    came = counted(scene.now)

    assert came.one(Measure.ACTED).middle == 7 * 60
    came.agree()


def test_a_notice_counts_from_when_it_was_told_until_a_person_has_it(scene, counted):
    missing = situations.reported_just_now(scene)
    scene.later(minutes=4)
    assert answers.acknowledge(scene, missing, by="sol") == 1
    scene.later(days=1)

    came = counted(scene.now)

    assert came.one(Measure.ACKNOWLEDGED).middle == 4 * 60
    assert came.one(Measure.ACKNOWLEDGED).whole > came.one(Measure.ACKNOWLEDGED).complete
    came.agree()


def test_a_review_is_held_in_time_or_late_or_overdue(scene, counted):
    held = situations.reported_just_now(scene)
    situations.reported_just_now(scene, IN_AREA)
    scene.later(minutes=30)
    verbs.review(scene, held)
    scene.later(days=3)

    came = counted(scene.now)

    assert came.one(Measure.REVIEWED, "met", Breakdown.STANDING).number == 1
    assert came.one(Measure.REVIEWED, "missed", Breakdown.STANDING).whole >= 1
    came.agree()


# ---------------------------------------------------------------- periods and areas


def test_a_child_away_in_two_quarters_is_one_child_of_the_year(scene, counted):
    situations.reported_just_now(
        scene, children.Portrait("Ffion", "Sample", home="Larch House", nights_before=(70,))
    )

    came = counted(scene.now)

    quarters = [p for (_, p, _) in came.to(Measure.CHILDREN) if p.is_quarter]
    assert len(quarters) == 2
    assert came.one(Measure.CHILDREN).number == 1
    came.agree()


def test_each_area_is_told_of_its_own(scene, counted):
    situations.out_of_area_child(scene)
    situations.reported_just_now(scene, IN_AREA)

    came = counted(scene.now)

    councils = {area for (area, _, _) in came.to(Measure.EPISODES, kind=AreaKind.COUNCIL)}
    forces = {area for (area, _, _) in came.to(Measure.EPISODES, kind=AreaKind.FORCE)}
    agencies = scene.cast.agencies
    assert councils == {str(agencies["Harrowfell Council"]), str(agencies["Millbrook Council"])}
    assert forces == {str(agencies["Eastvale Police"]), str(agencies["Northmoor Police"])}
    came.agree()
