"""Who is asking: a bearer token of one practitioner in one agency, and nothing else.

A session cookie never signs anybody in here. Why a child's record is opened is said with each
request, in the header `Wayhome-Purpose`, with `Wayhome-Reason` for the words of it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from wayhome.interfaces.api.v1 import problems
from wayhome.interfaces.pages.shared import cleaning
from wayhome.platform import clock
from wayhome.platform.row_security import transactions
from wayhome.platform.throttling import counting
from wayhome.records.practitioners import viewers
from wayhome.rules import facts, moments
from wayhome.rules.vocabulary import Purpose

PURPOSE = "Wayhome-Purpose"
REASON = "Wayhome-Reason"
REASON_MAX_LENGTH = 300
REPORTS = "/missing-reports"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, by what, and the moment of the request: the clock is read once, here."""

    viewer: facts.Viewer
    now: datetime
    token: str = field(repr=False)


class PractitionerToken(HttpBearer):
    """Reads the token in `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whose token this is, read afresh; None when unknown, expired, revoked or closed."""
        now = clock.now()
        purpose, reason = _purpose(request), _reason(request)
        with transactions.step():  # one for both questions
            bearer = viewers.bearer_of(token, now=now)
            if bearer is None:
                return None
            viewer = viewers.viewer_of_bearer(bearer, now=now, purpose=purpose, reason=reason)
        if viewer is None:
            return None
        _within_limits(request, token, agency_id=viewer.agency_id, now=now)
        return Caller(viewer, now, token)


def caller(request: HttpRequest) -> Caller:
    """Who is asking, of a request that has been let in."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja from authenticate
    return found


def token(request: HttpRequest) -> str:
    """By what the database knows who is asking; nothing where it is nobody in particular."""
    return caller(request).token if hasattr(request, "auth") else ""


def _within_limits(request: HttpRequest, token: str, *, agency_id: UUID, now: datetime) -> None:
    """Count this call. Raises TooMany above the limit of the token or of its agency.

    What is told counts for its token alone, apart from what the token reads, and a missing report
    apart from both: whatever else an agency's systems do, a child can be reported and found.
    """
    if request.method == "POST":
        what = "reports" if request.path_info.endswith(REPORTS) else "told"
        counted = {counting.key_of(what, token): settings.WAYHOME_CALLS_OF_A_TOKEN}
    else:
        counted = {
            counting.key_of("token", token): settings.WAYHOME_CALLS_OF_A_TOKEN,
            counting.key_of("agency", str(agency_id)): settings.WAYHOME_CALLS_OF_AN_AGENCY,
        }
    tried = counting.take(list(counted), now=now)
    if any(times > most for times, most in zip(tried, counted.values(), strict=True)):
        raise problems.TooMany(counting.until_next(now))


def _purpose(request: HttpRequest) -> Purpose | None:
    given = request.headers.get(PURPOSE)
    if given is None:
        return None
    if given not in set(Purpose):
        codes = ", ".join(Purpose)
        message = _("Choose one of these: %(codes)s.") % {"codes": codes}
        raise problems.NotUnderstood((moments.Problem(PURPOSE, message),))
    return Purpose(given)


def _reason(request: HttpRequest) -> str:
    given = cleaning.line(request.headers.get(REASON, ""))
    if len(given) > REASON_MAX_LENGTH:
        message = _("Use %(most)s characters or fewer.") % {"most": REASON_MAX_LENGTH}
        raise problems.NotUnderstood((moments.Problem(REASON, message),))
    return given
