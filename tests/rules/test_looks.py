"""Which looks are reviewed, and by whom: never the looker, never somebody of their agency."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import access, looks
from wayhome.rules.london import LONDON
from wayhome.rules.looks import Kind, Look
from wayhome.rules.vocabulary import AgencyKind, PassedOn, PostKind
from wayhome.rules.vocabulary import WhyReviewed as Why

GOVERN = sorted(access.MAY[access.Deed.REVIEW_LOOKS])
IDS = st.integers(0, 6).map(lambda number: UUID(int=number))
PEOPLE = st.builds(
    looks.Reviewer, IDS, IDS, st.frozensets(st.sampled_from(sorted(PostKind)), max_size=3)
)
REVIEWERS = st.builds(
    looks.Reviewer, IDS, IDS, st.frozensets(st.sampled_from(GOVERN), min_size=1, max_size=2)
)
JUNK = (
    """
police business;Police Business!;work;duty;n/a;N/A;.;-;x;xxxxxxxxxx;aaaaaaaaaaaa
check;just checking;needed for work;official;asked to;job;enquiry;general enquiry
for my records;routine check;test;testing 1 2;my job;as told by the boss;manager
to see;information;for information;personal;......;because;no reason;reason
was asked to look;interest;random check;other;misc;stuff;verification;on duty
duty check;system test;just a look;none;curious
""".strip()
    .replace("\n", ";")
    .split(";")
)
TELLING = [
    "Preparing the plan meeting of Thursday",
    "Hospital rang: child in the emergency department",
    "Incident NM-2026-1044",
    "Strategy discussion at 14:00",
    "Her grandmother telephoned",
]


def look(kind=Kind.OPENED, *, reason="", relation=True, reference=True):
    return Look(kind, reason, relation, reference)


@pytest.mark.parametrize("reason", JUNK)
def test_a_reason_that_says_nothing_is_junk(reason):
    assert looks.is_junk(reason)


@pytest.mark.parametrize("reason", TELLING)
def test_a_reason_that_tells_is_not(reason):
    assert not looks.is_junk(reason)


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (look(Kind.BROKE_GLASS), Why.BREAK_GLASS),
        (look(relation=False), Why.NO_RELATION),
        (look(relation=False, reason="police business"), Why.NO_RELATION),
        (look(reason="police business"), Why.JUNK_REASON),
        (look(Kind.SEARCHED, reason="police business", relation=False), Why.JUNK_REASON),
        (look(reference=False), Why.NO_REFERENCE),
        (look(Kind.SEARCHED, relation=False, reference=False), None),
        (look(), None),
    ],
)
def test_what_nothing_explains_is_always_reviewed(seen, why):
    assert looks.why_reviewed(seen, number=1) is why


@given(st.integers(min_value=0))
def test_of_the_rest_one_in_five_is(number):
    chosen = looks.why_reviewed(look(), number=number)

    assert (chosen is Why.AT_RANDOM) == (number % 5 == 0)


@given(IDS, IDS, st.lists(PEOPLE), st.integers(min_value=0))
def test_a_reviewer_is_never_the_looker_nor_of_their_agency_and_may_review(
    looker, agency, among, number
):
    looked = looks.Looked(frozenset({looker}), agency)
    chosen = looks.reviewer_of(looked, among=among, number=number)

    may = [
        each
        for each in among
        if each.agency_id != agency
        and each.practitioner_id != looker
        and each.posts & access.MAY[access.Deed.REVIEW_LOOKS]
    ]
    assert (chosen is None) == (not may)
    assert chosen is None or chosen in may


@given(st.lists(PEOPLE), st.integers(min_value=0), st.randoms())
def test_the_order_in_which_they_are_found_steers_nothing(among, number, chance):
    once = {each.practitioner_id: each for each in among}
    others = list(once.values())
    chance.shuffle(others)

    looked = looks.Looked(frozenset({UUID(int=99)}), UUID(int=99))
    first = looks.reviewer_of(looked, among=list(once.values()), number=number)
    assert first == looks.reviewer_of(looked, among=others, number=number)


def test_those_who_govern_information_come_first():
    lead = looks.Reviewer(UUID(int=2), UUID(int=2), frozenset({PostKind.AUDITOR}))
    manager = looks.Reviewer(UUID(int=1), UUID(int=3), frozenset({PostKind.TEAM_MANAGER}))

    for number in range(0, 50, 5):
        looked = looks.Looked(frozenset({UUID(int=8)}), UUID(int=9))
        chosen = looks.reviewer_of(looked, among=[manager, lead], number=number)
        assert chosen is lead


def test_a_second_account_and_whoever_must_not_know_of_the_child_review_nothing():
    lead = looks.Reviewer(UUID(int=2), UUID(int=3), frozenset({PostKind.AUDITOR}))
    ask = {"among": [lead], "number": 0}
    looked = looks.Looked(frozenset({UUID(int=8)}), UUID(int=9))

    assert looks.reviewer_of(looked, **ask) is lead
    both = replace(looked, accounts=looked.accounts | {lead.practitioner_id})
    assert looks.reviewer_of(both, **ask) is None
    for never in (lead.practitioner_id, lead.agency_id):
        assert looks.reviewer_of(replace(looked, never=frozenset({never})), **ask) is None


@given(
    IDS,
    st.frozensets(IDS, max_size=3),
    st.none() | st.frozensets(IDS, max_size=4),
    st.lists(REVIEWERS | PEOPLE, unique_by=lambda each: each.practitioner_id),
    st.integers(min_value=0),
)
def test_of_a_sealed_record_somebody_on_the_list_reviews_before_anybody_else(
    agency, never, named, among, number
):
    looked = looks.Looked(frozenset({UUID(int=99)}), agency, never, named)
    chosen = looks.reviewer_of(looked, among=among, number=number)

    may = [
        each
        for each in among
        if looks.reviewer_of(replace(looked, named=None), among=[each], number=0)
    ]
    on_it = [each for each in may if named is None or each.practitioner_id in named]
    assert (chosen is None) == (not may)
    assert chosen is None or chosen in (on_it or may)


@given(
    IDS,
    IDS,
    st.frozensets(IDS, max_size=3),
    st.none() | st.frozensets(IDS, max_size=4),
    st.lists(REVIEWERS | PEOPLE, unique_by=lambda each: each.practitioner_id),
)
def test_a_look_stays_with_whoever_may_review_it_and_passes_from_whoever_may_not(
    holder, agency, never, named, among
):
    looked = looks.Looked(frozenset({UUID(int=99)}), agency, never, named)
    chosen = looks.reviewer_of(looked, among=among, number=0)
    theirs = [each for each in among if each.practitioner_id == holder]
    may_still = looks.reviewer_of(replace(looked, named=None), among=theirs, number=0) is not None

    why = looks.why_passed_on(looked, held_by=holder, chosen=chosen, among=among)

    if not may_still:
        assert why in {PassedOn.NO_LONGER_REVIEWS, PassedOn.MUST_NOT_KNOW}
    elif named is None or holder in named or not chosen or chosen.practitioner_id not in named:
        assert why is None
    else:
        assert why is PassedOn.NOT_ON_THE_LIST
    if why and chosen:
        assert chosen.practitioner_id != holder


def test_a_late_review_climbs_in_the_agency_of_the_reviewer_from_when_it_was_due():
    def told(kind, hours, passed_over=()):
        reached = looks.told_late(kind, s.at(0), now=s.at(hours), passed_over=passed_over)
        return [each.rung.post for each in reached]

    assert told(AgencyKind.POLICE, 0) == []
    assert told(AgencyKind.POLICE, 0.1) == [PostKind.DUTY_INSPECTOR]
    assert told(AgencyKind.POLICE, 23.9) == [PostKind.DUTY_INSPECTOR]
    assert told(AgencyKind.POLICE, 24) == [PostKind.DUTY_INSPECTOR, PostKind.SUPERINTENDENT]
    assert told(AgencyKind.POLICE, 0.1, {0}) == [PostKind.SUPERINTENDENT]
    assert told(AgencyKind.LOCAL_AUTHORITY, 48) == [
        PostKind.TEAM_MANAGER,
        PostKind.SERVICE_MANAGER,
        PostKind.DIRECTOR,
    ]
    assert told(AgencyKind.SCHOOL, 500) == []


def test_what_was_not_explained_is_told_to_who_governs_in_the_lookers_agency_alone():
    for post in PostKind:
        viewer = s.viewer(post)
        told = looks.answers_for(viewer, looker_agency_id=viewer.agency_id)

        assert told == (post in GOVERN)
        assert not looks.answers_for(viewer, looker_agency_id=UUID(int=1))


def test_a_look_is_answered_within_three_days():
    assert looks.due_at(s.at(0)) == s.at(72)


def test_three_days_over_the_night_the_clocks_go_back_are_72_hours_all_the_same():
    assigned = datetime(2026, 10, 24, 18, 0, tzinfo=LONDON)

    assert looks.due_at(assigned) == datetime(2026, 10, 27, 17, 0, tzinfo=LONDON)


def test_a_manager_on_the_list_of_a_sealed_record_comes_before_a_lead_who_is_not():
    lead = looks.Reviewer(UUID(int=2), UUID(int=2), frozenset({PostKind.AUDITOR}))
    manager = looks.Reviewer(UUID(int=1), UUID(int=3), frozenset({PostKind.TEAM_MANAGER}))
    named = frozenset({manager.practitioner_id})
    looked = looks.Looked(frozenset({UUID(int=8)}), UUID(int=9), named=named)

    assert looks.reviewer_of(looked, among=[lead, manager], number=0) is manager
    assert looks.reviewer_of(looked, among=[lead], number=0) is lead
    assert looks.is_told_why(looked, manager.practitioner_id)
    assert not looks.is_told_why(looked, lead.practitioner_id)
