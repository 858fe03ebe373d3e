"""What is shown outside gives no small number away, whoever adds and subtracts."""

from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import disclosure
from wayhome.rules.disclosure import Audience, Behind, Counted

MOST = 24  # of a cell in the tables that are attacked


def cell(number, whole=None, children=None, complete=0, middle=None, **behind):
    """A cell of as many children as there is of each, unless it is said otherwise."""
    all_told = number if whole is None else whole
    each = {
        "whole": all_told,
        "rest": all_told - number,
        "complete": complete,
        "gap": all_told - complete,
    }
    children = number if children is None else children
    said = {name.removeprefix("of_"): of for name, of in behind.items()}
    return Counted(number, whole, children, complete, middle, Behind(**each | said))


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


def test_of_few_children_nothing_is_told_however_many_the_episodes():
    of_two = disclosure.outside(cell(0, 20, 0, complete=20, middle=60.0, of_whole=2, of_complete=2))
    assert of_two == Counted(None, None, 0, None)

    rest_of_two = disclosure.outside(cell(40, 60, 40, of_rest=2))
    assert (rest_of_two.number, rest_of_two.whole) == (None, 60)

    gap_of_two = disclosure.outside(cell(20, 40, complete=20, of_gap=2))
    assert gap_of_two.complete is None

    assert disclosure.outside(cell(20, 40, complete=20)).complete == 20


def test_a_count_of_which_nobody_said_whose_it_is_is_not_told():
    assert disclosure.outside(Counted(20, 40, 0, 20, 60.0)) == Counted(None, None, 0, None)


def test_whoever_knows_one_area_is_not_told_of_the_few_children_of_the_other():
    own, other = cell(40, children=20), cell(20, children=2)
    both = cell(60, children=22)

    told = disclosure.outside(both, of_one=disclosure.largest([own, other]))

    assert (told.number, told.children) == (None, None)


def test_children_are_told_of_a_sum_only_where_those_of_the_others_are_many():
    own, many = cell(40), cell(20)

    assert disclosure.outside(cell(60), of_one=disclosure.largest([own, many])).children == 60
    assert disclosure.outside(cell(43), of_one=disclosure.largest([own, cell(3)])).children is None


def test_a_middle_time_is_shown_only_of_many_who_have_one():
    assert disclosure.outside(cell(9, 20, complete=1, middle=60.0)).middle is None
    assert disclosure.outside(cell(9, 20, complete=9, middle=60.0, of_complete=2)).middle is None
    assert disclosure.outside(cell(9, 20, complete=9, middle=60.0)).middle == 60.0
    assert disclosure.outside(cell(2, 5, complete=5, middle=60.0)).middle is None


def test_a_middle_time_is_shown_to_the_minute():
    assert disclosure.outside(cell(9, 20, complete=9, middle=1234.5)).middle == 21 * 60


def test_parts_that_overlap_say_how_many_one_is_at_least_and_not_at_most():
    assert not disclosure.is_safe([10, 6, 0, 0], total=20, may_overlap=True)
    assert disclosure.is_safe([8, 8, 8, 3], total=20, may_overlap=True)
    assert not disclosure.is_safe([8, 8, 8, 3], total=20)


def test_how_much_is_recorded_gives_away_nothing_either():
    assert disclosure.outside(cell(20, 40, complete=38)).complete is None
    assert disclosure.outside(cell(20, 40, complete=30)).complete == 30


def test_exact_numbers_are_for_the_agency_of_the_area_alone():
    ours = uuid4()

    assert disclosure.audience(area_id=ours, agency_id=ours) is Audience.OWN
    assert disclosure.audience(area_id=uuid4(), agency_id=ours) is Audience.OTHERS
    assert disclosure.audience(area_id=None, agency_id=ours) is Audience.OTHERS
