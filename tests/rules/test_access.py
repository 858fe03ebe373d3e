"""Who may do what, who may not, and with what words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import access, redaction
from wayhome.rules.access import Deed
from wayhome.rules.vocabulary import AgencyKind, Capacity, PostKind, Purpose, Side

READING = {
    Deed.SEE_EPISODE,
    Deed.SEE_CHILD,
    Deed.SEE_PROTOCOL,
    Deed.ACKNOWLEDGE,
    Deed.SEE_OWN_LOOKS,
    Deed.SEE_LOOKS,
}
FAMILY = {PostKind.PARENT_OR_CARER, PostKind.CHILD}
OF_NO_CHILD = FAMILY | {PostKind.AUDITOR, PostKind.RESEARCHER, PostKind.SYSTEM_OPERATOR}
ABOUT_NO_CHILD = {
    Deed.SEE_PROTOCOL,
    Deed.SEE_OWN_LOOKS,
    Deed.REVIEW_LOOKS,
    Deed.SEE_MEASURES,
}
OF_NORTHWICK = (s.party(Capacity.HOST_FORCE),)


def may(post, deed, parties=OF_NORTHWICK, **known):
    """Whether somebody in one post of Northwick Police may do a deed."""
    return access.decide(s.viewer(post, **known), deed, parties=parties)


def test_every_deed_has_its_posts_and_no_other_deed_is_listed():
    assert set(access.MAY) == set(Deed)
    assert all(access.MAY[deed] for deed in Deed)


def test_every_part_needed_is_of_a_deed_somebody_may_do():
    assert set(access.PART_NEEDED) <= set(access.MAY)
    assert not set(access.PART_NEEDED) & access.WITHOUT_AN_EPISODE


def test_whoever_may_add_to_the_family_reads_of_it_and_whoever_reads_of_it_may_add():
    reads = redaction.SEEN_BY[redaction.Section.FAMILY]

    assert access.PART_NEEDED[Deed.CHANGE_FAMILY] == reads


@pytest.mark.parametrize("post", PostKind)
def test_every_post_can_do_something_beyond_reading(post):
    beyond = {deed for deed in Deed if post in access.MAY[deed]} - READING

    assert beyond or post in {PostKind.NATIONAL_DESK, *OF_NO_CHILD}


@pytest.mark.parametrize("post", sorted(FAMILY))
@pytest.mark.parametrize("deed", Deed)
def test_a_parent_and_a_child_are_refused_every_deed_whatever_the_part(post, deed):
    assert not may(post, deed, s.EVERY_PART, purpose=Purpose.SEARCH).allowed
    assert not may(post, deed, None, purpose=Purpose.SEARCH).allowed


@pytest.mark.parametrize("post", sorted(OF_NO_CHILD - FAMILY))
@pytest.mark.parametrize("deed", sorted(set(Deed) - ABOUT_NO_CHILD))
def test_who_works_with_no_child_is_refused_whatever_is_about_one(post, deed):
    assert not may(post, deed, s.EVERY_PART, purpose=Purpose.SEARCH).allowed
    assert not may(post, deed, None, purpose=Purpose.SEARCH).allowed


def test_only_the_information_governance_lead_of_these_reviews_looks():
    reviews = {post for post in OF_NO_CHILD if may(post, Deed.REVIEW_LOOKS, None).allowed}

    assert reviews == {PostKind.AUDITOR}


def test_those_who_oversee_see_what_is_measured_and_nobody_else():
    see = {post for post in PostKind if may(post, Deed.SEE_MEASURES, None).allowed}

    assert see == access.MAY[Deed.SEE_OVERSIGHT] | {PostKind.AUDITOR}


def test_a_charity_reports_and_opens_no_childs_record():
    for post in (PostKind.HELPLINE_WORKER, PostKind.CHARITY_CASEWORKER):
        assert may(post, Deed.REPORT, None).allowed
        assert not may(post, Deed.SEE_CHILD, s.EVERY_PART, purpose=Purpose.SEARCH).allowed
        assert not may(post, Deed.LOOK_UP_CHILD, None).allowed


def test_a_new_post_is_given_nothing_by_being_there():
    named = {Deed.SEE_OWN_LOOKS, Deed.SEE_PROTOCOL}
    everybody = {post for post in PostKind if post in access.MAY[Deed.SEE_EPISODE]}

    assert everybody == set(PostKind) - OF_NO_CHILD
    assert {deed for deed in Deed if access.MAY[deed] > everybody} == named


@pytest.mark.parametrize("post", sorted(set(PostKind) - OF_NO_CHILD))
def test_every_post_can_read_an_episode_its_agency_has_a_part_in(post):
    assert may(post, Deed.SEE_EPISODE).allowed


@pytest.mark.parametrize("post", PostKind)
@pytest.mark.parametrize("deed", [deed for deed in Deed if deed not in access.WITHOUT_AN_EPISODE])
def test_no_post_may_do_anything_where_its_agency_has_no_part(post, deed):
    elsewhere = (s.party(Capacity.HOST_FORCE, "Southmere Police"),)

    assert not may(post, deed, elsewhere, purpose=Purpose.SEARCH).allowed


@pytest.mark.parametrize("deed", sorted(access.PART_NEEDED))
def test_a_part_that_is_not_the_one_needed_is_refused(deed):
    post = sorted(access.MAY[deed])[0]
    other_part = sorted(set(Capacity) - access.PART_NEEDED[deed])[0]

    decision = may(post, deed, (s.party(other_part),), purpose=Purpose.OVERSIGHT)

    assert (decision.allowed, "part does not allow" in decision.reason) == (False, True)


@pytest.mark.parametrize("deed", sorted(access.TOLD_INSTEAD))
@pytest.mark.parametrize(
    "part",
    [Capacity.REPORTER, Capacity.SCHOOL, Capacity.HEALTH, Capacity.NATIONAL_UNIT],
)
def test_who_neither_searches_nor_cares_for_the_child_tells_and_does_not_decide(deed, part):
    decision = may(PostKind.DUTY_SERGEANT, deed, (s.party(part),))

    assert not decision.allowed
    assert "by recording a sighting or making a report" in decision.reason
    assert may(PostKind.DUTY_SERGEANT, Deed.RECORD_SIGHTING, (s.party(part),)).allowed


@pytest.mark.parametrize("deed", sorted(access.TOLD_INSTEAD - {Deed.ADD_STEP}))
def test_the_home_where_the_child_lives_records_what_it_knows(deed):
    assert may(PostKind.HOME_MANAGER, deed, (s.party(Capacity.PLACEMENT),)).allowed


@pytest.mark.parametrize("deed", Deed)
def test_a_closed_account_may_do_nothing(deed):
    decision = may(PostKind.DUTY_INSPECTOR, deed, active=False)

    assert decision == access.Decision(allowed=False, reason="This account is closed")


def test_a_post_that_is_not_listed_is_refused_with_the_deed_in_words():
    decision = may(PostKind.PLACEMENT_STAFF, Deed.ASSESS_FOR_POLICE)

    assert decision.reason == "Your post does not allow you to assess risk for the police"


def test_opening_a_childs_record_asks_for_a_purpose():
    assert not may(PostKind.DUTY_INSPECTOR, Deed.SEE_CHILD).allowed
    assert may(PostKind.DUTY_INSPECTOR, Deed.SEE_CHILD, purpose=Purpose.SEARCH).allowed


@pytest.mark.parametrize("deed", sorted(access.WITHOUT_AN_EPISODE))
def test_a_deed_before_any_episode_needs_only_the_post(deed):
    post = sorted(access.MAY[deed])[0]

    assert may(post, deed, None).allowed


@pytest.mark.parametrize("deed", [deed for deed in Deed if deed not in access.WITHOUT_AN_EPISODE])
def test_silence_refuses_a_deed_about_an_episode_nobody_named(deed):
    post = sorted(access.MAY[deed])[0]

    assert not may(post, deed, None, purpose=Purpose.SEARCH).allowed


def test_when_no_check_answers_the_answer_is_no(monkeypatch):
    monkeypatch.setattr(access, "CHECKS", ())

    assert not may(PostKind.DUTY_INSPECTOR, Deed.SEE_PROTOCOL).allowed


def test_a_computer_may_report_but_only_a_named_person_may_acknowledge():
    assert may(PostKind.PARTNER_SYSTEM, Deed.REPORT, None).allowed
    assert not may(PostKind.PARTNER_SYSTEM, Deed.ACKNOWLEDGE).allowed


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        (Deed.ASSESS_FOR_POLICE, PostKind.SOCIAL_WORK_TEAM),
        (Deed.ASSESS_FOR_CHILDRENS_SERVICES, PostKind.DUTY_SERGEANT),
        (Deed.HOLD_INTERVIEW, PostKind.HOME_MANAGER),
        (Deed.HOLD_INTERVIEW, PostKind.DUTY_SERGEANT),
        (Deed.AUTHORISE_NO_OFFER, PostKind.SOCIAL_WORK_TEAM),
        (Deed.AUTHORISE_NO_OFFER, PostKind.INTERVIEWER),
        (Deed.CLOSE, PostKind.PLACEMENT_STAFF),
        (Deed.REVIEW, PostKind.CALL_HANDLER),
        (Deed.SEE_OVERSIGHT, PostKind.INTERVIEWER),
        (Deed.SEE_MEASURES, PostKind.DUTY_SERGEANT),
        (Deed.SEE_MEASURES, PostKind.SOCIAL_WORK_TEAM),
        (Deed.IMPORT, PostKind.DIRECTOR),
    ],
)
def test_the_wrong_post_is_refused_even_with_every_part(deed, kind):
    assert not may(kind, deed, s.EVERY_PART).allowed


def test_requiring_gives_the_decision_or_raises_the_reason():
    allowed = access.require(
        s.viewer(PostKind.DUTY_SERGEANT), Deed.ASSESS_FOR_POLICE, parties=OF_NORTHWICK
    )

    assert allowed.allowed
    with pytest.raises(access.Refused, match="no part") as refusal:
        access.require(s.viewer(PostKind.DUTY_SERGEANT), Deed.ASSESS_FOR_POLICE, parties=())
    assert refusal.value.reason == str(refusal.value)


@pytest.mark.parametrize(
    ("post", "side"),
    [
        (PostKind.DUTY_SERGEANT, Side.POLICE),
        (PostKind.EMERGENCY_DUTY_TEAM, Side.CHILDRENS_SERVICES),
        (PostKind.CALL_HANDLER, None),
        (PostKind.PARTNER_SYSTEM, None),
        (PostKind.HOME_MANAGER, None),
    ],
)
def test_a_post_turns_one_key_or_none(post, side):
    assert access.side_of(s.viewer(post)) is side


@pytest.mark.parametrize("side", Side)
def test_each_key_is_turned_by_its_own_deed(side):
    posts = access.MAY[access.deed_to_assess(side)]

    assert {access.side_of(s.viewer(post)) for post in posts} == {side}


@given(
    posts=st.frozensets(st.sampled_from(PostKind)),
    deed=st.sampled_from(Deed),
    held=st.none() | st.lists(st.sampled_from(Capacity), max_size=3),
    purpose=st.none() | st.sampled_from(Purpose),
)
def test_nothing_is_allowed_that_no_table_allows(posts, deed, held, purpose):
    parties = None if held is None else tuple(s.party(part) for part in held)
    somebody = s.viewer(*posts, purpose=purpose) if posts else None
    if somebody is None:
        return

    decision = access.decide(somebody, deed, parties=parties)

    assert decision.reason
    if decision.allowed:
        assert posts & access.MAY[deed]
        assert parties or deed in access.WITHOUT_AN_EPISODE
        assert purpose or deed not in access.NEEDS_PURPOSE
        if parties and deed in access.PART_NEEDED:
            assert set(held) & access.PART_NEEDED[deed]


def test_an_agency_holds_only_its_own_parts():
    parties = (s.party(Capacity.HOST_FORCE), s.party(Capacity.PLACEMENT, "Alder House"))
    carer = s.viewer(PostKind.HOME_MANAGER, agency="Alder House", kind=AgencyKind.CARE_HOME)

    assert access.capacities_of(carer, parties) == {Capacity.PLACEMENT}
