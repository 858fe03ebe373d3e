"""Recording a sighting, and recording where the child may be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.search import forms, presenters
from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.journey import hypothesis_recorded, sighting_received
from wayhome.rules import access, redaction

SECTIONS = (redaction.Section.SUMMARY, redaction.Section.SEARCH)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def sightings(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The sightings so far, and a form for another."""
    here = desk.open_episode(request, reference, access.Deed.RECORD_SIGHTING, sections=SECTIONS)
    form = forms.SightingForm(_sent(request), now=here.now)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: sighting_received.record(
            here.episode_id, form.said(), by=here.viewer, now=here.now
        ),
    ):
        messages.success(request, _("Sighting recorded. Whoever leads the search is being told."))
        return redirect("sightings", here.reference)
    shown = {"form": form, "shown": presenters.sightings(here), "back": here.back}
    return showing.page(request, "pages/search/sightings.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def hypotheses(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The ideas so far, and a form for another."""
    here = desk.open_episode(request, reference, access.Deed.RECORD_HYPOTHESIS, sections=SECTIONS)
    form = forms.HypothesisForm(_sent(request), now=here.now)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: hypothesis_recorded.record(
            here.episode_id, form.said(), by=here.viewer, now=here.now
        ),
    ):
        messages.success(request, _("Recorded. It changes no level of risk."))
        return redirect("hypotheses", here.reference)
    shown = {"form": form, "shown": presenters.hypotheses(here), "back": here.back}
    return showing.page(request, "pages/search/hypotheses.html", shown)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
