"""The page of one episode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wayhome.interfaces.pages.shared import viewing
from wayhome.records.episodes import visibility


@viewing.signed_in
def episode(request: HttpRequest, reference: str) -> HttpResponse:
    """One episode."""
    visibility.episode(viewing.viewer(request), reference)
    return render(request, "pages/mine/mine.html", {})
