"""How long a report waits for the database: for a lock, for a standby, for a server that hangs.

Not longer than `WAYHOME_INTAKE_WAITS` in all. Then it goes into the journal (see `faults`), and
whoever sent it is answered.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wayhome.platform import durable

REPORTS = ("/report/", "/api/v1/missing-reports")


class IntakeMiddleware:
    """Outside everything that asks the database, so that it holds for all of it together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; to a report that is sent, in time."""
        if request.method != "POST" or request.path_info not in REPORTS:
            return self.get_response(request)
        with durable.waiting_no_longer_than(settings.WAYHOME_INTAKE_WAITS):
            return self.get_response(request)
