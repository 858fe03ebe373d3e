"""Counts every measure over an extract: by area, by period, by each of its breakdowns.

A question is a measure, a breakdown and a kind of area; its answer has a cell for each area,
period and value that there is anything of. A year stands beside its quarters, since a child who
went missing in two quarters is one child of the year.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from wayhome.insight import laid_out
from wayhome.insight.engines import Asked, Row
from wayhome.insight.extracts import columns
from wayhome.insight.measures import catalogue, questions
from wayhome.insight.measures.counted import Counted
from wayhome.insight.measures.questions import BOTH, COUNCIL, EVERYWHERE, FORCE
from wayhome.insight.population.steps import SECOND
from wayhome.insight.results.actions import Series
from wayhome.rules import disclosure, measures
from wayhome.rules.breakdowns import SEVERAL, Breakdown, Period
from wayhome.rules.measures import AreaKind, Shape
from wayhome.rules.outside import Cell, Key

KINDS = {
    EVERYWHERE: AreaKind.EVERYWHERE,
    COUNCIL: AreaKind.COUNCIL,
    FORCE: AreaKind.FORCE,
}
Held = dict[Key, disclosure.Counted]
Areas = tuple[str | None, str | None]  # a council and a force


def count(folder: Path, *, as_of: datetime) -> Iterator[Series]:
    """Every measure over a published extract, as of a moment that it covers."""
    as_of_us = columns.microseconds(as_of)
    engine = laid_out.opened(folder, as_of_us=as_of_us)
    try:
        yield from count_with(engine, as_of_us=as_of_us)
    finally:
        engine.close()


def count_with(engine: Asked, *, as_of_us: int) -> Iterator[Series]:
    """The same, with an engine that holds what is counted over."""
    for each in catalogue.COUNTED:
        for by in measures.DEFINED[each.measure].breakdowns:
            yield from _series(
                each, by, engine.rows(questions.question(each, by, as_of_us=as_of_us))
            )


def _series(each: Counted, by: Breakdown, rows: list[Row]) -> Iterator[Series]:
    """The answer apart for each area; what has no area of a kind is of no area of it."""
    held: dict[int, dict[Areas, Held]] = {areas: defaultdict(dict) for areas in (*KINDS, BOTH)}
    for areas, council, force, year, quarter, value, *numbers, middle in rows:
        key = (Period(year, quarter), value)
        held[areas][council, force][key] = _cell(each, middle, *numbers)
    made_of = _made_of(held)
    for areas, kind in KINDS.items():
        for (council, force), cells in held[areas].items():
            name = council or force
            if name is not None or kind is AreaKind.EVERYWHERE:
                beside = made_of.get((areas, force), ())
                yield Series(
                    each.measure,
                    by,
                    kind,
                    UUID(name) if name else None,
                    {key: Cell(cell, _most(key, beside)) for key, cell in cells.items()},
                    adds_up=by not in SEVERAL,
                    of_people=each.of_people,
                )


def _made_of(held: dict[int, dict[Areas, Held]]) -> dict[tuple[int, str | None], list[Held]]:
    """The cells of the areas that make up one: councils a force, councils and forces everything."""
    found: dict[tuple[int, str | None], list[Held]] = defaultdict(list)
    found[EVERYWHERE, None] = [*held[COUNCIL].values(), *held[FORCE].values()]
    for (_, force), cells in held[BOTH].items():
        found[FORCE, force].append(cells)
    return found


def _most(key: Key, beside: Sequence[Held]) -> disclosure.Largest:
    return disclosure.largest(cells[key] for cells in beside if key in cells)


def _cell(
    each: Counted,
    middle: float | None,
    number: int,
    whole: int,
    complete: int,
    children: int,
    *of_others: int,
) -> disclosure.Counted:
    """The numbers of one row of an answer; `of_others` are the children behind the others."""
    behind = disclosure.Behind(*of_others)
    if each.of_people:
        complete = behind.complete  # each child once, recorded in full in one episode or more
        behind = disclosure.Behind(children, 0, complete, children - complete)
        return disclosure.Counted(children, None, children, complete, behind=behind)
    if measures.DEFINED[each.measure].shape is Shape.COUNT:
        return disclosure.Counted(number, None, children, complete, behind=behind)
    seconds = None if middle is None else middle / SECOND
    return disclosure.Counted(number, whole, children, complete, seconds, behind)
