"""A whole table is hidden as the rule says of one area, one cell and one sum at a time."""

from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.insight import hiding
from wayhome.insight.tables import Exact, Of, Table
from wayhome.rules import breakdowns, disclosure, outside
from wayhome.rules.breakdowns import SEVERAL, Breakdown
from wayhome.rules.disclosure import Largest
from wayhome.rules.measures import AreaKind, Measure

UNLISTED = "of no list"
SHAPES = {  # one of each shape
    Measure.EPISODES: False,
    Measure.CHILDREN: True,
    Measure.COMPLETED: False,
    Measure.ACKNOWLEDGED: False,
}
AREAS = [
    (AreaKind.EVERYWHERE, None),
    (AreaKind.COUNCIL, UUID(int=1)),
    (AreaKind.FORCE, UUID(int=2)),
    (AreaKind.FORCE, None),
]


def numbers(chance, shape, *, most):
    """Counts of which some or many are few, none, or near where a number is shown."""
    few = chance.integers(0, 12, shape)
    some = chance.choice([0, 8, 9, 12, 13, 30, 100, 500], shape)
    return np.minimum(np.where(chance.random(shape) < chance.choice([0.05, 0.3]), few, some), most)


def behind(chance, count):
    """Children behind counts: mostly as many, sometimes fewer, none only of none."""
    fewer = np.minimum(chance.integers(1, 12, count.shape), count)
    return np.where(chance.random(count.shape) < 0.7, count, fewer)


def part_of(chance, count):
    """A part of each count, often all of it or all but a few."""
    less = np.where(chance.random(count.shape) < 0.5, 0, numbers(chance, count.shape, most=count))
    return np.where(chance.random(count.shape) < 0.5, count - less, less)


def some_table(measure, by, seed):
    chance = np.random.default_rng(seed)
    values = sorted({*map(str, breakdowns.VALUES[by]), UNLISTED})
    shape = (len(AREAS), 2, 5, len(values))
    whole = numbers(chance, shape, most=1000)
    number = part_of(chance, whole)
    complete = part_of(chance, whole)
    for count in (
        whole,
        number,
        complete,
    ):  # the quarters make the year, or more where they overlap
        quarters = count[:, :, 1:]
        count[:, :, 0] = quarters.max(2) if SHAPES[measure] else quarters.sum(2)
    if measure in (Measure.EPISODES, Measure.CHILDREN):
        number = whole
    of_people = SHAPES[measure]
    if of_people:
        same = Of(whole, whole)
        none, gap = np.zeros(shape, dtype=int), whole - complete
        exact = Exact(same, same, Of(complete, complete), Of(none, none), Of(gap, gap))
    else:
        counts = (number, whole, complete, whole - number, whole - complete)
        exact = Exact(*(Of(count, behind(chance, count)) for count in counts))
    is_made_of_others = chance.random(shape) < 0.5
    most = Exact(
        *(
            Of(
                part_of(chance, of.count) * is_made_of_others,
                part_of(chance, of.children) * is_made_of_others,
            )
            for of in exact.each()
        )
    )
    middle = np.full(shape, np.nan)
    if measure is Measure.ACKNOWLEDGED:
        some = chance.integers(0, 10**6, shape) / 2
        hardly_any = chance.integers(-60, 60, shape) / 2  # two clocks: had before it was told
        middle = np.where(chance.random(shape) < 0.2, hardly_any, some)
        middle[complete == 0] = np.nan
    return Table(measure, by, AREAS, [2024, 2025], values, exact, most, middle, of_people)


def largest(table, place, key):
    """What `most` says of one cell, one number at a time."""
    period, value = key
    cell = (place, table.years.index(period.year), period.quarter, table.values.index(value))
    of = [
        disclosure.Of(int(each.count[cell]), int(each.children[cell])) for each in table.most.each()
    ]
    return Largest(*of)


def by_the_rule(table, place):
    cells = {
        key: outside.Cell(counted, largest(table, place, key))
        for key, counted in table.cells(place).items()
    }
    found = outside.table(
        cells,
        values=[str(value) for value in breakdowns.VALUES[table.by]],
        adds_up=table.by not in SEVERAL,
        of_people=table.of_people,
    )
    return [
        [
            period.year,
            period.quarter,
            value,
            cell.number,
            cell.whole,
            cell.children,
            cell.complete,
            cell.middle,
        ]
        for (period, value), cell in sorted(found.items())
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(SHAPES)),
    st.sampled_from([Breakdown.ALL, Breakdown.SEX, Breakdown.HARM, Breakdown.DURATION]),
    st.integers(0, 2**32 - 1),
)
def test_each_area_is_hidden_as_the_rule_says(measure, by, seed):
    table = some_table(measure, by, seed)

    shown = table.listed(hiding.outside_of(table))

    for place in range(len(AREAS)):
        assert repr(shown[place]) == repr(by_the_rule(table, place))  # nor is -0.0 0.0


def test_the_tables_that_are_tried_hide_and_show_of_everything():
    """Or the comparison would say nothing."""
    tables = [some_table(Measure.ACKNOWLEDGED, Breakdown.SEX, seed) for seed in range(20)]
    shown = [hiding.outside_of(table) for table in tables]

    for name in ("number", "whole", "children", "complete", "middle"):
        told = np.concatenate([~np.isnan(getattr(each, name))[each.there] for each in shown])
        assert 0.05 < told.mean() < 0.9, name
    added = [(each.there & ~table.there).sum() for each, table in zip(shown, tables, strict=True)]
    assert sum(added) > 0  # also cells of which there is nothing


def test_sums_that_give_a_number_away_only_together_are_seen_by_both():
    quarters = np.array([[2, 8, 9], [3, 13, 9], [9, 8, 1], [9, 2, 4]])
    values = sorted({*map(str, breakdowns.VALUES[Breakdown.SEX])})
    count = np.zeros((1, 1, 5, len(values)), dtype=int)
    count[0, 0, 1:, :3] = quarters
    count[0, 0, 0] = count[0, 0, 1:].sum(0)
    many, none = np.full_like(count, 1000), np.zeros_like(count)
    told, left = Of(count, many), Of(none, none)
    table = Table(
        Measure.EPISODES,
        Breakdown.SEX,
        AREAS[:1],
        [2026],
        values,
        Exact(told, told, told, left, left),
        Exact(left, left, left, left, left),
        np.full(count.shape, np.nan),
        of_people=False,
    )

    [shown] = table.listed(hiding.outside_of(table))

    assert shown == by_the_rule(table, 0)
    assert {row[1] for row in shown if row[3] is not None} == {0}
