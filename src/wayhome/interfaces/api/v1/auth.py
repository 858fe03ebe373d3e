"""Who is asking: a bearer token of one practitioner in one agency, and nothing else.

A session cookie never signs anybody in here. Why a child's record is opened is said with each
request, in the header `Wayhome-Purpose`, with `Wayhome-Reason` for the words of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from wayhome.interfaces.api.v1 import problems
from wayhome.interfaces.pages.shared import cleaning
from wayhome.platform import clock
from wayhome.records.practitioners import viewers
from wayhome.rules import facts, moments
from wayhome.rules.vocabulary import Purpose

PURPOSE = "Wayhome-Purpose"
REASON = "Wayhome-Reason"
REASON_MAX_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, and the moment of the request: the clock is read once, here."""

    viewer: facts.Viewer
    now: datetime


class PractitionerToken(HttpBearer):
    """Reads the token in `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whose token this is, read afresh; None when unknown, expired, revoked or closed."""
        now = clock.now()
        practitioner_id = viewers.practitioner_of_token(token, now=now)
        if practitioner_id is None:
            return None
        viewer = viewers.viewer_of(
            practitioner_id, now=now, purpose=_purpose(request), reason=_reason(request)
        )
        return Caller(viewer, now) if viewer is not None and viewer.active else None


def caller(request: HttpRequest) -> Caller:
    """Who is asking, of a request that has been let in."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja from authenticate
    return found


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
