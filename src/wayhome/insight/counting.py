"""Counts every measure over an extract: by area, by period, by each of its breakdowns.

A question is a measure, a breakdown and a kind of area; its answer has a cell for each area,
period and value that there is anything of. A year stands beside its quarters, since a child who
went missing in two quarters is one child of the year.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from wayhome.insight import population
from wayhome.insight.engines import DuckDb, Engine, Row
from wayhome.insight.extracts import columns
from wayhome.insight.extracts.streams import STREAMS
from wayhome.insight.measures import catalogue
from wayhome.insight.measures.counted import Counted
from wayhome.insight.results.actions import Cell, Series
from wayhome.rules import disclosure, measures
from wayhome.rules.breakdowns import SEVERAL, Breakdown, Period
from wayhome.rules.measures import AreaKind, Shape

KINDS = (AreaKind.EVERYWHERE, AreaKind.COUNCIL, AreaKind.FORCE)  # as a question numbers them


def count(folder: Path, *, as_of: datetime) -> Iterator[Series]:
    """Every measure over a published extract, as of a moment that it covers."""
    as_of_us = columns.microseconds(as_of)
    engine = DuckDb(folder, [stream.name for stream in STREAMS], as_of_us=as_of_us)
    try:
        yield from count_with(engine, as_of_us=as_of_us)
    finally:
        engine.close()


def count_with(engine: Engine, *, as_of_us: int) -> Iterator[Series]:
    """The same, with an engine that holds the streams."""
    population.lay_out(engine, as_of_us=as_of_us)
    for each in catalogue.COUNTED:
        for by in measures.DEFINED[each.measure].breakdowns:
            yield from _series(each, by, engine.rows(question(each, by, as_of_us=as_of_us)))


def question(each: Counted, by: Breakdown, *, as_of_us: int) -> str:
    """The SQL of one question: kind of area, area, year, quarter, value, and the cell's numbers."""
    return f"""
SELECT CASE WHEN grouping(council) = 0 THEN 1 WHEN grouping(force) = 0 THEN 2 ELSE 0 END AS kind,
 coalesce(council, force) AS area, year, quarter, value,
 count(CASE WHEN hit THEN 1 END) AS number, count(*) AS whole,
 count(DISTINCT CASE WHEN hit THEN person END) AS children,
 count(CASE WHEN complete THEN 1 END) AS complete, median(took) AS middle
FROM (SELECT e.council, e.force, e.year, e.quarter, {_value(by)} AS value, e.person,
 {each.hit} AS hit, {each.complete} AS complete, {each.took} AS took
 FROM {each.over} AS e{_joined(by)}
 WHERE ({each.among})) AS told
WHERE value IS NOT NULL
GROUP BY GROUPING SETS ((year, value), (year, quarter, value), (council, year, value),
 (council, year, quarter, value), (force, year, value), (force, year, quarter, value))
ORDER BY kind, area, year, coalesce(quarter, 0), value
""".replace("{as_of_us}", str(as_of_us))


def _value(by: Breakdown) -> str:
    if by is Breakdown.ALL:
        return f"'{Breakdown.ALL}'"
    return "several.value" if by in SEVERAL else f"e.{by}"


def _joined(by: Breakdown) -> str:
    return f" JOIN {by} AS several ON several.episode = e.episode" if by in SEVERAL else ""


def _series(each: Counted, by: Breakdown, rows: list[Row]) -> Iterator[Series]:
    """The answer apart for each area; what has no area of a kind is of no area of it."""
    cells: dict[tuple[AreaKind, UUID | None], list[Cell]] = defaultdict(list)
    for number, area, year, quarter, value, *numbers in rows:
        kind = KINDS[number]
        if area is not None or kind is AreaKind.EVERYWHERE:
            cell = Cell(Period(year, quarter or 0), value, _cell(each, *numbers))
            cells[kind, UUID(area) if area else None].append(cell)
    for (kind, of), found in cells.items():
        yield Series(each.measure, by, kind, of, tuple(found))


def _cell(
    each: Counted, number: int, whole: int, children: int, complete: int, middle: float | None
) -> disclosure.Counted:
    if each.of_people:
        return disclosure.Counted(children, None, children, complete)
    if measures.DEFINED[each.measure].shape is Shape.COUNT:
        return disclosure.Counted(number, None, children, complete)
    seconds = None if middle is None else middle / population.SECOND
    return disclosure.Counted(number, whole, children, complete, seconds)
