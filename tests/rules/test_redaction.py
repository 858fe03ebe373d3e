"""What is held back from whom."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import redaction
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, InterviewPart, PostKind


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


@pytest.mark.parametrize("capacity", Capacity)
def test_a_part_counts_for_the_child_s_record_while_the_episode_is_open(capacity):
    assert redaction.counts_for_record(s.party(capacity), closed_at=None)


OVER = {
    *(Capacity.PLACEMENT, Capacity.SCHOOL, Capacity.HEALTH, Capacity.REPORTER),
    Capacity.INTERVIEW_PROVIDER,
}


@pytest.mark.parametrize(
    ("began_at", "finished_at", "over"),
    [
        (None, None, OVER),
        (s.at(2), None, OVER),
        (s.at(9), None, OVER),
        (s.at(10), s.at(12), OVER),
        (s.at(10), None, OVER - {Capacity.INTERVIEW_PROVIDER}),
    ],
    ids=["not known", "before", "with the close", "asked again, and done", "asked again"],
)
def test_once_closed_those_around_learn_nothing_new_of_the_child_but_a_provider_asked_again(
    began_at, finished_at, over
):
    parties = [replace(part, began_at=began_at, finished_at=finished_at) for part in s.EVERY_PART]

    assert {
        part.capacity
        for part in parties
        if not redaction.counts_for_record(part, closed_at=s.at(9))
    } == over


@pytest.mark.parametrize(
    ("held", "closed_at", "until"),
    [
        ((Capacity.PLACEMENT, Capacity.REPORTER), s.at(9), s.at(9)),
        ((Capacity.PLACEMENT, Capacity.HOST_FORCE), s.at(9), None),
        ((Capacity.PLACEMENT,), None, None),
        ((), s.at(9), s.at(9)),
    ],
)
def test_an_episode_tells_the_record_until_its_close_to_those_whose_part_ended(
    held, closed_at, until
):
    parties = tuple(s.party(capacity) for capacity in held)

    assert redaction.record_until(s.viewer(), parties=parties, closed_at=closed_at) == until


def test_a_record_opened_in_an_emergency_is_told_as_it_is_today_and_no_other_is():
    child, other = s.somebody("Amira"), s.somebody("another child")
    looking = s.viewer(opened=frozenset({child}))
    school = (s.party(Capacity.SCHOOL),)

    def until(child_id, held=()):
        return redaction.record_until(looking, parties=held, closed_at=s.at(9), child_id=child_id)

    assert until(child) is None
    assert until(child, school) is None
    assert until(other, school) == s.at(9)
    assert until(None) == s.at(9)


@pytest.mark.parametrize(
    ("viewer", "reads"),
    [
        (s.viewer(PostKind.INTERVIEWER, agency="Lantern"), False),
        (s.viewer(PostKind.INTERVIEW_COORDINATOR, agency="Lantern"), True),
        (s.viewer(PostKind.MISSING_COORDINATOR, agency="Lantern"), True),
        (s.viewer(PostKind.SOCIAL_WORK_TEAM, agency="Lantern"), False),
        (s.viewer(PostKind.INTERVIEW_COORDINATOR, agency="Another"), False),
    ],
    ids=["a colleague", "the coordinator", "a council's", "a social worker", "another agency's"],
)
def test_the_interviewer_and_their_coordinator_read_it_all_and_no_colleague_does(viewer, reads):
    held = {"provider_id": s.somebody("Lantern"), "interviewer_id": s.somebody("Sam")}

    assert redaction.reads_all(viewer, **held) is reads
    assert redaction.reads_all(replace(viewer, practitioner_id=s.somebody("Sam")), **held) is (
        viewer.agency_id == s.somebody("Lantern")
    )


def readable(*, then, now=None, sections=frozenset(Section), all_of_it=False):
    """The parts read by an agency with these sections."""
    return redaction.parts_readable(
        all_of_it=all_of_it,
        released_then=then,
        released_now=then if now is None else now,
        sections=sections,
    )


@pytest.mark.parametrize("part", InterviewPart)
def test_a_part_of_an_interview_is_read_by_others_only_once_released(part):
    assert readable(then=()) == ()
    assert readable(then=(part,)) == (part,)
    assert readable(then=(part,), sections=()) == ()


@pytest.mark.parametrize("part", InterviewPart)
def test_a_past_moment_shows_a_part_that_was_released_by_then_and_still_is(part):
    assert readable(then=(part,), now=(part,)) == (part,)
    assert readable(then=(part,), now=()) == ()
    assert readable(then=(), now=(part,)) == ()


PARTS = st.frozensets(st.sampled_from(InterviewPart))
SECTIONS = st.frozensets(st.sampled_from(Section))


@given(PARTS, PARTS, SECTIONS)
def test_no_past_moment_ever_shows_what_is_not_read_today(then, now, sections):
    told_again = readable(then=then, now=now, sections=sections)

    assert set(told_again) <= set(readable(then=now, sections=sections))


def test_the_agency_that_held_an_interview_reads_all_of_it():
    assert readable(then=(), sections=(), all_of_it=True) == tuple(InterviewPart)


def test_the_child_s_own_words_are_of_the_confidential_part():
    assert "own_words" in redaction.HEARD_IN[InterviewPart.CONFIDENTIAL]


@pytest.mark.parametrize("part", Capacity)
def test_the_agency_a_child_lives_with_is_named_to_those_who_may_know_where_that_is(part):
    home = s.party(Capacity.PLACEMENT, agency="Larch House")
    council = s.party(Capacity.RESPONSIBLE_AUTHORITY, agency="Harrow Council")
    mine, sections = s.party(part), read_by(part)

    shown = redaction.parties_for(s.viewer(), (mine, home, council), readable=sections)

    assert {mine, council} <= set(shown)
    assert (home in shown) is ("placement_id" in redaction.child_facts_for(sections))
