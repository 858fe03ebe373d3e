"""Keeping what the measures came to, in place of what they came to before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.insight.results.models import Counting, Result
from wayhome.rules import breakdowns, disclosure, outside
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.disclosure import Audience
from wayhome.rules.measures import AreaKind, Measure

KEPT = 2
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Series:
    """A measure by one breakdown in one area: its cells by period and value.

    The area is None for all. `adds_up` says whether the counts of the values make the whole, and
    `of_people` whether each child is counted once.
    """

    measure: Measure
    by: Breakdown
    kind: AreaKind
    area: UUID | None
    cells: Mapping[outside.Key, outside.Cell]
    adds_up: bool = True
    of_people: bool = False


def keep(series: Iterable[Series], *, as_of: datetime, extract: str, at: datetime) -> Counting:
    """Keep a counting: exact for the agency of each area, hidden and rounded for everybody else.

    The one before is kept as well, for a page that is being answered; older ones are removed.
    """
    counting = Counting.objects.create(as_of=as_of, made_at=at, extract=extract)
    rows = (row for each in series for row in _rows(counting, each))
    Result.objects.bulk_create(rows, batch_size=AT_ONCE)
    later = Counting.objects.order_by("-made_at", "-id").values_list("id", flat=True)
    Counting.objects.exclude(id__in=list(later[:KEPT])).delete()
    return counting


def _rows(counting: Counting, series: Series) -> Iterable[Result]:
    if series.area is not None:
        exact = {key: cell.counted for key, cell in series.cells.items()}
        yield _row(counting, series, Audience.OWN, exact)
    values = [str(value) for value in breakdowns.VALUES[series.by]]
    shown = outside.table(
        series.cells, values=values, adds_up=series.adds_up, of_people=series.of_people
    )
    yield _row(counting, series, Audience.OTHERS, shown)


def _row(
    counting: Counting,
    series: Series,
    audience: Audience,
    cells: Mapping[outside.Key, disclosure.Counted],
) -> Result:
    return Result(
        counting=counting,
        measure=series.measure,
        breakdown=series.by,
        area_kind=series.kind,
        area_id=series.area,
        audience=audience,
        cells=[
            [
                period.year,
                period.quarter,
                value,
                counted.number,
                counted.whole,
                counted.children,
                counted.complete,
                counted.middle,
            ]
            for (period, value), counted in sorted(cells.items())
        ],
    )
