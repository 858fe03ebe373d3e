"""What a browser fetches while there is a line, to take a report without one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.intake import offline
from wayhome.interfaces.pages.shared import viewing


@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """That there is a line, and who is signed in. Open to everybody."""
    return offline.line(request, viewing.viewer_or_none(request))


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page that is kept. Open to everybody: it holds nobody."""
    return offline.shell(request)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The script that keeps it."""
    return offline.worker()
