"""The database is told of each sign-in, so that it can show its bearer what they may know of.

The token is the session's own key, which is in the browser's cookie and nowhere else.
"""

from datetime import datetime

from django.contrib import auth
from django.http import HttpRequest

from wayhome.journey import sign_in_ended, signing_in

_KNOWN = "known to the database"


def make_known(request: HttpRequest, *, now: datetime) -> None:
    """Tell the database of this session, once. It must be somebody's, and be kept already."""
    key, practitioner_id = request.session.session_key, request.user.pk
    if key is None or practitioner_id is None:
        return
    if request.session.get(_KNOWN) == signing_in.digest_of(key):
        return
    signing_in.begun(practitioner_id, token=key, device=device_of(request), now=now)
    request.session[_KNOWN] = signing_in.digest_of(key)


def leave(request: HttpRequest, *, now: datetime) -> None:
    """Whoever was signed in here is so no longer, and nothing of their session is left."""
    if request.session.session_key:
        signing_in.ended(request.session.session_key, now=now)
    auth.logout(request)


def cycle_key(request: HttpRequest) -> None:
    """The session goes on under a key nobody can have known; it stays the same sign-in."""
    before = request.session.session_key
    request.session.cycle_key()
    after = request.session.session_key
    if before and after and request.session.get(_KNOWN) == signing_in.digest_of(before):
        sign_in_ended.goes_on(before=before, after=after)
        request.session[_KNOWN] = signing_in.digest_of(after)


def device_of(request: HttpRequest) -> str:
    """What the browser says that it is."""
    return request.headers.get("User-Agent", "")[:200]
