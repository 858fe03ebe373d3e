"""What surrounds every page: navigation, who is signed in, language, and the banners.

Context processors. Views may set `request.signed_in` (a presenters.Person) and
`request.navigation` (places from navigation.py) in one piece of middleware; a page without them
is a page for somebody who has not signed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_noop

from wayhome.interfaces.pages.shared import amiss, giving, navigation, viewing
from wayhome.interfaces.pages.shared.presenters import Person

SIGN_OUT = "/sign-out"
YOUR_SIGN_IN = "/your-sign-in/"
DEMONSTRATION = gettext_noop("Demonstration: every child here is invented")


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page that are not the page."""

    language: str
    is_welsh: bool
    here: str
    banner: str
    amiss: Sequence[str]
    sign_out: str
    your_sign_in: str
    signed_in: Person | None
    is_filled_in: bool
    since: str
    places: Sequence[navigation.Item]
    seldom: Sequence[navigation.Item]
    giver: str
    locks_after: int


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The frame of one request, for every template."""
    signed_in = getattr(request, "signed_in", None)
    places = getattr(request, "navigation", navigation.PLACES if signed_in else ())
    line, seldom = navigation.folded(navigation.items(places, here=request.path))
    language = get_language() or "en"
    made = Frame(
        language=language,
        is_welsh=language == "cy",
        here=request.get_full_path(),
        sign_out=SIGN_OUT,
        your_sign_in=YOUR_SIGN_IN,
        banner=DEMONSTRATION if getattr(settings, "WAYHOME_DEMONSTRATION", False) else "",
        amiss=amiss.known(),
        signed_in=signed_in,
        is_filled_in=getattr(request, "is_filled_in", False),
        since=_since(request),
        places=line,
        seldom=seldom,
        giver=giving.name_here(viewing.viewer_or_none(request)),
        locks_after=int(settings.WAYHOME_IDLE_AFTER.total_seconds()),
    )
    return {"frame": made}


def hidden_field(request: HttpRequest) -> dict[str, Any]:
    """What each form of a page brings along so that it is known to be ours, made once a page.

    A list of fifty has a hundred forms, and by itself Django makes another field for each.
    """
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}


def _since(request: HttpRequest) -> str:
    """The moment as of which the page is: what changed later, the stream tells of."""
    now = getattr(request, "now", None)
    return now.isoformat() if now else ""


def without_anybody(around: Frame) -> Frame:
    """The frame of a page that is kept in a browser: in this language, of no person by name."""
    nobody = replace(around, signed_in=None, places=(), seldom=(), is_filled_in=False)
    return replace(nobody, amiss=(), here="/report/")
