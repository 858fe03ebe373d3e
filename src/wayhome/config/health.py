"""Whether this process answers, whether a report can be taken, and what is amiss.

For whatever watches the service, which is answered before everything else: by no host name and
without a session. `/health/live` asks nothing of anything, so a process is not ended for what is
not its fault. `/health/degraded` alone has words, and says nothing of any person or child.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from wayhome.config import guarding
from wayhome.platform.amiss import looking, reasons
from wayhome.platform.amiss.reasons import Amiss
from wayhome.platform.copying import aside

METHODS = ("GET", "HEAD")


class HealthMiddleware:
    """Answers its own addresses; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """How the service stands, or what it answers."""
        answer = ANSWERS.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = answer()
        if request.method == "HEAD":
            response.content = b""
        response.headers["Cache-Control"] = "no-store"
        return response


def live() -> HttpResponse:
    """200 while the process answers at all."""
    return HttpResponse()


def ready() -> HttpResponse:
    """200 while a report can be taken, into the records or into the journal; else 503."""
    return HttpResponse(status=_status(is_well=reasons.takes_reports(_standing())))


def degraded() -> HttpResponse:
    """200 where nothing is amiss; else 503. What is, by its code and in a sentence, either way."""
    amiss = reasons.in_order(_standing())
    said = [{"code": each.value, "says": reasons.MEANING[each].says} for each in amiss]
    document = {"takes_reports": reasons.takes_reports(set(amiss)), "amiss": said}
    return JsonResponse(document, status=_status(is_well=not amiss))


ANSWERS: dict[str, Callable[[], HttpResponse]] = {
    "/health": live,
    "/health/live": live,
    "/health/ready": ready,
    "/health/degraded": degraded,
}


def _standing() -> frozenset[Amiss]:
    return _SEEN.now(kept=settings.WAYHOME_SEEN_KEPT)


def _amiss(_up_for: float) -> frozenset[Amiss]:
    """What is amiss, and whether the service reaches its records as who may do too much."""
    found = looking.seen()
    if Amiss.DATABASE_AWAY in found:
        return found
    try:
        guarding.require_restricted()
        aside.require_none()
    except guarding.TooMuchAllowedError:
        return found | {Amiss.TOO_MUCH_ALLOWED}
    except aside.StillAside:  # nothing may be added until what was set aside is back
        return found | {Amiss.READ_ONLY}
    except Error:  # it went away since the last look
        return found | {Amiss.DATABASE_AWAY}
    return found


_SEEN = looking.Seen(_amiss)


def _status(*, is_well: bool) -> HTTPStatus:
    return HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
