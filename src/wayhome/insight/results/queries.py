"""What the measures came to, for pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.insight.results.models import Counting, Result
from wayhome.rules import disclosure
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.disclosure import Audience
from wayhome.rules.measures import AreaKind, Measure


@dataclass(frozen=True, slots=True)
class Area:
    """Of whom the numbers are: everywhere, a council or a police force."""

    kind: AreaKind
    id: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a measure came to in an area, as of a moment, for an audience: by period and value."""

    as_of: datetime
    made_at: datetime
    audience: Audience
    cells: dict[Period, dict[str, disclosure.Counted]]


def last_as_of() -> datetime | None:
    """As of when was counted last; None where nothing has been counted yet."""
    newest = Counting.objects.order_by("-made_at", "-id").first()
    return newest.as_of if newest else None


def areas() -> list[Area]:
    """The areas that were counted last: everywhere, then councils and forces, each by name."""
    newest = Counting.objects.order_by("-made_at", "-id").first()
    found = (
        Result.objects.filter(
            counting=newest,
            measure=Measure.EPISODES,
            breakdown=Breakdown.ALL,
            audience=Audience.OTHERS,
            area__isnull=False,
        )
        .order_by("area_kind", "area__name")
        .values_list("area_kind", "area_id", "area__name")
    )
    named = [Area(AreaKind(kind), area_id, name) for kind, area_id, name in found]
    return [Area(AreaKind.EVERYWHERE), *named]


def result(measure: Measure, by: Breakdown, area: Area, *, audience: Audience) -> Shown | None:
    """What a measure came to; None where nothing was counted yet, and no cell where all is nought.

    The database shows exact numbers to the agency of the area alone.
    """
    newest = Counting.objects.order_by("-made_at", "-id").first()
    if newest is None:
        return None
    found = Result.objects.filter(
        counting=newest,
        measure=measure,
        breakdown=by,
        area_kind=area.kind,
        area_id=area.id,
        audience=audience,
    ).first()
    cells: dict[Period, dict[str, disclosure.Counted]] = {}
    for year, quarter, value, *numbers in found.cells if found else ():
        cells.setdefault(Period(year, quarter), {})[value] = disclosure.Counted(*numbers)
    return Shown(newest.as_of, newest.made_at, audience, cells)
