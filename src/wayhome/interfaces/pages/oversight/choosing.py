"""What of the measures somebody asks to see: which, broken down by what, where, and when.

What is asked in an address and cannot be had is left for what can: another breakdown of the
measure, the whole of its area. The page says what it shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.insight.results.queries import Area
from wayhome.interfaces.pages.oversight import wording
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import measures
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.measures import AreaKind, Measure

QUARTERS, YEARS = "quarters", "years"
_EACH = {QUARTERS: gettext_noop("Each quarter"), YEARS: gettext_noop("Each year")}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is shown. `only` is one period; without one, each of its kind."""

    measure: Measure
    by: Breakdown
    area: Area
    are_years: bool
    only: Period | None = None


def read(said: QueryDict, *, areas: Sequence[Area], own: UUID) -> Chosen:
    """What an address asks for; without words, the episodes of one's own area by quarter."""
    asked = said.get("measure")
    measure = next((each for each in Measure if each == asked), Measure.EPISODES)
    by = next((by for by in measures.DEFINED[measure].breakdowns if by == said.get("by")), None)
    period = said.get("period", QUARTERS)
    only = _period(period)
    return Chosen(
        measure=measure,
        by=by or Breakdown.ALL,
        area=_area(said.get("area", str(own)), areas),
        are_years=period == YEARS or (only is not None and not only.is_quarter),
        only=only,
    )


def _area(said: str, areas: Sequence[Area]) -> Area:
    return next((area for area in areas if area.id and str(area.id) == said), areas[0])


def _period(said: str) -> Period | None:
    year, _dash, quarter = said.partition("-")
    if not (year.isdigit() and len(year) == len("2026") and quarter in {"0", "1", "2", "3", "4"}):
        return None
    return Period(int(year), int(quarter))


def bar(chosen: Chosen, *, areas: Sequence[Area], periods: Iterable[Period]) -> list[parts.Filter]:
    """The questions of the page, with what was chosen."""
    return [
        parts.Filter(
            "measure",
            _("What is measured"),
            [
                parts.Choice(str(each), presenters.label(each), each is chosen.measure)
                for each in Measure
            ],
        ),
        parts.Filter(
            "by",
            _("Broken down by"),
            [
                parts.Choice(str(each), presenters.label(each), each is chosen.by)
                for each in measures.DEFINED[chosen.measure].breakdowns
            ],
        ),
        parts.Filter("area", _("Where"), [_area_choice(each, chosen) for each in areas]),
        parts.Filter("period", _("When"), [*_each(chosen), *_single(chosen, periods)]),
    ]


def _area_choice(area: Area, chosen: Chosen) -> parts.Choice:
    value = str(area.id) if area.id else str(AreaKind.EVERYWHERE)
    return parts.Choice(value, wording.area(area), area.id == chosen.area.id)


def _each(chosen: Chosen) -> list[parts.Choice]:
    kind = YEARS if chosen.are_years else QUARTERS
    return [
        parts.Choice(value, _(words), chosen.only is None and value == kind)
        for value, words in _EACH.items()
    ]


def _single(chosen: Chosen, periods: Iterable[Period]) -> list[parts.Choice]:
    return [
        parts.Choice(f"{each.year}-{each.quarter}", wording.period(each), each == chosen.only)
        for each in sorted(periods, reverse=True)
    ]
