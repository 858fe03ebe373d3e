"""Keeping what the measures came to, in place of what they came to before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.insight.results.models import Counting, Result
from wayhome.rules import disclosure
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.disclosure import Audience
from wayhome.rules.measures import AreaKind, Measure

KEPT = 2
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """The numbers of one period and one value."""

    period: Period
    value: str
    counted: disclosure.Counted


@dataclass(frozen=True, slots=True)
class Series:
    """A measure by one breakdown in one area, period by period. The area is None for all."""

    measure: Measure
    by: Breakdown
    kind: AreaKind
    area: UUID | None
    cells: tuple[Cell, ...]


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
        yield _row(counting, series, Audience.OWN)
    yield _row(counting, series, Audience.OTHERS)


def _row(counting: Counting, series: Series, audience: Audience) -> Result:
    return Result(
        counting=counting,
        measure=series.measure,
        breakdown=series.by,
        area_kind=series.kind,
        area_id=series.area,
        audience=audience,
        cells=[_cell(cell, audience) for cell in series.cells],
    )


def _cell(cell: Cell, audience: Audience) -> list[object]:
    shown = cell.counted if audience is Audience.OWN else disclosure.outside(cell.counted)
    return [
        cell.period.year,
        cell.period.quarter,
        cell.value,
        shown.number,
        shown.whole,
        shown.children,
        shown.complete,
        shown.middle,
    ]
