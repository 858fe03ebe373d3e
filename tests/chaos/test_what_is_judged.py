"""What the runs call well, and what they do not: each fault that they count is a fault."""

from dataclasses import replace

import pytest
from chaos.asking import Answer

from chaos import couriers, load, race, reckoning, rush, storm

GOOD = {
    reckoning.Reckoned: reckoning.Reckoned(acknowledged=5, recorded=5, notices=9),
    race.Raced: race.Raced(races=1, clients=50),
    couriers.Carried: couriers.Carried(owed=3, delivered=2, escalated=1, control_found=1),
    rush.Rush: rush.Rush(50, screens=500, screens_left=500, took=[0.1] * 9, floor=[0.01] * 9),
}
FAULTS = [
    *(
        (reckoning.Reckoned, name)
        for name in (
            *("lost", "duplicates", "answers_that_differ", "held", "notices_lost"),
            *("notices_twice", "messages_lost", "messages_twice", "acknowledgements_lost"),
            *("shown_twice", "shown_and_gone"),
        )
    ),
    *((race.Raced, name) for name in ("answers_that_differ", "not_one_report", "unanswered")),
    *(
        (couriers.Carried, name)
        for name in (
            *("went_and_never_arrived", "set_aside_and_nobody_asked", "stuck", "shown_twice"),
            "owed",
        )
    ),
    *((rush.Rush, name) for name in ("unanswered", "screens")),
]


def is_well(found):
    if isinstance(found, reckoning.Reckoned):
        return storm.Storm(reckoned=found, told_at_the_end=True).is_well()
    return found.is_well()


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_as_it_must_be_is_well(kind):
    assert is_well(GOOD[kind])


@pytest.mark.parametrize(("kind", "name"), FAULTS)
def test_each_fault_that_is_counted_is_one(kind, name):
    good = GOOD[kind]

    assert not is_well(replace(good, **{name: getattr(good, name) + 1}))


@pytest.mark.parametrize("wrong", [{"journal_left": True}, {"told_at_the_end": False}])
def test_a_storm_after_which_not_everything_works_is_not_well(wrong):
    well = storm.Storm(reckoned=GOOD[reckoning.Reckoned], told_at_the_end=True)

    assert not replace(well, **wrong).is_well()


def test_a_storm_in_which_nothing_was_acknowledged_proves_nothing():
    assert not storm.Storm(reckoned=reckoning.Reckoned(), told_at_the_end=True).is_well()


def test_one_of_a_hundred_that_took_too_long_is_allowed_and_two_are_not():
    once = rush.Rush(50, took=[0.1] * 199 + [9.0])
    often = rush.Rush(50, took=[0.1] * 195 + [9.0] * 5)

    assert once.is_well()
    assert not often.is_well()


def test_only_an_answer_with_a_reference_is_a_record():
    said = load.report("k", council_id="c")

    assert said["police_reference"] == "k"
    assert load.Reported("k", "asha", Answer(201, b"{}", 1)).is_recorded
    assert not load.Reported("k", "asha", Answer(202, b"{}", 1)).is_recorded
