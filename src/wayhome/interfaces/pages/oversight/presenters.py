"""A measure as its page shows it: a picture, the same as a table, and what to know of both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from wayhome.insight.results.queries import Shown
from wayhome.interfaces.pages.oversight import wording
from wayhome.interfaces.pages.oversight.choosing import Chosen
from wayhome.interfaces.pages.shared import bar_chart, presenters
from wayhome.rules import breakdowns, disclosure, measures
from wayhome.rules.breakdowns import Breakdown, Period
from wayhome.rules.disclosure import Audience, Counted
from wayhome.rules.measures import Comparison, Shape

MOST_PERIODS = 12
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what it is of, and its numbers in words."""

    words: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page says."""

    title: str
    lead: str
    heads: Sequence[str]
    first_head: str
    lines: Sequence[Line]
    chart: bar_chart.Chart | None
    definition: str
    population: str
    complete: str
    as_of: str
    for_whom: str
    may_overlap: str = ""
    sources: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    counted: Counted
    period: Period


def page(shown: Shown, chosen: Chosen, *, now: datetime) -> Page:
    """One measure in words."""
    defined = measures.DEFINED[chosen.measure]
    rows = list(_rows(shown, chosen))
    title = presenters.label(chosen.measure)
    lead = _lead(chosen, rows, as_of=shown.as_of)
    return Page(
        title=title,
        lead=lead,
        first_head=_first_head(chosen),
        heads=_heads(defined.shape),
        lines=[_line(row, defined.shape) for row in rows],
        chart=_chart(f"{title}. {lead}", rows, defined.shape) if rows else None,
        definition=presenters.said(defined.definition),
        population=presenters.said(defined.population),
        complete=presenters.said(defined.complete),
        as_of=_("As it was recorded by %(moment)s.")
        % {"moment": presenters.moment(shown.as_of, now=now)},
        for_whom=_for_whom(shown.audience),
        may_overlap=_overlap(chosen.by),
        sources=sorted({presenters.document(source) for source in defined.sources}),
    )


def _rows(shown: Shown, chosen: Chosen) -> Iterator[_Row]:
    """The rows of the table: a period each, oldest first, or a value each of one period."""
    periods = [each for each in sorted(shown.cells) if each.is_quarter is not chosen.are_years]
    if chosen.only is not None:
        periods = [each for each in periods if each == chosen.only]
    has_whole = measures.DEFINED[chosen.measure].shape is not Shape.COUNT
    nothing = Counted(0, 0 if has_whole else None, 0, 0)
    if chosen.by is Breakdown.ALL:
        for each in periods[-MOST_PERIODS:]:
            found = shown.cells[each].get(str(Breakdown.ALL), nothing)
            yield _Row(wording.period(each, as_of=shown.as_of), found, each)
    elif periods:
        last = periods[-1]
        yield from _by_value(shown.cells[last], chosen.by, last, nothing)


def _by_value(
    cells: Mapping[str, Counted], by: Breakdown, period: Period, nothing: Counted
) -> Iterator[_Row]:
    for value in breakdowns.VALUES[by]:
        yield _Row(presenters.label(value), cells.get(str(value), nothing), period)


def _lead(chosen: Chosen, rows: Sequence[_Row], *, as_of: datetime) -> str:
    where = wording.area(chosen.area)
    if chosen.by is Breakdown.ALL or not rows:
        return where
    when = wording.period(rows[0].period, as_of=as_of)
    return _("%(where)s: %(when)s") % {"where": where, "when": when}


def _first_head(chosen: Chosen) -> str:
    return _("Period") if chosen.by is Breakdown.ALL else presenters.label(chosen.by)


def _heads(shape: Shape) -> list[str]:
    of_shape = {
        Shape.COUNT: [_("Number")],
        Shape.SHARE: [_("Number"), _("Of"), _("Share")],
        Shape.TIME: [_("Middle time"), _("In time"), _("Of"), _("Share")],
    }
    return [*of_shape[shape], _("Children"), _("Recorded in full")]


def _line(row: _Row, shape: Shape) -> Line:
    counted = row.counted
    part = [
        wording.number(counted.number),
        wording.number(counted.whole),
        wording.share(counted.number, counted.whole),
    ]
    of_shape = {
        Shape.COUNT: part[:1],
        Shape.SHARE: part,
        Shape.TIME: [wording.time(counted.middle), *part],
    }
    return Line(
        words=row.words,
        numbers=[*of_shape[shape], wording.number(counted.children), _completeness(counted)],
    )


def _completeness(counted: Counted) -> str:
    """The share recorded in full, and that it is not to be compared where it is not."""
    whole = counted.number if counted.whole is None else counted.whole
    said = wording.share(counted.complete, whole)
    if not whole or counted.complete is None:
        return said
    found = measures.comparison(whole=whole, complete=counted.complete)
    if found is Comparison.TOO_LITTLE:
        return _("%(share)s: too little to compare") % {"share": said}
    if found is Comparison.TOO_FEW and counted.whole is not None:
        return _("%(share)s: too few to compare") % {"share": said}
    return said


def _chart(title: str, rows: Sequence[_Row], shape: Shape) -> bar_chart.Chart:
    drawn = [_drawn(row, shape) for row in rows]
    summary = _("The table beneath has the same numbers.")
    return bar_chart.draw(title, summary, drawn, whole=WHOLE if shape is Shape.SHARE else None)


def _drawn(row: _Row, shape: Shape) -> bar_chart.Row:
    counted = row.counted
    if shape is Shape.COUNT:
        return bar_chart.Row(row.words, wording.number(counted.number), counted.number)
    if shape is Shape.TIME:
        return bar_chart.Row(row.words, wording.time(counted.middle), counted.middle or 0)
    said = wording.share(counted.number, counted.whole)
    if counted.number is None or counted.whole is None:
        return bar_chart.Row(row.words, said, None)
    if not counted.whole:
        return bar_chart.Row(row.words, _("none"), 0)
    return bar_chart.Row(row.words, said, WHOLE * counted.number / counted.whole)


def _for_whom(audience: Audience) -> str:
    if audience is Audience.OWN:
        return _(
            "These are your agency’s own numbers, exact. Do not pass a small one on: a few "
            "children can be known by it."
        )
    return _(
        "A number from 1 to %(most)s is not shown, nor what would give it away; any other is "
        "rounded to the nearest %(base)s."
    ) % {"most": disclosure.LARGEST_HIDDEN, "base": disclosure.BASE}


def _overlap(by: Breakdown) -> str:
    if by not in breakdowns.SEVERAL:
        return ""
    return _("A child may have several of these, and is counted in each.")
