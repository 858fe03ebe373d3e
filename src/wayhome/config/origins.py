"""What another site makes a browser send here is not done, whatever else it carries.

A browser says in `Sec-Fetch-Site` where a request was begun, and no page can make it say anything
else. Programs do not send it: their bearer token, which a browser never adds by itself, speaks for
them. It stands beside the token of each form, so that either alone would hold.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wayhome.config import faults

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ELSEWHERE = frozenset({"cross-site", "same-site"})


class OriginMiddleware:
    """Refuses whatever would change something and was begun on another site or host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, or that nothing was changed."""
        begun = request.headers.get("Sec-Fetch-Site", "")
        if request.method not in READING and begun in ELSEWHERE:
            return faults.from_elsewhere(request)
        return self.get_response(request)
