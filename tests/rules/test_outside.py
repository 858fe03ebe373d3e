"""A table as it is shown outside: no number of a few can be worked out from the others."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wayhome.rules import disclosure, intervals, outside
from wayhome.rules.breakdowns import Period
from wayhome.rules.disclosure import Behind, Counted

YEAR = Period(2026)
QUARTERS = [Period(2026, number) for number in outside.QUARTERS]
VALUES = ("one", "two")
FEW = range(1, disclosure.LARGEST_HIDDEN + 1)


MANY = Behind(1000, 1000, 1000, 1000)
NOTHING = Counted(0, 0, 0, 0)


def counted(number):
    return outside.Cell(Counted(number, None, 1000, number, behind=MANY))


def people(number):
    return outside.Cell(Counted(number, None, number, number, behind=MANY))


def table_of(numbers):
    """A year's table: for each quarter the number of each value, and the year with their sums."""
    cells = {
        (quarter, value): counted(numbers[place][number])
        for place, quarter in enumerate(QUARTERS)
        for number, value in enumerate(VALUES)
        if numbers[place][number]
    }
    for number, value in enumerate(VALUES):
        total = sum(row[number] for row in numbers)
        if total:
            cells[YEAR, value] = counted(total)
    return cells


def shown(cells, *, adds_up=True):
    found = outside.table(cells, values=VALUES, adds_up=adds_up)
    return {key: cell.number for key, cell in found.items()}


def may_be(found, key):
    """Every count that may stand behind a cell as it is shown; a few only where others are not."""
    if key not in found:
        return [0]
    if found[key] is None:
        return [*FEW]
    return [count for count in range(80) if disclosure.shown(count) == found[key]]


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=4))
def test_no_quarter_of_a_few_is_worked_out_from_the_others_and_the_year(numbers):
    cells = table_of(numbers)
    found = shown(cells)
    for value in VALUES:
        keys = [(quarter, value) for quarter in QUARTERS]
        if all(found.get(key) is None for key in keys if key in cells):
            continue  # nothing of it is shown
        total = set(may_be(found, (YEAR, value)))
        if all(found.get((YEAR, each)) is None for each in VALUES if (YEAR, each) in cells):
            total = {*range(80)}  # nothing of the year is shown: it may be any number
        for place, key in enumerate(keys):
            if key in cells and cells[key].counted.number in FEW:
                ways = [may_be(found, each) for each in keys]
                left = {way[place] for way in product(*ways) if sum(way) in total}
                assert len(left) >= 3, (numbers, key, left)


def test_where_a_sum_gives_its_parts_away_none_of_them_is_shown_not_even_nought():
    cells = table_of([(6, 0), (7, 0), (0, 0), (0, 0)])

    found = shown(cells)

    assert found[YEAR, "one"] == 15
    assert [found[quarter, "one"] for quarter in QUARTERS] == [None] * 4


def test_values_that_make_no_sum_are_hidden_and_rounded_by_themselves():
    cells = {(YEAR, "one"): counted(6), (YEAR, "two"): counted(7)}
    values = (*VALUES, "three")

    assert (YEAR, "three") in outside.table(cells, values=values, adds_up=True)
    assert (YEAR, "three") not in outside.table(cells, values=values, adds_up=False)


def test_quarters_make_the_year_also_of_values_that_make_no_sum():
    found = shown(table_of([(6, 0), (7, 0), (0, 0), (0, 0)]), adds_up=False)

    assert found[YEAR, "one"] == 15
    assert [found[quarter, "one"] for quarter in QUARTERS] == [None] * 4


def test_a_child_of_two_quarters_is_one_of_the_year():
    of_people = {(YEAR, "one"): people(20)} | {
        (quarter, "one"): people(number)
        for quarter, number in zip(QUARTERS, (8, 8, 8, 3), strict=True)
    }

    found = outside.table(of_people, values=("one",), adds_up=True, of_people=True)

    assert [found[quarter, "one"].number for quarter in QUARTERS] == [10, 10, 10, None]


def test_a_quarter_that_must_hold_the_rest_of_the_year_is_not_given_away():
    of_people = {
        (YEAR, "one"): people(20),
        (QUARTERS[0], "one"): people(12),
        (QUARTERS[1], "one"): people(7),
    }

    found = outside.table(of_people, values=("one",), adds_up=True, of_people=True)

    assert found[YEAR, "one"].number == 20
    assert [found[quarter, "one"].number for quarter in QUARTERS] == [None] * 4


def test_the_children_of_the_values_give_none_of_them_away():
    counts = {"one": (50, 7), "two": (50, 7)}
    cells = {
        (YEAR, value): outside.Cell(Counted(number, None, children, number, behind=MANY))
        for value, (number, children) in counts.items()
    }
    cells |= {(YEAR, "three"): outside.Cell(NOTHING)}

    found = outside.table(cells, values=(*counts, "three"), adds_up=True)

    assert [found[YEAR, value].children for value in (*counts, "three")] == [None] * 3


def test_what_is_safe_is_shown_rounded():
    cells = table_of([(20, 31), (18, 40), (22, 8), (19, 0)])

    found = shown(cells)

    assert found[QUARTERS[0], "one"] == 20
    assert found[QUARTERS[0], "two"] == 30
    assert found[QUARTERS[2], "two"] == 10
    assert found[YEAR, "one"] == 80


THREE = ("one", "two", "three")


def attacked(numbers):
    """What an attacker is left with of each cell who adds and subtracts all that is published.

    By value and all together, by quarter and year; what is hidden on its own is one to seven, and
    what is hidden with its whole group may be any number.
    """
    exact = {
        (quarter, value): row[place]
        for quarter, row in zip(QUARTERS, numbers, strict=True)
        for place, value in enumerate(THREE)
    }
    exact |= {(YEAR, value): sum(exact[quarter, value] for quarter in QUARTERS) for value in THREE}
    together = {
        (period, "all"): sum(exact[period, value] for value in THREE)
        for period in (YEAR, *QUARTERS)
    }
    published = {}
    for cells, values in ((exact, THREE), (together, ("all",))):
        there = {key: counted(number) for key, number in cells.items() if number}
        published |= outside.table(there, values=values, adds_up=True)
    exact |= together
    sums = [
        intervals.Sum((period, "all"), [(period, value) for value in THREE])
        for period in (YEAR, *QUARTERS)
    ] + [
        intervals.Sum((YEAR, value), [(quarter, value) for quarter in QUARTERS])
        for value in (*THREE, "all")
    ]

    def is_hidden(key):
        return key in published and published[key].number is None

    with_others = {
        part
        for each in sums
        if all(is_hidden(part) or part not in published for part in each.parts)
        for part in each.parts
    }
    known = {}
    for key in exact:
        if is_hidden(key):
            known[key] = (0, 10**6) if key in with_others else (1, disclosure.LARGEST_HIDDEN)
        else:
            known[key] = disclosure.range_of(exact[key])
    return exact, intervals.narrowed(known, sums)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 14)] * 3), min_size=4, max_size=4))
@example([(2, 8, 9), (3, 13, 9), (9, 8, 1), (9, 2, 4)])
@example([(4, 7, 12), (8, 5, 4), (13, 7, 6), (1, 13, 7)])
def test_all_sums_of_a_year_together_leave_three_counts_of_each_number_of_a_few(numbers):
    exact, left = attacked(numbers)

    for key, (least, most) in left.items():
        assert least <= exact[key] <= most
        if exact[key] in FEW and key[1] in THREE:
            assert most - least + 1 >= 3, (numbers, key, least, most)
