"""My open episodes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wayhome.interfaces.pages.shared import viewing


@viewing.signed_in
def my_episodes(request: HttpRequest) -> HttpResponse:
    """The open episodes the viewer may see."""
    return render(request, "pages/mine/mine.html", {"width": "wide"})
