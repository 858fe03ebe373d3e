"""Who answers what no view has answered: a problem document below /api/, a page anywhere else.

None of it repeats what was sent. A database that cannot be reached, or that had to give this
request up, is told from a fault of ours: asking again soon is then the right thing to do.
"""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wayhome.interfaces.api.v1 import away as away_for_programs
from wayhome.interfaces.api.v1 import problems
from wayhome.interfaces.pages.intake import away
from wayhome.interfaces.pages.shared import errors
from wayhome.platform import durable
from wayhome.platform.amiss.reasons import Amiss

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400: it cannot be read, or is sent to a name that is not ours."""
    if _for_programs(request):
        return problems.answer(problems.BAD_REQUEST)
    return errors.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    if _for_programs(request):
        return problems.answer(problems.REFUSED)
    return errors.forbidden(request, exception)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """What another site made a browser send."""
    if _for_programs(request):
        return problems.answer(problems.REFUSED, _("A browser sent this from another site."))
    return errors.from_elsewhere(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    if _for_programs(request):
        return problems.not_found(request)
    return errors.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while what went wrong is being dealt with: 503 or 500.

    A report that was sent while the records are away is taken all the same.
    """
    problem = sys.exception()
    is_away = durable.is_away(problem)
    if is_away and (taken := _taken(request)) is not None:
        return taken
    if _for_programs(request):
        return problems.answer(problems.UNAVAILABLE if is_away else problems.BROKEN)
    if problem is None or not is_away:
        return errors.server_error(request)
    is_read_only = durable.is_read_only(problem)
    answer = errors.records_away(Amiss.READ_ONLY if is_read_only else Amiss.DATABASE_AWAY)
    answer.headers["Retry-After"] = str(problems.RETRY_AFTER)
    return answer


def _taken(request: HttpRequest) -> HttpResponse | None:
    """The answer to a report that goes into the journal; None to whatever is no report."""
    return away_for_programs.answer(request) or away.answer(request)


def _for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(API)
