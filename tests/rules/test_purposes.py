"""What a purpose leaves out of what a part opens, and which is meant where none was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import access, ceilings, purposes, redaction
from wayhome.rules.access import Deed
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, PostKind, Purpose

LEAD = (s.party(Capacity.HOST_FORCE),)
NOW = s.at(5)


def read(purpose, parties=LEAD, post=PostKind.DUTY_SERGEANT, deed=Deed.SEE_EPISODE):
    """What somebody in one post of Northwick Police may read for a purpose."""
    viewer = s.viewer(post, purpose=purpose)
    return purposes.readable(viewer, purpose, deed, parties=parties, child_id=None, now=NOW)


def test_every_section_has_its_own_class_and_shows_it():
    assert set(purposes.OWN_CLASS) == set(Section)
    assert all(own in ceilings.SHOWN_IN[each].classes for each, own in purposes.OWN_CLASS.items())


def test_every_fact_of_the_childs_record_has_its_class():
    opened = {fact for row in redaction.CHILD_RECORD for fact in row.facts}

    assert set(purposes.OF_FACT) == opened


def test_to_review_practice_takes_no_address_no_family_and_no_words_of_the_child():
    shown = read(Purpose.OVERSIGHT)

    assert shown.held_sections == {
        Section.FAMILY,
        Section.INTELLIGENCE,
        Section.INTERVIEW_SHAREABLE,
    }
    assert shown.held_classes == {
        FieldClass.APPEAL,
        FieldClass.PROTECTED,
        FieldClass.VOICE,
        FieldClass.THIRD_PARTY,
        FieldClass.INTELLIGENCE,
    }
    assert not shown.may_know & {"placement_id", "contacts", "description"}


def test_to_assess_leaves_out_nothing_that_the_part_shows():
    shown = read(Purpose.ASSESS)

    assert (shown.sections, shown.holds_back) == (frozenset(Section), False)
    assert shown.may_know == redaction.child_facts_for(frozenset(Section))


def test_the_home_is_among_the_parts_only_where_the_purpose_shows_where_the_child_lives():
    home = s.party(Capacity.PLACEMENT, "Larch House")
    parties = (*LEAD, home)
    viewer = s.viewer(PostKind.DUTY_SERGEANT)

    named = {
        purpose: home
        in purposes.parties_for(viewer, parties, shown=read(purpose, parties), child_id=None)
        for purpose in Purpose
    }

    assert {purpose for purpose, is_named in named.items() if not is_named} == {
        Purpose.REPORT,
        Purpose.OVERSIGHT,
    }


def test_a_stranger_reads_nothing_whatever_they_say_they_are_there_for():
    elsewhere = (s.party(Capacity.HOST_FORCE, "Southmere Police"),)

    for purpose in Purpose:
        shown = read(purpose, elsewhere)
        assert not shown.sections | shown.held_sections
        assert not shown.classes | shown.held_classes


@given(
    st.sampled_from(sorted(Purpose)),
    st.sets(st.sampled_from(sorted(Capacity)), min_size=1),
    st.sampled_from(sorted(access.MAY[Deed.SEE_EPISODE])),
)
def test_a_purpose_only_ever_takes_away(purpose, capacities, post):
    parties = tuple(map(s.party, sorted(capacities)))
    opened = redaction.sections_for(s.viewer(post), parties=parties)

    shown = read(purpose, parties, post)

    assert shown.sections | shown.held_sections == opened
    assert not shown.sections & shown.held_sections
    assert shown.classes <= ceilings.CEILING[purpose].classes
    assert shown.may_know <= redaction.child_facts_for(opened)


@pytest.mark.parametrize(
    ("post", "part", "is_back", "is_closed", "meant"),
    [
        (PostKind.DUTY_SERGEANT, Capacity.HOST_FORCE, False, False, Purpose.ASSESS),
        (PostKind.CALL_HANDLER, Capacity.HOST_FORCE, False, False, Purpose.SEARCH),
        (PostKind.PLACEMENT_STAFF, Capacity.PLACEMENT, False, False, Purpose.SEARCH),
        (PostKind.SOCIAL_WORK_TEAM, Capacity.RESPONSIBLE_AUTHORITY, False, False, Purpose.ASSESS),
        (PostKind.DUTY_SERGEANT, Capacity.HOST_FORCE, True, False, Purpose.ASSESS),
        (PostKind.INTERVIEWER, Capacity.INTERVIEW_PROVIDER, True, False, Purpose.RETURN_INTERVIEW),
        (PostKind.PLACEMENT_STAFF, Capacity.PLACEMENT, True, False, Purpose.RETURN_INTERVIEW),
        (PostKind.DUTY_SERGEANT, Capacity.HOST_FORCE, True, True, Purpose.OVERSIGHT),
        (PostKind.DUTY_SERGEANT, Capacity.HOST_FORCE, False, True, Purpose.OVERSIGHT),
        (PostKind.HOME_MANAGER, Capacity.PLACEMENT, True, True, Purpose.OVERSIGHT),
        (PostKind.TEAM_MANAGER, Capacity.HOST_AUTHORITY, True, True, Purpose.RETURN_INTERVIEW),
    ],
)
def test_what_an_episode_is_opened_for_follows_from_its_state_and_the_part(
    post, part, is_back, is_closed, meant
):
    viewer = s.viewer(post)

    found = purposes.meant(viewer, parties=(s.party(part),), is_back=is_back, is_closed=is_closed)

    assert found is meant
