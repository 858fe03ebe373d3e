"""One line in the log for each page or call that was answered: which kind, how, and how quickly.

The kind is the route as the code names it, never the address that was asked.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wayhome.config import logs

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FROM_A_PROXY = re.compile(r"[0-9a-f]{32}")

log = logging.getLogger("wayhome.answered")


class AnsweredMiddleware:
    """Behind the static files and what watches the service, before everything that asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; each line of the log meanwhile names this one request."""
        before = logs.REQUEST.set(request_id(request))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            log.info("answered", extra={"facts": _facts(request, response, began=began)})
            return response
        finally:
            logs.REQUEST.reset(before)


def request_id(request: HttpRequest) -> str:
    """The proxy's own name for this request, where a proxy of ours gives one; else a new one."""
    said = request.headers.get("X-Request-Id", "")
    if settings.WAYHOME_PROXIES and FROM_A_PROXY.fullmatch(said):
        return said
    return uuid.uuid4().hex


def _facts(request: HttpRequest, response: HttpResponse, *, began: float) -> dict[str, object]:
    match = request.resolver_match
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": match.route if match else "",
        "status": response.status_code,
        "took": round(time.perf_counter() - began, 4),
    }
