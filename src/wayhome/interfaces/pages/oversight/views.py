"""What is measured: any measure by area and period, with its definition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wayhome.insight.results import queries
from wayhome.interfaces.pages.oversight import choosing, presenters
from wayhome.interfaces.pages.shared import viewing
from wayhome.rules import access, disclosure

DEED = access.Deed.SEE_MEASURES


@require_GET
@viewing.signed_in
def measures_page(request: HttpRequest) -> HttpResponse:
    """One measure: exact in one’s own area, elsewhere without a number of a few."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    access.require(viewer, DEED)
    areas = queries.areas()
    chosen = choosing.read(request.GET, areas=areas, own=viewer.agency_id)
    shown = queries.result(
        chosen.measure,
        chosen.by,
        chosen.area,
        audience=disclosure.audience(area_id=chosen.area.id, agency_id=viewer.agency_id),
    )
    viewing.log_look(request, deed=DEED, child_id=None, sections=(chosen.measure, chosen.by))
    context = {
        "shown": presenters.page(shown, chosen, now=now) if shown else None,
        "filters": choosing.bar(chosen, areas=areas, periods=shown.cells if shown else ()),
        "width": "wide",
    }
    return render(request, "pages/oversight/measures.html", context)
