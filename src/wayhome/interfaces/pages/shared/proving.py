"""How far whoever is at this screen has proved who they are: kept in the session, and judged here.

Somebody whose password alone was right is entering: they are signed in nowhere and reach no page
but those on which they prove the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from wayhome.interfaces.pages.shared import signed_in, viewing

ENTERING = "entering"
PROVED = "proved"
ENTERING_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entering:
    """Who is on their way in, what they have proved so far, and where they want to be."""

    practitioner_id: UUID
    how: str
    onward: str


def begin(
    request: HttpRequest, practitioner_id: UUID, *, how: str, onward: str, now: datetime
) -> None:
    """Keep that this person has proved a part, in a session nobody can have known before."""
    signed_in.leave(request, now=now)
    request.session[ENTERING] = [str(practitioner_id), how, onward, now.isoformat()]


def entering(request: HttpRequest) -> Entering | None:
    """Who is on their way in, for as long as it takes to fetch a telephone."""
    kept = request.session.get(ENTERING)
    if kept is None or viewing.now(request) - datetime.fromisoformat(kept[3]) > ENTERING_LASTS:
        return None
    return Entering(UUID(kept[0]), kept[1], kept[2])


def prove(request: HttpRequest, *, how: str) -> None:
    """The whole is proved at this moment, and the session goes on under a new key."""
    request.session.pop(ENTERING, None)
    request.session[PROVED] = [how, viewing.now(request).isoformat()]
    signed_in.cycle_key(request)


def is_proved(request: HttpRequest) -> bool:
    """Whether all was proved that is asked here: nothing, where people sign in by choice."""
    return PROVED in request.session or bool(settings.WAYHOME_SIGN_IN_BY_CHOICE)


def is_fresh(request: HttpRequest) -> bool:
    """Whether it was proved so lately that how somebody signs in may be changed."""
    kept = request.session.get(PROVED)
    if kept is None:
        return False
    since = viewing.now(request) - datetime.fromisoformat(kept[1])
    return timedelta(0) <= since <= settings.WAYHOME_CONFIRM_AFTER


def confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for somebody signed in who proved lately that it is they; others do so first."""

    @wraps(view)
    def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        return view(request, *given, **named) if is_fresh(request) else to_confirm(request)

    return viewing.signed_in(guarded)


def to_confirm(request: HttpRequest) -> HttpResponseRedirect:
    """To the page on which somebody proves anew who they are, and back to this address."""
    return HttpResponseRedirect(f"{reverse('confirm')}?next={quote(request.path)}")
