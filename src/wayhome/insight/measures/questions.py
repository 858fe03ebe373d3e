"""The SQL of one question: a measure, by one breakdown, in every area and period at once.

What is counted line by line adds up, and is counted once, for each council in each force. Persons
are reduced first to one row in each quarter and each year, with what is so of any of their lines.
Those rows add up as well, but for persons who were in several areas that year: of them is taken off
again what a larger area would count twice. The lines know who that is (`spread`).

The same SQL runs on DuckDB, on Spark and on PostgreSQL.
"""

from wayhome.insight.measures.counted import Counted
from wayhome.insight.population.lines import ALONE, APART
from wayhome.rules import measures
from wayhome.rules.breakdowns import SEVERAL, Breakdown
from wayhome.rules.measures import Shape

# The areas of a row, by which of the two it is grouped by: 1 the council, 2 the force, 3 both.
EVERYWHERE, COUNCIL, FORCE, BOTH = range(4)
WHOLE_YEAR = 0  # the quarter of a row of a year

# What is so of any line of a person, a bit each: by how many places it is shifted.
_BITS = {"children": 0, "of_rest": 1, "of_complete": 2, "of_gap": 3}
_OF_PERSONS = ("children", "of_whole", "of_rest", "of_complete", "of_gap")
_NUMBERS = ("number", "whole", "complete", *_OF_PERSONS)
_ALL_NUMBERS = ", ".join(_NUMBERS)
_SUMS = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in _NUMBERS)
_CELL = "year, quarter, value"
_BOTH = f"council, force, {_CELL}"
_WHICH_AREAS = "3 - grouping(council) - 2 * grouping(force) AS areas"
_LARGER = ("", "council, ", "force, ")


def question(each: Counted, by: Breakdown, *, as_of_us: int) -> str:
    """By which areas, both areas, year, quarter or nought, value, the numbers, the middle time.

    Beside each area by itself there is what each council has of each force, without a time.
    """
    return f"""
WITH told AS ({_told(each, by)}),
once AS (SELECT spread, {_BOTH}, person, bit_or(10 - hit - 4 * complete) AS flags
 FROM told WHERE spread <> {ALONE} GROUP BY spread, {_BOTH}, person),
whom AS (SELECT * FROM once UNION ALL
 SELECT spread, council, force, year, {WHOLE_YEAR}, value, person, bit_or(flags)
 FROM once GROUP BY spread, council, force, year, value, person),
lines AS ({_lines()}),
parts AS (SELECT {_BOTH}, {_ALL_NUMBERS} FROM lines UNION ALL
 SELECT council, force, year, {WHOLE_YEAR}, value, {_ALL_NUMBERS} FROM lines UNION ALL
 SELECT {_BOTH}, 0, 0, 0, {_persons()} FROM whom GROUP BY {_BOTH}),
smallest AS (SELECT {_BOTH}, {_SUMS} FROM parts GROUP BY {_BOTH}),
often AS ({_often()}),
larger AS (SELECT {_WHICH_AREAS}, {_BOTH}, {_SUMS}, CAST(NULL AS FLOAT) AS middle
 FROM smallest GROUP BY GROUPING SETS ({_sets(_CELL)}) UNION ALL
 SELECT areas, {_BOTH}, 0, 0, 0, {_too_often()}, NULL
 FROM often GROUP BY areas, {_BOTH}{_middles(each, by)})
SELECT {BOTH} AS areas, {_BOTH}, {_ALL_NUMBERS}, NULL AS middle FROM smallest UNION ALL
SELECT areas, {_BOTH}, {_SUMS}, max(middle) AS middle FROM larger GROUP BY areas, {_BOTH}
""".replace("{as_of_us}", str(as_of_us))


def _told(each: Counted, by: Breakdown) -> str:
    """The lines there are to count, with what is so of each: one or nought."""
    return f"""SELECT e.spread, e.council, e.force, e.year, e.quarter, e.person,
 {_value(by)} AS value,
 CASE WHEN e.spread = {ALONE} THEN 1 ELSE 0 END AS alone,
 CASE WHEN {each.hit} THEN 1 ELSE 0 END AS hit,
 CASE WHEN {each.complete} THEN 1 ELSE 0 END AS complete {_from(each, by)}"""


def _from(each: Counted, by: Breakdown) -> str:
    joined = f" JOIN {by} AS several ON several.episode = e.episode" if by in SEVERAL else ""
    return f"FROM {each.over} AS e{joined} WHERE ({each.among}) AND {_value(by)} IS NOT NULL"


def _value(by: Breakdown) -> str:
    if by is Breakdown.ALL:
        return f"'{Breakdown.ALL}'"
    return "several.value" if by in SEVERAL else f"e.{by}"


def _lines() -> str:
    """What is counted line by line, and the persons who have no other line in the year."""
    return f"""SELECT {_BOTH}, number, whole, complete, children, of_whole,
 of_whole - children AS of_rest, of_complete, of_whole - of_complete AS of_gap FROM (
 SELECT {_BOTH}, sum(hit) AS number, count(*) AS whole, sum(complete) AS complete,
 sum(hit * alone) AS children, sum(alone) AS of_whole, sum(complete * alone) AS of_complete
 FROM told GROUP BY {_BOTH}) AS counted"""


def _bit(name: str) -> str:
    """One where it is so of any line of a person, else nought."""
    return f"((flags >> {_BITS[name]}) & 1)"


def _persons() -> str:
    return ", ".join(
        f"sum({_bit(name)}) AS {name}" if name in _BITS else f"count(*) AS {name}"
        for name in _OF_PERSONS
    )


def _often() -> str:
    """Each person that a larger area has more than once, with how often each thing is so."""
    times = ", ".join(f"sum({_bit(name)}) AS {name}" for name in _BITS)
    return f"""SELECT {_WHICH_AREAS}, {_BOTH}, person, bit_or(flags) AS flags,
 count(*) AS of_whole, {times} FROM whom WHERE spread = {APART}
 GROUP BY GROUPING SETS ({_sets(f"{_CELL}, person")}) HAVING count(*) > 1"""


def _too_often() -> str:
    """By how much a sum has to be less, for each of those persons to be counted once."""
    return ", ".join(f"sum({_bit(name) if name in _BITS else 1} - {name})" for name in _OF_PERSONS)


def _middles(each: Counted, by: Breakdown) -> str:
    """The middle times, which do not add up: found from every time there is, for each area."""
    if measures.DEFINED[each.measure].shape is not Shape.TIME:
        return ""
    nothing = ", ".join("0" for _ in _NUMBERS)
    return f""" UNION ALL
 SELECT {_WHICH_AREAS}, council, force, year, coalesce(quarter, {WHOLE_YEAR}), value, {nothing},
 percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FROM (
 SELECT e.council, e.force, e.year, e.quarter, {_value(by)} AS value, {each.took} AS took
 {_from(each, by)}) AS timed WHERE took IS NOT NULL
 GROUP BY GROUPING SETS ({_sets("year, value")}, {_sets(_CELL)})"""


def _sets(beside: str) -> str:
    """Grouped by each kind of area but the smallest: everywhere, councils, forces."""
    return ", ".join(f"({areas}{beside})" for areas in _LARGER)
