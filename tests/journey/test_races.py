"""Two keys, two hands, twenty retries at once: each thing happens once and nobody fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections
from tests.journey import world

from wayhome.journey import (
    account,
    acting,
    child_located,
    child_returned,
    correcting,
    correction_made,
    handover_offered,
    joint_risk_agreed,
    report_received,
    risk_assessed,
    sighting_received,
    words_corrected,
)
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules import told
from wayhome.rules.vocabulary import Certainty, FoundBy, Level, PostKind, ReturnedTo
from wayhome.stages.intake.models import MissingReport
from wayhome.stages.response.models import Ownership
from wayhome.stages.risk.models import JointAssessment


@pytest.fixture
def cast(fresh_database):
    assert fresh_database
    return world.assemble()


def at_once(*steps):
    """Each step's answer, or its named refusal, when all are started at the same moment."""
    start = Barrier(len(steps))

    def run(step):
        try:
            start.wait()
            return step()
        except world.NAMED as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as hands:
        return [future.result() for future in [hands.submit(run, step) for step in steps]]


def whole(episode_id):
    return account.whole_of(Episode.objects.get(id=episode_id), as_of=world.after(1000))


def test_one_key_sent_twenty_times_at_once_makes_one_report_and_gets_one_answer(cast):
    child_id = world.introduce(cast)

    answers = at_once(*[lambda: world.report(cast, child_id, key="again")] * 20)

    assert all(answer == answers[0] for answer in answers)
    assert MissingReport.objects.count() == Episode.objects.count() == 1


def test_first_reports_of_one_unknown_child_by_two_agencies_make_one_episode(cast):
    amira = told.Child("Amira", "Example", date_of_birth=date(2011, 5, 4))

    def reported_by(name):
        return lambda: world.report(
            cast,
            by=name,
            key=name,
            child=amira,
            council_id=cast.agencies["Harrowfell Council"],
        )

    answers = at_once(*[reported_by(name) for name in ("joss", "asha", "nadia", "marek")])

    assert Child.objects.count() == Episode.objects.count() == 1
    assert MissingReport.objects.count() == len(answers)
    # A force or council with a part learns that it joined; an agency with none is not told.
    assert not all(answer["joined"] for answer in answers)


def test_a_report_while_the_child_is_being_returned_joins_or_opens_and_is_never_lost(cast):
    child_id = world.introduce(cast)
    episode_id = episodes_of(world.report(cast, child_id))
    said = told.Returned(world.after(2), ReturnedTo.PLACEMENT)
    home = cast.viewer("joss", now=world.START)

    answers = at_once(
        lambda: child_returned.record(episode_id, said, by=home, now=world.after(2)),
        lambda: world.report(cast, child_id, now=world.after(2), key="two", by="wendy"),
    )

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert MissingReport.objects.count() == 2


def test_a_return_recorded_by_two_people_at_once_is_one_return(cast):
    episode_id = episodes_of(world.report(cast, world.introduce(cast)))
    said = told.Returned(world.after(2), ReturnedTo.PLACEMENT)

    def back(name):
        by = cast.viewer(name, now=world.START)
        return lambda: child_returned.record(episode_id, said, by=by, now=world.after(2))

    answers = at_once(back("joss"), back("tomas"), back("nadia"))

    assert sum(isinstance(answer, acting.NotNow) for answer in answers) == 2
    assert len(whole(episode_id).found.returned) == 1


def test_a_fact_corrected_by_two_people_at_once_is_corrected_by_one(cast):
    episode_id = episodes_of(world.report(cast, world.introduce(cast)))
    police, home = (cast.viewer(name, now=world.START) for name in ("tomas", "joss"))
    said = told.Sighting(world.after(1), "Town park", Certainty.POSSIBLE, "A driver")
    found = told.Located(world.after(2), "A flat", FoundBy.POLICE)
    seen = sighting_received.record(episode_id, said, by=police, now=world.after(1)).made_id
    made = child_located.record(episode_id, found, by=police, now=world.after(2)).made_id

    def located(by):
        return lambda: correction_made.located(
            episode_id, found, why="x", by=by, now=world.after(3), instead_of=made
        )

    def sighting(by):
        return lambda: words_corrected.sighting(
            episode_id, seen, said, why="x", by=by, now=world.after(4)
        )

    for correct in (located, sighting):
        answers = at_once(correct(police), correct(home), correct(police))
        assert sum(isinstance(answer, correcting.CorrectedAlready) for answer in answers) == 2
    assert len(whole(episode_id).found.located) == 2
    assert len(whole(episode_id).search.sightings) == 2


def test_a_step_taken_by_a_slower_clock_still_sees_what_was_recorded_first(cast):
    episode_id = episodes_of(world.report(cast, world.introduce(cast)))
    said = told.Returned(world.after(1), ReturnedTo.PLACEMENT)
    home, police = (cast.viewer(name, now=world.START) for name in ("joss", "tomas"))
    child_returned.record(episode_id, said, by=home, now=world.after(2.001))

    with pytest.raises(acting.NotNow):
        child_returned.record(episode_id, said, by=police, now=world.after(2))


def test_both_sides_signing_at_once_agree_one_level(cast):
    episode_id = episodes_of(world.report(cast, world.introduce(cast)))
    police, council = (cast.viewer(name, now=world.START) for name in ("tomas", "nadia"))
    others = [cast.viewer(name, now=world.START) for name in ("leon", "gwen", "priya")]
    for by in (police, council):
        risk_assessed.record(
            episode_id, told.Assessment(Level.MEDIUM, "x"), by=by, now=world.after(1)
        )
    joint = joint_risk_agreed.propose(
        episode_id, told.JointAssessment(Level.MEDIUM, "x"), by=police, now=world.after(2)
    )

    def sign(by):
        return lambda: joint_risk_agreed.sign(
            episode_id, joint.made_id, explanation="", by=by, now=world.after(3)
        )

    answers = at_once(*[sign(by) for by in (council, *others)])

    assert sum(isinstance(answer, acting.NotNow) for answer in answers) == 3
    assert JointAssessment.objects.filter(agreed_at__isnull=False).count() == 1


def test_the_two_sides_assessing_at_once_are_both_kept(cast):
    episode_id = episodes_of(world.report(cast, world.introduce(cast)))

    def assess(name, level):
        by = cast.viewer(name, now=world.START)
        said = told.Assessment(level, "x")
        return lambda: risk_assessed.record(episode_id, said, by=by, now=world.after(1))

    answers = at_once(assess("tomas", Level.LOW), assess("nadia", Level.HIGH))

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Episode.objects.get(id=episode_id).level == Level.HIGH
    assert len(whole(episode_id).risk.challenges) == 1


def test_a_handover_accepted_and_declined_at_once_has_one_answer(cast):
    episode_id = episodes_of(world.report(cast, world.introduce(cast)))
    post = cast.post("Northmoor Police", PostKind.DETECTIVE_INSPECTOR)
    ines, dina = (cast.viewer(name, now=world.START) for name in ("ines", "dina"))
    offered = handover_offered.offer(episode_id, post, why="x", by=ines, now=world.after(1))
    accept = {"by": dina, "now": world.after(2)}

    answers = at_once(
        lambda: handover_offered.accept(episode_id, offered.made_id, **accept),
        lambda: handover_offered.accept(episode_id, offered.made_id, **accept),
        lambda: handover_offered.decline(episode_id, offered.made_id, reason="x", **accept),
        lambda: handover_offered.withdraw(
            episode_id, offered.made_id, why="x", by=ines, now=world.after(2)
        ),
    )

    assert sum(isinstance(answer, acting.NotNow) for answer in answers) == 3
    assert Ownership.objects.count() <= 2


def episodes_of(answer: report_received.Answer):
    return Episode.objects.get(id=answer["episode_id"]).id
