"""Whether two records are of one child: never joined by mistake, never parted by a typing slip."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import matching
from wayhome.rules.matching import Identity, Verdict

BORN = date(2011, 4, 2)
NAMES = st.text(max_size=8) | st.sampled_from(
    [
        "Amira",
        "Ameera",
        "Anna",
        "Anwen",
        "Siôn",
        "Sion",
        "Ŵyn",
        "O’Neill",
        "Mary-Jane",
        "सीता",
        "सता",
    ]
)
IDENTITIES = st.builds(
    Identity, NAMES, NAMES, st.none() | st.sampled_from([BORN, date(2012, 4, 2)])
)


def verdict(one, other):
    """What the rule says of two records."""
    return matching.compare(one, other).verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Siân", "Ŵyn-Jones"), ("SIAN", "wyn jones")),
        (("Ŷstwyth", "Llŷn"), ("ystwyth", "LLYN")),
        (("Mary-Jane", "O’Neill"), ("mary jane", "O'Neill")),
        (("Zoë", "Straße"), ("ZOE", "STRASSE")),
    ],
    ids=["circumflex and hyphen", "Welsh y", "apostrophes", "German"],
)
def test_case_accents_spaces_and_punctuation_do_not_part_a_child_from_a_record(one, other):
    assert verdict(Identity(*one, BORN), Identity(*other, BORN)) is Verdict.SAME


def test_twins_are_not_the_same():
    anwen = Identity("Anwen", "Pritchard", BORN)
    tomos = Identity("Tomos", "Pritchard", BORN)

    assert verdict(anwen, tomos) is Verdict.NOT_SAME


def test_twins_with_names_alike_are_for_a_person():
    assert (
        verdict(Identity("Amy", "Pritchard", BORN), Identity("Anna", "Pritchard", BORN))
        is Verdict.A_PERSON_DECIDES
    )


def test_siblings_are_not_the_same():
    older = Identity("Anwen", "Pritchard", date(2009, 1, 1))

    assert verdict(older, Identity("Tomos", "Pritchard", BORN)) is Verdict.NOT_SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Identity("Ameera", "Khan", BORN), Identity("Amira", "Khan", BORN)),
        (Identity("Catherine", "Vale", BORN), Identity("Katherine", "Vale", BORN)),
        (Identity("Elizabeth", "Vale", BORN), Identity("Beth", "Vale", BORN)),
        (Identity("Amira Jane", "Khan", BORN), Identity("Amira", "Khan", BORN)),
        (Identity("Khan", "Amira", BORN), Identity("Amira", "Khan", BORN)),
        (Identity("Amira", "Khan", BORN), Identity("Amira", "Kahn", BORN)),
        (Identity("Amira", "Khan", BORN), Identity("Amira", "Khan", date(2011, 2, 4))),
        (Identity("Amira", "Khan", BORN), Identity("Amira", "Khan")),
        (Identity("Amira", "", BORN), Identity("Amira", "Khan", BORN)),
        (Identity("Amira", "Khan", BORN), Identity()),
        (Identity("—", "😀", BORN), Identity("—", "😀", BORN)),
    ],
    ids=[
        "spelt another way",
        "first letter misheard",
        "short name",
        "middle name",
        "names swapped",
        "family name mistyped",
        "day and month swapped",
        "date of birth not known",
        "family name not known",
        "nothing known",
        "nothing in the name",
    ],
)
def test_a_slip_or_a_gap_is_for_a_person(one, other):
    assert verdict(one, other) is Verdict.A_PERSON_DECIDES


@pytest.mark.parametrize(
    "other",
    [
        Identity("Tomos", "Vale", BORN),
        Identity("Tomos", "Khan", date(2013, 1, 1)),
        Identity("Amira", "Vale", date(2013, 1, 1)),
    ],
    ids=["only the birthday", "only the family name", "only the given name"],
)
def test_one_thing_in_common_is_another_child(other):
    assert verdict(Identity("Amira", "Khan", BORN), other) is Verdict.NOT_SAME


def test_vowel_signs_keep_two_names_apart():
    assert matching.folded("सीता") != matching.folded("सता")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Ann", "Ann", True), ("", "Ann", False), ("I", "O", False), ("Ruth", "Tomos", False)],
)
def test_names_are_alike_when_one_could_be_the_other_misheard(one, other, alike):
    assert matching.are_alike(one, other) is alike


@given(one=IDENTITIES, other=IDENTITIES)
def test_the_order_of_two_records_never_matters(one, other):
    assert matching.compare(one, other) == matching.compare(other, one)


@given(one=IDENTITIES, other=IDENTITIES)
def test_two_given_names_that_differ_are_never_called_the_same(one, other):
    if matching.folded(one.given_name) != matching.folded(other.given_name):
        assert verdict(one, other) is not Verdict.SAME


@given(IDENTITIES)
def test_a_record_is_never_called_another_child_than_itself(one):
    assert verdict(one, one) is not Verdict.NOT_SAME
