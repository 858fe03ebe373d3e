"""Which looks are reviewed, and by whom: never the looker, never somebody of their agency."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import access, looks
from wayhome.rules.looks import Kind, Look
from wayhome.rules.vocabulary import PostKind
from wayhome.rules.vocabulary import WhyReviewed as Why

GOVERN = sorted(access.MAY[access.Deed.REVIEW_LOOKS])
IDS = st.integers(0, 6).map(lambda number: UUID(int=number))
PEOPLE = st.builds(
    looks.Reviewer, IDS, IDS, st.frozensets(st.sampled_from(sorted(PostKind)), max_size=3)
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
    chosen = looks.reviewer_of(frozenset({looker}), agency, among=among, number=number)

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

    ask = {"looker": frozenset({UUID(int=99)}), "looker_agency_id": UUID(int=99), "number": number}
    assert looks.reviewer_of(**ask, among=list(once.values())) == looks.reviewer_of(
        **ask, among=others
    )


def test_those_who_govern_information_come_first():
    lead = looks.Reviewer(UUID(int=2), UUID(int=2), frozenset({PostKind.AUDITOR}))
    manager = looks.Reviewer(UUID(int=1), UUID(int=3), frozenset({PostKind.TEAM_MANAGER}))

    for number in range(0, 50, 5):
        looker = frozenset({UUID(int=8)})
        chosen = looks.reviewer_of(looker, UUID(int=9), among=[manager, lead], number=number)
        assert chosen is lead


def test_a_second_account_and_whoever_must_not_know_of_the_child_review_nothing():
    lead = looks.Reviewer(UUID(int=2), UUID(int=3), frozenset({PostKind.AUDITOR}))
    ask = {"looker_agency_id": UUID(int=9), "among": [lead], "number": 0}
    looker = frozenset({UUID(int=8)})

    assert looks.reviewer_of(looker, **ask) is lead
    assert looks.reviewer_of(looker | {lead.practitioner_id}, **ask) is None
    for never in (lead.practitioner_id, lead.agency_id):
        assert looks.reviewer_of(looker, **ask, never=frozenset({never})) is None


def test_what_was_not_explained_is_told_to_who_governs_in_the_lookers_agency_alone():
    for post in PostKind:
        viewer = s.viewer(post)
        told = looks.answers_for(viewer, looker_agency_id=viewer.agency_id)

        assert told == (post in GOVERN)
        assert not looks.answers_for(viewer, looker_agency_id=UUID(int=1))


def test_a_look_is_answered_within_three_days():
    assert looks.due_at(s.at(0)) == s.at(72)
