"""The SQL of one question: a measure, by one breakdown, in every area and period at once.

What is counted line by line adds up over areas and periods, and is counted once, for the smallest
of them. Persons do not add up, and are reduced first to one row in each quarter and year, with what
is so of any of their lines; of those whose lines are all of one area the rows add up over areas;
only the others are counted anew for each kind of area. The lines know who is who (`spread`).

The same SQL runs on DuckDB, on Spark and on PostgreSQL.
"""

from wayhome.insight.measures.counted import Counted
from wayhome.insight.population.lines import ALONE, APART, TOGETHER
from wayhome.rules import measures
from wayhome.rules.breakdowns import SEVERAL, Breakdown
from wayhome.rules.measures import Shape

# The areas of a row, by which of the two it is grouped by: 1 the council, 2 the force, 3 both.
EVERYWHERE, COUNCIL, FORCE, BOTH = range(4)
WHOLE_YEAR = 0  # the quarter of a row of a year

# What is so of a line, or of any of a person's: a bit each.
HIT, REST, COMPLETE, GAP = 1, 2, 4, 8
_CELL = "year, quarter, value"
_SMALLEST = f"council, force, {_CELL}"
_AREAS = ("", "council, ", "force, ", "council, force, ")
_NUMBERS = (
    "number", "whole", "complete", "children", "of_whole", "of_rest", "of_complete", "of_gap"
)  # fmt: skip
_PERSONS = f"""count(CASE WHEN flags & {HIT} > 0 THEN 1 END) AS children,
 count(*) AS of_whole, count(CASE WHEN flags & {REST} > 0 THEN 1 END) AS of_rest,
 count(CASE WHEN flags & {COMPLETE} > 0 THEN 1 END) AS of_complete,
 count(CASE WHEN flags & {GAP} > 0 THEN 1 END) AS of_gap"""
_WHICH_AREAS = "3 - grouping(council) - 2 * grouping(force) AS areas"


def question(each: Counted, by: Breakdown, *, as_of_us: int) -> str:
    """By which areas, both areas, year, quarter or nought, value, and the numbers.

    Beside each area by itself there is what each council has of each force.
    """
    sums = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in _NUMBERS)
    return f"""
WITH told AS ({_told(each, by)}),
once AS (SELECT spread, {_SMALLEST}, person, bit_or(flags) AS flags
 FROM told WHERE spread <> {ALONE} GROUP BY spread, {_SMALLEST}, person),
whom AS (SELECT * FROM once UNION ALL
 SELECT spread, council, force, year, {WHOLE_YEAR}, value, person, bit_or(flags)
 FROM once GROUP BY spread, council, force, year, value, person),
smallest AS ({_smallest()}),
parts AS (SELECT * FROM smallest UNION ALL
 SELECT council, force, year, {WHOLE_YEAR}, value, {", ".join(_NUMBERS)} FROM smallest UNION ALL
 SELECT {_SMALLEST}, 0, 0, 0, {_PERSONS} FROM whom WHERE spread = {TOGETHER} GROUP BY {_SMALLEST}),
apart AS (SELECT {_WHICH_AREAS}, {_SMALLEST}, person, bit_or(flags) AS flags
 FROM whom WHERE spread = {APART} GROUP BY GROUPING SETS ({_sets(f"{_CELL}, person")})),
cells AS (SELECT {_WHICH_AREAS}, {_SMALLEST}, {sums}, CAST(NULL AS DOUBLE PRECISION) AS middle
 FROM parts GROUP BY GROUPING SETS ({_sets(_CELL)}) UNION ALL
 SELECT areas, {_SMALLEST}, 0, 0, 0, {_PERSONS}, NULL
 FROM apart GROUP BY areas, {_SMALLEST}{_middles(each)})
SELECT areas, {_SMALLEST}, {sums}, max(middle) AS middle
FROM cells GROUP BY areas, {_SMALLEST}
""".replace("{as_of_us}", str(as_of_us))


def _told(each: Counted, by: Breakdown) -> str:
    """The lines there are to count, with what is so of each."""
    value = _value(by)
    return f"""SELECT e.spread, e.council, e.force, e.year, e.quarter, {value} AS value, e.person,
 CASE WHEN {each.hit} THEN {HIT} ELSE {REST} END +
 CASE WHEN {each.complete} THEN {COMPLETE} ELSE {GAP} END AS flags, {each.took} AS took
 FROM {each.over} AS e{_joined(by)} WHERE ({each.among}) AND {value} IS NOT NULL"""


def _smallest() -> str:
    """What adds up of the lines of each council in each force, and of who has no other."""
    lines = {"number": f"flags & {HIT} > 0", "complete": f"flags & {COMPLETE} > 0"}
    persons = {
        "children": f"flags & {HIT} > 0",
        "of_whole": "TRUE",
        "of_rest": f"flags & {REST} > 0",
        "of_complete": f"flags & {COMPLETE} > 0",
        "of_gap": f"flags & {GAP} > 0",
    }
    said = lines | {name: f"spread = {ALONE} AND {is_so}" for name, is_so in persons.items()}
    counted = {name: f"count(CASE WHEN {is_so} THEN 1 END)" for name, is_so in said.items()}
    numbers = ", ".join(f"{counted.get(name, 'count(*)')} AS {name}" for name in _NUMBERS)
    return f"SELECT {_SMALLEST}, {numbers} FROM told GROUP BY {_SMALLEST}"


def _middles(each: Counted) -> str:
    """The middle times, which neither add up nor are found but from every time there is."""
    if measures.DEFINED[each.measure].shape is not Shape.TIME:
        return ""
    middle = "percentile_cont(0.5) WITHIN GROUP (ORDER BY took)"
    sets = f"{_sets('year, value')}, {_sets(_CELL)}"
    nothing = ", ".join("0" for _ in _NUMBERS)
    return f""" UNION ALL
 SELECT {_WHICH_AREAS}, council, force, year, coalesce(quarter, {WHOLE_YEAR}), value, {nothing},
 {middle} FROM told WHERE took IS NOT NULL GROUP BY GROUPING SETS ({sets})"""


def _sets(beside: str) -> str:
    return ", ".join(f"({areas}{beside})" for areas in _AREAS)


def _value(by: Breakdown) -> str:
    if by is Breakdown.ALL:
        return f"'{Breakdown.ALL}'"
    return "several.value" if by in SEVERAL else f"e.{by}"


def _joined(by: Breakdown) -> str:
    return f" JOIN {by} AS several ON several.episode = e.episode" if by in SEVERAL else ""
