"""Counts every measure over an extract: by area, by period, by each of its breakdowns.

A question is a measure, a breakdown and a kind of area; its answer has a cell for each area,
period and value that there is anything of. A year stands beside its quarters, since a child who
went missing in two quarters is one child of the year.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wayhome.insight import adding, hiding, laid_out
from wayhome.insight.engines import Asked
from wayhome.insight.extracts import columns
from wayhome.insight.measures import catalogue, questions
from wayhome.insight.results.actions import Series
from wayhome.insight.tables import Table
from wayhome.rules import measures


def count(folder: Path, *, as_of: datetime) -> Iterator[Series]:
    """Every measure over a published extract, as of a moment that it covers."""
    for table in tables(folder, as_of=as_of):
        exact = table.listed(table.as_counted())
        shown = table.listed(hiding.outside_of(table))
        for place, kind, area in table.named():
            yield Series(table.measure, table.by, kind, area, exact[place], shown[place])


def tables(folder: Path, *, as_of: datetime) -> Iterator[Table]:
    """The same, with all areas of a question together and nothing hidden."""
    as_of_us = columns.microseconds(as_of)
    engine = laid_out.opened(folder, as_of_us=as_of_us)
    try:
        yield from count_with(engine, as_of_us=as_of_us)
    finally:
        engine.close()


def count_with(engine: Asked, *, as_of_us: int) -> Iterator[Table]:
    """The same, with an engine that holds what is counted over."""
    for each in catalogue.COUNTED:
        for by in measures.DEFINED[each.measure].breakdowns:
            answer = engine.table(questions.question(each, by, as_of_us=as_of_us))
            if answer.num_rows:
                yield adding.table(each, by, answer)
