"""What is shown outside gives no small number away, whoever adds and subtracts."""

from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import disclosure
from wayhome.rules.disclosure import Audience, Counted

MOST = 24  # of a cell in the tables that are attacked


def cell(number, whole=None, children=None, complete=0, middle=None):
    return Counted(number, whole, number if children is None else children, complete, middle)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (100, 100), (None, None)],
)
def test_one_to_seven_is_hidden_and_the_rest_rounded_to_five(count, shown):
    assert disclosure.shown(count) == shown


def may_be(shown):
    """Every count of the tables that would be shown so, or that may stand behind what is hidden."""
    return [count for count in range(MOST * 3 + 1) if disclosure.shown(count) == shown]


def possible(values, total):
    """For each value of a table, every count that agrees with all that is shown of it."""
    seen = [disclosure.shown(value) for value in values]
    among = set(may_be(disclosure.shown(total)))
    whole = [table for table in product(*map(may_be, seen)) if sum(table) in among]
    return [{table[place] for table in whole} for place in range(len(values))]


TABLES = st.lists(st.integers(0, 12), min_size=2, max_size=3).filter(
    lambda table: any(0 < value <= disclosure.LARGEST_HIDDEN for value in table)
)


@given(TABLES)
def test_a_sum_is_safe_exactly_where_an_attack_leaves_three_counts_of_each_hidden_part(table):
    left = possible(table, sum(table))
    fewest = min(
        len(counts)
        for value, counts in zip(table, left, strict=True)
        if 0 < value <= disclosure.LARGEST_HIDDEN
    )

    assert disclosure.is_safe(table, total=sum(table)) == (fewest >= 3)


@pytest.mark.parametrize("table", [[6, 7], [7, 7, 7, 7], [1] * 7])
def test_there_are_sums_that_rounding_alone_would_give_away(table):
    assert not disclosure.is_safe(table, total=sum(table))


def test_whoever_knows_one_area_cannot_take_it_from_the_sum_of_two():
    """Every pair of areas: what is told of their sum leaves the small one at least three counts."""
    for own, other in product(range(1, 60), range(1, disclosure.LARGEST_HIDDEN + 1)):
        of_one = disclosure.largest([cell(own), cell(other)])
        told = disclosure.outside(cell(own + other, children=own + other), of_one=of_one).number

        alike = {
            count
            for count in range(1, disclosure.LARGEST_HIDDEN + 1)
            if disclosure.outside(
                cell(own + count, children=own + count),
                of_one=disclosure.largest([cell(own), cell(count)]),
            ).number
            == told
        }
        assert len(alike) == disclosure.LARGEST_HIDDEN, (own, other, told)


def test_a_sum_is_shown_where_one_area_is_all_of_it_or_the_others_are_many():
    alone = disclosure.largest([cell(40)])
    many = disclosure.largest([cell(40), cell(20)])

    assert disclosure.outside(cell(40), of_one=alone).number == 40
    assert disclosure.outside(cell(60), of_one=many).number == 60


def test_hiding_alone_would_give_a_number_away():
    """What the rounding is for: one hidden number beside an exact one and an exact sum."""
    exact_other, exact_total = 20, 23

    assert {count for count in range(1, 8) if count + exact_other == exact_total} == {3}


def test_a_share_is_hidden_where_it_or_what_it_leaves_out_is_small():
    assert disclosure.outside(cell(3, 40)).number is None
    assert disclosure.outside(cell(37, 40)).number is None
    assert disclosure.outside(cell(20, 40)).number == 20
    assert disclosure.outside(cell(40, 40)).number == 40
    assert disclosure.outside(cell(0, 40)).number == 0


def test_many_episodes_of_a_few_children_are_hidden_with_them():
    assert disclosure.outside(cell(60, children=2)).number is None
    assert disclosure.outside(cell(60, 100, children=2)).number is None
    assert disclosure.outside(cell(60, children=30)).number == 60


def test_a_middle_time_is_shown_only_of_many():
    assert disclosure.outside(cell(9, 20, middle=60.0)).middle == 60.0
    assert disclosure.outside(cell(2, 5, middle=60.0)).middle is None


def test_how_much_is_recorded_gives_away_nothing_either():
    assert disclosure.outside(cell(20, 40, complete=38)).complete is None
    assert disclosure.outside(cell(20, 40, complete=30)).complete == 30


def test_exact_numbers_are_for_the_agency_of_the_area_alone():
    ours = uuid4()

    assert disclosure.audience(area_id=ours, agency_id=ours) is Audience.OWN
    assert disclosure.audience(area_id=uuid4(), agency_id=ours) is Audience.OTHERS
    assert disclosure.audience(area_id=None, agency_id=ours) is Audience.OTHERS
