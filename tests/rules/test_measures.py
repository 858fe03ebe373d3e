"""Every measure is defined, by what it may be broken down, and when it may be compared."""

import pytest

from wayhome.rules import breakdowns, measures
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.measures import Comparison, Measure


def test_every_measure_is_defined_with_its_sources():
    assert set(measures.DEFINED) == set(Measure)
    for definition in measures.DEFINED.values():
        assert definition.definition.endswith(".")
        assert definition.population.endswith(".")
        assert definition.complete.endswith(".")
        assert definition.sources


def test_every_measure_is_counted_all_together_first():
    assert all(each.breakdowns[0] is Breakdown.ALL for each in measures.DEFINED.values())


def test_every_breakdown_has_values_and_is_of_a_measure():
    used = {by for each in measures.DEFINED.values() for by in each.breakdowns}

    assert used == set(Breakdown) == set(breakdowns.VALUES)


def test_a_measure_of_looked_after_children_is_not_told_apart_by_whether_they_are():
    assert not measures.may_be_broken_down(Measure.LOOKED_AFTER, Breakdown.PLACEMENT)
    assert measures.may_be_broken_down(Measure.OFFERED, Breakdown.PLACEMENT)


@pytest.mark.parametrize(
    ("whole", "complete", "found"),
    [
        (100, 85, Comparison.MAY),
        (100, 84, Comparison.TOO_LITTLE),
        (30, 30, Comparison.MAY),
        (29, 29, Comparison.TOO_FEW),
        (10, 5, Comparison.TOO_LITTLE),
        (0, 0, Comparison.TOO_FEW),
    ],
)
def test_data_comes_before_comparison(whole, complete, found):
    assert measures.comparison(whole=whole, complete=complete) is found
