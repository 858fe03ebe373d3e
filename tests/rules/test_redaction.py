"""What is held back from whom."""

import pytest

from tests.rules import situations as s
from wayhome.rules import redaction
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, InterviewPart


def read_by(*held):
    """The sections an agency with these parts reads."""
    return redaction.sections_for(s.viewer(), parties=tuple(s.party(capacity) for capacity in held))


def test_every_section_is_named_for_somebody_and_every_part_reads_the_summary():
    assert set(redaction.SEEN_BY) == set(Section)
    assert redaction.SEEN_BY[Section.SUMMARY] == set(Capacity)


def test_an_agency_with_no_part_reads_nothing():
    assert read_by() == frozenset()


@pytest.mark.parametrize("part", [Capacity.HEALTH, Capacity.SCHOOL, Capacity.REPORTER])
@pytest.mark.parametrize("section", [Section.RISK, Section.INTELLIGENCE, Section.FAMILY])
def test_those_around_the_child_do_not_read_what_could_put_the_child_in_danger(part, section):
    assert section not in read_by(part)


def test_intelligence_is_for_police_alone():
    readers = {part for part in Capacity if Section.INTELLIGENCE in read_by(part)}

    assert readers == {Capacity.HOME_FORCE, Capacity.HOST_FORCE}


def test_carers_do_not_read_what_the_child_told_the_interviewer():
    assert Section.INTERVIEW_SHAREABLE not in read_by(Capacity.PLACEMENT)


def test_two_parts_read_what_either_reads():
    both = read_by(Capacity.SCHOOL, Capacity.PLACEMENT)

    assert both == read_by(Capacity.SCHOOL) | read_by(Capacity.PLACEMENT)


@pytest.mark.parametrize("part", InterviewPart)
def test_a_part_of_an_interview_is_read_by_others_only_once_released(part):
    everything = frozenset(Section)

    assert redaction.parts_readable(held_it=False, released=(), sections=everything) == ()
    assert redaction.parts_readable(held_it=False, released=(part,), sections=everything) == (part,)
    assert redaction.parts_readable(held_it=False, released=(part,), sections=()) == ()


def test_the_agency_that_held_an_interview_reads_all_of_it():
    assert redaction.parts_readable(held_it=True, released=(), sections=()) == tuple(InterviewPart)


def test_the_child_s_own_words_are_of_the_confidential_part():
    assert "own_words" in redaction.HEARD_IN[InterviewPart.CONFIDENTIAL]
