"""Whether this process answers, and whether it reaches its records: for whatever watches it.

Answered before everything else: by no host name, without a session, with no words. `/health` asks
nothing of the database, so a process is not ended for what is not its fault.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from wayhome.config import guarding

LIVE = "/health"
READY = "/health/ready"
METHODS = ("GET", "HEAD")


class HealthMiddleware:
    """Answers the two addresses; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """200 or 503 with nothing in it, or what the service answers."""
        if request.path_info not in (LIVE, READY):
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        is_well = request.path_info == LIVE or _reaches_its_records()
        status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
        return HttpResponse(status=status, headers={"Cache-Control": "no-store"})


def _reaches_its_records() -> bool:
    """Whether it does, and as nobody who may do too much."""
    try:
        guarding.require_restricted()
    except (Error, guarding.TooMuchAllowedError):
        return False
    return True
