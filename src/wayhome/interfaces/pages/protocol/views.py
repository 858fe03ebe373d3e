"""The partnership's protocol as it is read, now or as it stood on a chosen day."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.protocol import presenters
from wayhome.interfaces.pages.shared import cleaning, moments, viewing
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, london

DEED = access.Deed.SEE_PROTOCOL
LONGEST = 60


@require_GET
@viewing.signed_in
def protocol(request: HttpRequest) -> HttpResponseBase:
    """One version of the protocol in words, and the list of the others."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, DEED)
    agency = agencies.agency(viewer.agency_id)
    versions = protocols.versions(agency.partnership_id) if agency.partnership_id else []
    typed = cleaning.line(request.GET.get("on", ""))[:LONGEST]
    on, error = _day(typed, now=now)
    row = _chosen(versions, request.GET.get("version", ""), on=on)
    shown = None
    if row is not None:
        agreed = protocols.read(row.id)
        shown = presenters.page(row, agreed, partnership=_name(agency), versions=versions, now=now)
    context: dict[str, Any] = {"shown": shown, "typed": typed, "error": error}
    return render(request, "pages/protocol/protocol.html", context)


def _name(agency: Any) -> str:
    return agency.partnership.name if agency.partnership else ""


def _day(typed: str, *, now: datetime) -> tuple[datetime, str]:
    """The last moment of the day that was typed, or now; and what is wrong with it."""
    if not typed:
        return now, ""
    try:
        day = moments.read_day(typed.lower(), today=london.day_of(now))
    except moments.UnclearError as unclear:
        return now, str(unclear)
    try:
        midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=london.LONDON)
        return midnight.astimezone(UTC) - timedelta(microseconds=1), ""
    except (OverflowError, ValueError):
        return now, _("Check the year")


def _chosen(versions: list[Any], version: str, *, on: datetime) -> Any | None:
    """The version asked for by number, or the one in force on the day; None when none was."""
    for row in versions:
        if version and str(row.version) == version:
            return row
    return next((row for row in versions if row.in_force_from <= on), None)
