"""Keeping what the measures came to, in place of what they came to before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from wayhome.insight.results.models import Counting, Result
from wayhome.rules.breakdowns import Breakdown
from wayhome.rules.disclosure import Audience
from wayhome.rules.measures import AreaKind, Measure

KEPT = 2
AT_ONCE = 500
Cells = list[list[int | float | str | None]]


@dataclass(frozen=True, slots=True)
class Series:
    """A measure by one breakdown in one area; the area is None for all.

    Its cells are in the form in which a result keeps them: as they were counted, for the agency of
    the area; and as they are shown outside.
    """

    measure: Measure
    by: Breakdown
    kind: AreaKind
    area: UUID | None
    exact: Cells
    shown: Cells


def keep(series: Iterable[Series], *, as_of: datetime, extract: str, at: datetime) -> Counting:
    """Keep a counting: exact for the agency of each area, hidden and rounded for everybody else.

    The one before is kept as well, for a page that is being answered; older ones are removed.
    """
    counting = Counting.objects.create(as_of=as_of, made_at=at, extract=extract)
    rows = (row for each in series for row in _rows(counting, each))
    while some := list(islice(rows, AT_ONCE)):  # all of them at once are more than a machine holds
        Result.objects.bulk_create(some)
    later = Counting.objects.order_by("-made_at", "-id").values_list("id", flat=True)
    Counting.objects.exclude(id__in=list(later[:KEPT])).delete()
    return counting


def _rows(counting: Counting, series: Series) -> Iterable[Result]:
    if series.area is not None:
        yield _row(counting, series, Audience.OWN, series.exact)
    yield _row(counting, series, Audience.OTHERS, series.shown)


def _row(counting: Counting, series: Series, audience: Audience, cells: Cells) -> Result:
    return Result(
        counting=counting,
        measure=series.measure,
        breakdown=series.by,
        area_kind=series.kind,
        area_id=series.area,
        audience=audience,
        cells=cells,
    )
