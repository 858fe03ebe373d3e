"""Who may be shown what, for what purpose: the whole policy, at its edges and for everybody."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import access, ceilings, facts, policy, redaction, roles
from wayhome.rules.access import Deed
from wayhome.rules.field_classes import CLASSES, MAY_BE_COUNTED, FieldClass
from wayhome.rules.policy import Answer
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, PostKind, Purpose

NOW = s.at(5)
NAMED_LISTS = {FieldClass.SOURCE, FieldClass.PRIVILEGE}


def part(capacity=Capacity.HOST_FORCE, *, began=None, ended=None, closed=None):
    """A part of the viewer's own agency, as a relation."""
    return facts.Relation(
        replace(s.party(capacity), began_at=began), ended_at=ended, closed_at=closed
    )


def decided(post=PostKind.DUTY_SERGEANT, deed=Deed.SEE_EPISODE, *relations, **asked):
    """What is answered to somebody in one post, at NOW."""
    known = {"purpose": Purpose.SEARCH, "now": NOW, "active": True} | asked
    viewer = s.viewer(post, active=known.pop("active"))
    return policy.decide(viewer, known.pop("purpose"), deed, relations=relations, **known)


# ------------------------------------------------------------------ the tables are whole


def test_every_class_says_what_it_holds_and_why_it_is_apart():
    assert set(CLASSES) == set(FieldClass)
    assert all(kept.holds.endswith(".") and kept.apart.endswith(".") for kept in CLASSES.values())


def test_there_are_thirteen():
    assert len(FieldClass) == 13


def test_every_class_is_shown_by_a_section_or_it_is_said_why_by_none():
    shown = {each for row in ceilings.SHOWN_IN.values() for each in row.classes}

    assert shown | set(ceilings.IN_NO_SECTION) == set(FieldClass)
    assert not shown & set(ceilings.IN_NO_SECTION)


@pytest.mark.parametrize(
    ("table", "closed"),
    [(ceilings.SHOWN_IN, Section), (ceilings.CEILING, Purpose), (roles.ROLES, PostKind)],
)
def test_every_row_is_there_with_its_reason(table, closed):
    assert set(table) == set(closed)
    assert all(row.why.endswith(".") for row in table.values())


def test_what_needs_no_part_says_what_it_shows():
    assert set(ceilings.SHOWN_TO_NO_PART) == access.WITHOUT_AN_EPISODE


def test_what_is_for_a_named_list_is_shown_by_nothing_here():
    rows = [*ceilings.SHOWN_IN.values(), *ceilings.CEILING.values()]
    rows += ceilings.SHOWN_TO_NO_PART.values()

    assert not any(row.classes & NAMED_LISTS for row in rows)
    assert not ceilings.POINTED_TO & NAMED_LISTS


def test_what_may_be_counted_is_of_no_child_and_no_family():
    assert {FieldClass.EPISODE, FieldClass.STAFF, FieldClass.LEDGER} == MAY_BE_COUNTED


def test_some_purpose_shows_whatever_a_section_shows():
    shown = {each for row in ceilings.SHOWN_IN.values() for each in row.classes}

    assert shown <= {each for row in ceilings.CEILING.values() for each in row.classes}


def test_a_fact_of_the_childs_record_is_opened_only_by_sections_that_show_its_class():
    lives = redaction.child_facts_for({Section.SUMMARY, Section.FOUND})

    assert "placement_id" not in lives
    assert policy.shows(FieldClass.PROTECTED, None) == {
        Section.RESPONSE,
        Section.INTERVIEW_OFFERS,
    }


# ------------------------------------------------------------------ the edges


def test_a_part_that_shows_a_class_allows_it():
    answer = decided(
        PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, part(), field_class=FieldClass.HEALTH
    )

    assert answer == policy.Decision(Answer.ALLOW, "Your agency's part shows this")


def test_a_deed_alone_is_answered_as_access_answers_it():
    answer = decided(PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, part())

    assert answer.answer is Answer.ALLOW
    assert answer.reason == "Your agency has a part in this child's episode"


def test_a_school_is_told_whom_to_ask_for_a_risk_assessment():
    answer = decided(
        PostKind.SAFEGUARDING_LEAD,
        Deed.SEE_EPISODE,
        part(Capacity.SCHOOL),
        field_class=FieldClass.EPISODE,
        section=Section.RISK,
        purpose=None,
    )

    assert answer.answer is Answer.POINTER
    assert Capacity.RESPONSIBLE_AUTHORITY.label in answer.reason
    assert Capacity.SCHOOL.label not in answer.reason.split(": ", 1)[1].split("; ")


@pytest.mark.parametrize("held", [FieldClass.PROTECTED, FieldClass.INTELLIGENCE])
def test_a_school_is_not_even_told_who_holds_an_address_or_intelligence(held):
    answer = decided(
        PostKind.SAFEGUARDING_LEAD, Deed.SEE_EPISODE, part(Capacity.SCHOOL), field_class=held
    )

    assert answer == policy.Decision(Answer.DENY, "Your agency's part does not show this")


def test_a_section_that_holds_nothing_of_a_class_points_to_nobody():
    answer = decided(
        PostKind.DUTY_SERGEANT,
        Deed.SEE_EPISODE,
        part(),
        field_class=FieldClass.PLACE,
        section=Section.RISK,
    )

    assert answer.answer is Answer.DENY


def test_a_purpose_hides_what_the_part_would_show():
    asked = {"field_class": FieldClass.VOICE, "section": Section.INTERVIEW_SHAREABLE}
    searching = decided(PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, part(), **asked)
    assessing = decided(
        PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, part(), purpose=Purpose.ASSESS, **asked
    )

    assert searching.answer is Answer.DENY
    assert searching.reason.endswith(Purpose.SEARCH.label)
    assert assessing.answer is Answer.ALLOW


def test_a_childs_record_is_not_opened_with_no_purpose():
    answer = decided(PostKind.DUTY_SERGEANT, Deed.SEE_CHILD, part(), purpose=None)

    assert answer == policy.Decision(Answer.DENY, "Say why you are opening this child's record")


def test_a_part_that_has_ended_gives_nothing_from_that_moment_on():
    until_now = decided(PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, part(ended=NOW))
    a_second_more = part(ended=NOW + s.SECOND)

    assert until_now == policy.Decision(Answer.DENY, "Your agency's part has ended")
    assert decided(PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, a_second_more).answer is Answer.ALLOW


def test_a_part_begins_at_its_moment():
    later = part(began=NOW + s.SECOND)

    assert decided(PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, later).answer is Answer.DENY
    assert decided(PostKind.DUTY_SERGEANT, Deed.SEE_EPISODE, part(began=NOW)).answer is Answer.ALLOW


def test_a_home_no_longer_opens_the_record_of_a_child_whose_episode_is_closed():
    over = part(Capacity.PLACEMENT, closed=s.at(4))
    asked = {"field_class": FieldClass.IDENTITY, "now": NOW}

    assert decided(PostKind.PLACEMENT_STAFF, Deed.SEE_CHILD, over, **asked).answer is Answer.DENY
    assert decided(PostKind.PLACEMENT_STAFF, Deed.SEE_EPISODE, over, **asked).answer is Answer.ALLOW


def test_a_post_that_may_not_is_told_so_even_once_the_part_has_ended():
    answer = decided(PostKind.PLACEMENT_STAFF, Deed.CLOSE, part(Capacity.PLACEMENT, ended=NOW))

    assert "Your post does not allow" in answer.reason


@pytest.mark.parametrize(
    ("held", "answer"), [(FieldClass.IDENTITY, Answer.ALLOW), (FieldClass.PLACE, Answer.DENY)]
)
def test_looking_a_child_up_shows_who_they_are_and_no_more(held, answer):
    viewer = s.viewer(PostKind.DUTY_SERGEANT)

    assert (
        policy.decide(viewer, None, Deed.LOOK_UP_CHILD, field_class=held, now=NOW).answer is answer
    )


# ------------------------------------------------------------------ one truth

CAPACITIES = [(), *[(each,) for each in Capacity]]


@pytest.mark.parametrize("post", PostKind)
def test_for_every_deed_and_part_it_agrees_with_access(post):
    for deed in Deed:
        for held in [None, *CAPACITIES]:
            parties = None if held is None else tuple(map(s.party, held))
            relations = None if held is None else tuple(map(part, held))
            viewer = replace(s.viewer(post), purpose=Purpose.ASSESS)
            by_access = access.decide(viewer, deed, parties=parties)
            answer = policy.decide(viewer, Purpose.ASSESS, deed, relations=relations, now=NOW)

            assert (answer.answer is Answer.ALLOW) == by_access.allowed
            assert answer.reason == by_access.reason


@pytest.mark.parametrize("post", sorted(access.MAY[Deed.SEE_EPISODE]))
def test_for_every_part_section_and_class_it_agrees_with_redaction(post):
    """For the purpose with the highest ceiling, so that the part and the section alone decide."""
    viewer, deed = s.viewer(post), Deed.SEE_EPISODE
    for held in CAPACITIES:
        read = redaction.sections_for(viewer, parties=tuple(map(s.party, held)))
        relations = tuple(map(part, held))
        for section, shown in ceilings.SHOWN_IN.items():
            for field_class in FieldClass:
                answer = policy.decide(
                    viewer,
                    Purpose.ASSESS,
                    deed,
                    field_class=field_class,
                    section=section,
                    relations=relations,
                    now=NOW,
                )
                allowed = answer.answer is Answer.ALLOW
                assert allowed == (section in read and field_class in shown.classes)


# ------------------------------------------------------------------ for everybody

MOMENTS = st.one_of(st.none(), st.integers(-6, 6).map(lambda hours: NOW + timedelta(hours=hours)))
RELATIONS = st.lists(
    st.builds(
        part,
        st.sampled_from(Capacity),
        began=MOMENTS,
        ended=MOMENTS,
        closed=MOMENTS,
    ),
    max_size=3,
).map(tuple)
ASKED = st.fixed_dictionaries(
    {
        "field_class": st.one_of(st.none(), st.sampled_from(FieldClass)),
        "section": st.one_of(st.none(), st.sampled_from(Section)),
        "relations": st.one_of(st.none(), RELATIONS),
        "now": st.just(NOW),
    }
)
PURPOSES = st.one_of(st.none(), st.sampled_from(Purpose))
EVERYBODY = (st.sampled_from(PostKind), PURPOSES, st.sampled_from(Deed), ASKED)


@given(*EVERYBODY)
def test_nobody_is_allowed_anything_without_a_part_unless_the_deed_needs_none(
    post, purpose, deed, asked
):
    answer = policy.decide(s.viewer(post), purpose, deed, **asked | {"relations": ()})
    assert answer.answer is Answer.DENY

    answer = policy.decide(s.viewer(post), purpose, deed, **asked | {"relations": None})
    assert answer.answer is Answer.DENY or deed in access.WITHOUT_AN_EPISODE


@given(*EVERYBODY)
def test_a_part_that_has_ended_allows_nothing_and_changes_nothing(post, purpose, deed, asked):
    over = tuple(replace(each, ended_at=NOW) for each in asked["relations"] or ())
    viewer = s.viewer(post)

    answer = policy.decide(viewer, purpose, deed, **asked | {"relations": over})
    assert answer.answer is Answer.DENY

    standing = asked["relations"] or ()
    with_it = policy.decide(viewer, purpose, deed, **asked | {"relations": standing + over})
    without = policy.decide(viewer, purpose, deed, **asked | {"relations": standing})
    assert with_it.answer is without.answer


@given(*EVERYBODY)
def test_a_part_of_another_agency_gives_nothing(post, purpose, deed, asked):
    others = tuple(
        replace(each, party=replace(each.party, agency_id=s.somebody("another agency")))
        for each in asked["relations"] or ()
    )

    answer = policy.decide(s.viewer(post), purpose, deed, **asked | {"relations": others})

    assert answer.answer is Answer.DENY


@given(*EVERYBODY)
def test_a_purpose_never_shows_a_class_above_its_ceiling(post, purpose, deed, asked):
    answer = policy.decide(s.viewer(post), purpose, deed, **asked)

    if answer.answer is not Answer.DENY and purpose is not None and asked["field_class"]:
        assert asked["field_class"] in ceilings.CEILING[purpose].classes


@given(*EVERYBODY)
def test_a_closed_account_is_always_denied(post, purpose, deed, asked):
    answer = policy.decide(s.viewer(post, active=False), purpose, deed, **asked)

    assert answer == policy.Decision(Answer.DENY, "This account is closed")


@given(*EVERYBODY)
def test_every_answer_has_a_reason_fit_to_show(post, purpose, deed, asked):
    reason = policy.decide(s.viewer(post), purpose, deed, **asked).reason

    assert reason[0].isupper()
    assert "_" not in reason
    assert "%(" not in reason


@given(*EVERYBODY)
def test_more_parts_never_show_less(post, purpose, deed, asked):
    order = [Answer.DENY, Answer.POINTER, Answer.ALLOW]
    held, viewer = asked["relations"] or (), s.viewer(post)

    fewer = policy.decide(viewer, purpose, deed, **asked | {"relations": held[:1]})
    more = policy.decide(viewer, purpose, deed, **asked | {"relations": held})

    assert order.index(fewer.answer) <= order.index(more.answer)


# ------------------------------------------------------------------ an emergency look


def in_an_emergency(*relations, address=True, deed=Deed.SEE_CHILD, **asked):
    """What somebody is answered who opened the record of a child in an emergency."""
    child = uuid4()
    kept = frozenset({child} if address else ())
    viewer = s.viewer(PostKind.DUTY_SERGEANT, opened=frozenset({child}), address_kept=kept)
    known = {"purpose": Purpose.SEARCH, "field_class": FieldClass.PROTECTED} | asked
    purpose = known.pop("purpose")
    return policy.decide(
        viewer, purpose, deed, relations=relations, child_id=child, now=NOW, **known
    )


@pytest.mark.parametrize("deed", [Deed.SEE_CHILD, Deed.SEE_EPISODE])
def test_in_an_emergency_a_protected_address_is_pointed_to_and_without_one_the_home_is_shown(deed):
    answer = in_an_emergency(deed=deed)

    assert answer.answer is Answer.POINTER
    assert Capacity.HOST_FORCE.label in answer.reason
    assert Capacity.RESPONSIBLE_AUTHORITY.label in answer.reason
    assert in_an_emergency(deed=deed, address=False).answer is Answer.ALLOW


def test_in_an_emergency_a_part_that_shows_where_the_child_lives_goes_on_showing_it():
    assert in_an_emergency(part(Capacity.HOST_FORCE)).answer is Answer.ALLOW
    assert in_an_emergency(part(Capacity.OTHER_FORCES)).answer is Answer.POINTER


def test_in_an_emergency_a_purpose_that_shows_no_address_says_nothing_of_one():
    assert in_an_emergency(purpose=Purpose.REPORT).answer is Answer.DENY


def test_in_an_emergency_everything_else_is_shown_whether_or_not_an_address_is_protected():
    for each in (FieldClass.IDENTITY, FieldClass.PLACE, FieldClass.HEALTH):
        assert in_an_emergency(field_class=each).answer is Answer.ALLOW
