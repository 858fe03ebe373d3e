"""Who somebody is while the database cannot be asked: a claim, signed while it could.

The cookie says whose session this browser had, and until when that may be believed. It opens
nothing and shows nothing: what is given with it is kept, and checked against the database before
it is recorded. It goes with the session whose digest it names, and with no other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from wayhome.interfaces.pages.shared import viewing
from wayhome.journey import signing_in
from wayhome.rules import facts

COOKIE = "wayhome_giver"
LASTS = timedelta(hours=12)  # as long as a session
PATH = "/report"
_SALT = "wayhome.who gives a report"


@dataclass(frozen=True, slots=True)
class Giver:
    """Who says that they give something: a practitioner, and the digest of their session."""

    practitioner_id: UUID
    digest: str


def prove(request: HttpRequest, answer: HttpResponse) -> None:
    """Let this browser show later, without the database, that this person was signed in now."""
    viewer = viewing.viewer(request)
    digest = signing_in.digest_of(request.session.session_key or "")
    kept = [str(viewer.practitioner_id), digest, viewing.now(request).isoformat()]
    answer.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=int(LASTS.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def name_here(who: facts.Viewer | Giver | None) -> str:
    """By what a browser tells this person's unsent reports from another's; nothing for nobody."""
    if who is None:
        return ""
    whose = salted_hmac(_SALT, str(who.practitioner_id), algorithm="sha256")
    return whose.hexdigest()[:32]


def forget(answer: HttpResponse) -> None:
    """Whoever was signed in here is so no longer."""
    answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def giver(request: HttpRequest, *, now: datetime) -> Giver | None:
    """Who was signed in here within the last hours, in the session that this browser shows.

    The database is not asked. None where nothing proves it.
    """
    try:
        who, digest, proved_at = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    is_in_time = timedelta(0) <= now - datetime.fromisoformat(proved_at) <= LASTS
    if not is_in_time or digest != signing_in.digest_of(session):
        return None
    return Giver(UUID(who), digest)
