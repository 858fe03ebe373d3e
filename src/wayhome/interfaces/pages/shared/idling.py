"""A screen that nobody is at is locked: the session ends when nothing was done for some minutes.

What a page does by itself, such as a list that renews itself, is not use. What was begun stays: a
report's draft is kept by the service, and signing in leads back to the same page.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import signed_in, unsent
from wayhome.journey import sign_in_ended

USED_AT = "used_at"
RENEWED_BY = "on_screen"  # stands in each address by which a page renews itself
NOTED_EVERY = timedelta(seconds=15)  # so that not every request writes
SAID_BEFORE = gettext_noop(
    "To keep children’s records from whoever passes by, you are signed out when nothing was done "
    "for %(minutes)s minutes. What you had begun is kept: what you send from a locked screen is "
    "not recorded, but stands in its form again once you have signed in."
)
SAID_AFTER = gettext_noop("You were signed out because nothing was done for %(minutes)s minutes.")


def locked(request: HttpRequest, *, now: datetime) -> bool:
    """Whether this session has now been ended; otherwise that it is used is noted."""
    unused = _unused_for(request, now=now)
    if is_over(request, now=now):
        whose = request.user.pk
        signed_in.leave(request, now=now)
        request.session[unsent.LOCKED_FOR] = str(whose)
        messages.warning(request, _(SAID_AFTER) % {"minutes": _minutes()})
        return True
    is_use = RENEWED_BY not in request.GET
    if unused is None or (is_use and abs(unused) >= NOTED_EVERY):
        note_use(request, now=now)
        sign_in_ended.used(request.session.session_key or "", now=now)
    return False


def is_over(request: HttpRequest, *, now: datetime) -> bool:
    """Whether nothing was done for so long that the screen is to be locked."""
    unused = _unused_for(request, now=now)
    return unused is not None and unused > settings.WAYHOME_IDLE_AFTER


def _unused_for(request: HttpRequest, *, now: datetime) -> timedelta | None:
    kept = request.session.get(USED_AT)
    return now - datetime.fromisoformat(kept) if kept else None


def note_use(request: HttpRequest, *, now: datetime) -> None:
    """Somebody is at the screen at this moment."""
    request.session[USED_AT] = now.isoformat()


def said_before() -> str:
    """What the page for signing in tells of it."""
    return _(SAID_BEFORE) % {"minutes": _minutes()}


def _minutes() -> int:
    return int(settings.WAYHOME_IDLE_AFTER.total_seconds() // 60)
