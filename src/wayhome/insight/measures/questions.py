"""The SQL of one question: a measure, by one breakdown, in every area and period at once.

What is counted line by line adds up, and is counted once, for each council in each force. Persons
are reduced first to one row in each such place, with what is so of any of their lines of each
quarter. Those rows add up as well, but for persons who were in several areas that year: of them is
taken off again what a larger area would count twice. The lines know who that is (`spread`).

What is to be added is added by whoever asks. The same SQL runs on DuckDB, Spark and PostgreSQL.
"""

from wayhome.insight.measures.counted import Counted
from wayhome.insight.population.lines import ALONE, APART
from wayhome.rules import measures
from wayhome.rules.breakdowns import SEVERAL, Breakdown
from wayhome.rules.measures import Shape
from wayhome.rules.outside import QUARTERS

# The areas of a row, by which of the two it is grouped by: 1 the council, 2 the force, 3 both.
EVERYWHERE, COUNCIL, FORCE, BOTH = range(4)
WHOLE_YEAR = 0  # the quarter of a row of a year
PERIODS = (WHOLE_YEAR, *QUARTERS)

# What is so of any line of a person in a quarter, a bit each: by how many places it is shifted.
_BITS = {"children": 0, "of_rest": 1, "of_complete": 2, "of_gap": 3}
_WIDTH = len(_BITS)  # the bits of the next quarter lie beside them
OF_LINES = ("number", "whole", "complete")
OF_PERSONS = ("children", "of_whole", "of_rest", "of_complete", "of_gap")
NUMBERS = (*OF_LINES, *OF_PERSONS)

_WHICH_AREAS = "3 - grouping(council) - 2 * grouping(force) AS areas"
_LARGER = ("", "council, ", "force, ")
_NO_LINES = ", ".join("0" for _ in OF_LINES)
_NOTHING = ", ".join("0" for _ in NUMBERS)
_ALL_PERSONS = ", ".join(OF_PERSONS)


def question(each: Counted, by: Breakdown, *, as_of_us: int) -> str:
    """By which areas, council, force, year, quarter or nought, value; the numbers, the middle time.

    All rows of one council in one force are to be added for it, and for every area and the year
    that they are part of; but the persons of a year are told apart, and are not those of its
    quarters. All other rows are of one larger area: what is to be taken off, and the middle time.
    """
    value = "" if by is Breakdown.ALL else ", value"  # all are one: nothing to be told apart by
    said = f"'{Breakdown.ALL}' AS value" if by is Breakdown.ALL else "value"
    cell = f"council, force, year, quarter, {said}"
    return f"""
WITH told AS ({_told(each, by)}),
once AS (SELECT spread, place{value}, person,
 bit_or((10 - hit - 4 * complete) << ({_WIDTH} * (quarter - 1))) AS flags
 FROM told WHERE spread <> {ALONE} GROUP BY spread, place{value}, person),
persons AS (SELECT place{value}, {_persons()} FROM once GROUP BY place{value}),
often AS ({_often(value)})
SELECT {BOTH} AS areas, {cell}, {", ".join(_whole(name) for name in NUMBERS)},
 CAST(NULL AS FLOAT) AS middle
 FROM ({_lines(value)} UNION ALL {_of_each_period(value)}) AS parts
 JOIN places ON places.place = parts.place UNION ALL
SELECT areas, {cell}, {_NO_LINES}, {_too_often()}, NULL
 FROM often GROUP BY areas, council, force, year, quarter{value}{_middles(each, by, said)}
""".replace("{as_of_us}", str(as_of_us))


def _whole(number: str) -> str:
    return f"CAST({number} AS BIGINT) AS {number}"


def _told(each: Counted, by: Breakdown) -> str:
    """The lines there are to count, with what is so of each: one or nought."""
    return f"""SELECT e.spread, e.place, e.quarter, e.person{_value(by)},
 CASE WHEN e.spread = {ALONE} THEN 1 ELSE 0 END AS alone,
 CASE WHEN {each.hit} THEN 1 ELSE 0 END AS hit,
 CASE WHEN {each.complete} THEN 1 ELSE 0 END AS complete {_from(each, by)}"""


def _from(each: Counted, by: Breakdown) -> str:
    joined = f" JOIN {by} AS several ON several.episode = e.episode" if by in SEVERAL else ""
    known = "" if by is Breakdown.ALL else f" AND {_named(by)} IS NOT NULL"
    return f"FROM {each.over} AS e{joined} WHERE ({each.among}){known}"


def _value(by: Breakdown) -> str:
    return "" if by is Breakdown.ALL else f", {_named(by)} AS value"


def _named(by: Breakdown) -> str:
    return "several.value" if by in SEVERAL else f"e.{by}"


def _lines(value: str) -> str:
    """What is counted line by line, and the persons who have no other line in the year."""
    return f"""SELECT place, quarter{value}, number, whole, complete, children, of_whole,
 of_whole - children AS of_rest, of_complete, of_whole - of_complete AS of_gap FROM (
 SELECT place, quarter{value}, sum(hit) AS number, count(*) AS whole, sum(complete) AS complete,
 sum(hit * alone) AS children, sum(alone) AS of_whole, sum(complete * alone) AS of_complete
 FROM told GROUP BY place, quarter{value}) AS counted"""


def _persons() -> str:
    """How many persons there are of each, in the year and in its quarters: side by side."""
    return ", ".join(
        f"count(*) FILTER (WHERE (flags & {_mask(name, quarter)}) <> 0) AS {name}_{quarter}"
        for quarter in PERIODS
        for name in OF_PERSONS
    )


def _of_each_period(value: str) -> str:
    return " UNION ALL ".join(
        f"SELECT place, {quarter} AS quarter{value}, {_NO_LINES}, "
        + ", ".join(f"{name}_{quarter}" for name in OF_PERSONS)
        + f" FROM persons WHERE of_whole_{quarter} > 0"
        for quarter in PERIODS
    )


def _mask(name: str, quarter: int) -> int:
    """The bits of which one is set where it is so of a person in that quarter, or in the year."""
    bits = 2**_WIDTH - 1 if name == "of_whole" else 1 << _BITS[name]
    return sum(bits << _WIDTH * (each - 1) for each in _quarters(quarter))


def _quarters(of: int) -> tuple[int, ...]:
    return QUARTERS if of == WHOLE_YEAR else (of,)


def _often(value: str) -> str:
    """Each person that a larger area has more than once, with how often each thing is so."""
    cell = f"year, quarter{value}, person"
    times = ", ".join(f"sum({_bit(name)}) AS {name}" for name in _BITS)
    apart = " UNION ALL ".join(
        f"SELECT council, force, year, {quarter} AS quarter{value}, person, "
        f"{_of(quarter)} AS flags FROM apart"
        for quarter in PERIODS
    )
    return f"""WITH apart AS (SELECT council, force, year{value}, person, flags
 FROM once JOIN places ON places.place = once.place WHERE spread = {APART})
SELECT {_WHICH_AREAS}, council, force, {cell}, bit_or(flags) AS flags,
 count(*) AS of_whole, {times} FROM ({apart}) AS each_period WHERE flags <> 0
 GROUP BY GROUPING SETS ({_sets(cell)}) HAVING count(*) > 1"""


def _of(quarter: int) -> str:
    """The bits of one quarter, or of any of the year."""
    shifted = " | ".join(f"(flags >> {_WIDTH * (each - 1)})" for each in _quarters(quarter))
    return f"(({shifted}) & {2**_WIDTH - 1})"


def _bit(name: str) -> str:
    """One where it is so of any line of a person, else nought."""
    return f"((flags >> {_BITS[name]}) & 1)"


def _too_often() -> str:
    """By how much a sum has to be less, for each of those persons to be counted once."""
    return ", ".join(
        f"CAST(sum({_bit(name) if name in _BITS else 1} - {name}) AS BIGINT)" for name in OF_PERSONS
    )


def _middles(each: Counted, by: Breakdown, said: str) -> str:
    """The middle times, which do not add up: found from every time there is, for each area."""
    if measures.DEFINED[each.measure].shape is not Shape.TIME:
        return ""
    value = "" if by is Breakdown.ALL else ", value"
    return f""" UNION ALL
SELECT {_WHICH_AREAS}, council, force, year, coalesce(quarter, {WHOLE_YEAR}), {said}, {_NOTHING},
 percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FROM (
 SELECT e.council, e.force, e.year, e.quarter{_value(by)}, {each.took} AS took
 {_from(each, by)}) AS timed WHERE took IS NOT NULL
 GROUP BY GROUPING SETS ({_sets(f"year{value}")}, {_sets(f"year, quarter{value}")})"""


def _sets(beside: str) -> str:
    """Grouped by each kind of area but the smallest: everywhere, councils, forces."""
    return ", ".join(f"({areas}{beside})" for areas in _LARGER)
