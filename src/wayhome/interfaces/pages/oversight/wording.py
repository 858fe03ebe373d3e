"""Periods, areas and numbers of the measures in words."""

from datetime import datetime, timedelta

from django.utils import dates
from django.utils.translation import gettext as _

from wayhome.insight.results.queries import Area
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import breakdowns, london
from wayhome.rules.breakdowns import Period
from wayhome.rules.measures import AreaKind

MONTHS_OF_A_QUARTER = 3
MINUTE = 60


def period(each: Period, *, as_of: datetime | None = None) -> str:
    """A period as it is named: "April to June 2026"; that it went on at the moment of counting."""
    said = _quarter(each) if each.is_quarter else _year(each)
    day = london.day_of(as_of) if as_of else None
    if day and each in {breakdowns.quarter_of(day), breakdowns.year_of(day)}:
        return _("%(period)s, so far") % {"period": said}
    return said


def _year(each: Period) -> str:
    return _("Year to 31 March %(year)s") % {"year": each.year + 1}


def _quarter(each: Period) -> str:
    begins = breakdowns.first_day(each)
    return _("%(first)s to %(last)s %(year)s") % {
        "first": dates.MONTHS[begins.month],
        "last": dates.MONTHS[begins.month + MONTHS_OF_A_QUARTER - 1],
        "year": begins.year,
    }


def area(each: Area) -> str:
    """An area by its name; that it is everything that is recorded here."""
    return _("Everywhere that is recorded here") if each.kind is AreaKind.EVERYWHERE else each.name


def number(count: int | None) -> str:
    """A count, or that it is not shown."""
    return _("not shown") if count is None else f"{count:,}"


def share(part: int | None, whole: int | None) -> str:
    """A part of a whole in hundredths; that it is not shown; nothing where there is no whole."""
    if part is None or whole is None:
        return _("not shown")
    return f"{round(100 * part / whole)}%" if whole else ""


def time(seconds: float | None) -> str:
    """A length of time in its two largest units, or that there is none to show."""
    if seconds is None:
        return _("none to show")
    return presenters.duration(timedelta(seconds=round(seconds / MINUTE) * MINUTE))
