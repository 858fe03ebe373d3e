"""The floor: the smallest page a signed-in practitioner can be shown, reading one row.

It goes through the same middleware as every page: session, language, viewer, security headers.
What a page costs above this is what the page itself does.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from wayhome.interfaces.pages.shared import viewing
from wayhome.records.agencies import queries as agencies


@viewing.signed_in
def floor(request: HttpRequest) -> HttpResponse:
    """The viewer's agency, by one query."""
    agency = agencies.agency(viewing.viewer(request).agency_id)
    return HttpResponse(f"<!doctype html><title>Floor</title><p>{escape(agency.name)}</p>")
