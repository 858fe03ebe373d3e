"""Every kind of clock beside an almanac written another way: a share of `script/clocks`."""

import ast
import inspect
from datetime import timedelta

import pytest

from chaos import almanac, clocks, kinds
from wayhome.rules import bank_holidays
from wayhome.rules.vocabulary import DutyKind

STARTS = 6_000


@pytest.fixture(scope="module")
def found():
    return clocks.compare(STARTS, seed=2040)


def test_no_clock_is_out_by_a_second_at_any_random_start(found):
    of_rules = [each for each in found if each.kind in kinds.KINDS]

    assert clocks.problems(of_rules) == []
    assert all(each.asked == STARTS for each in of_rules)


def test_each_planted_mistake_is_found(found):
    planted = [each for each in found if each.kind in kinds.PLANTED]

    assert planted
    assert all(each.wrong for each in planted)


def test_a_planted_mistake_that_was_not_found_is_a_problem():
    [said] = clocks.problems([clocks.Found(kinds.PLANTED[0], asked=1)])

    assert said.endswith("not found")


def test_the_almanac_knows_nothing_of_the_rules_nor_of_any_calendar():
    tree = ast.parse(inspect.getsource(almanac))

    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert imported == {"collections.abc", "functools", "govuk_bank_holidays.bank_holidays"}
    assert not named


@pytest.mark.parametrize("year", range(2012, almanac.LAST_PUBLISHED + 1))
def test_bank_holidays_are_those_that_were_published(year):
    ours = {kinds.counted(day) for day in bank_holidays.bank_holidays(year)}

    assert ours == almanac.holidays(year)


def test_every_duty_but_a_review_is_asked():
    assert set(kinds.DUTIES) == set(DutyKind) - {DutyKind.REVIEW}


def test_a_start_is_given_in_several_zones_about_the_night_the_clocks_go_back():
    forward, back = almanac.summer(2026)

    shown = [kinds.in_zone(back, zone).utcoffset() for zone in range(4)]

    assert shown[:2] == [timedelta(0), timedelta(0)]
    assert almanac.ahead(back - 1) == almanac.HOUR == almanac.ahead(forward)
    assert len(set(shown)) == 3
