"""The form on paper, for when nothing else works. It holds nothing of anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def on_paper(request: HttpRequest) -> HttpResponse:
    """The questions of a missing report, to be printed. Open to everybody, signed in or not."""
    return render(request, "pages/intake/paper.html", {})
