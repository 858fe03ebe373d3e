"""A record as it is printed: whose print it is stands on it, and that it was printed is entered."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import presenters, viewing
from wayhome.platform.audit.models import Verb

WANTED = "paper"


@dataclass(frozen=True, slots=True)
class Paper:
    """Where the print is made, or, on it, what stands on it and where the screen is."""

    href: str
    whose: str = ""


def is_wanted(request: HttpRequest) -> bool:
    """Whether this page is asked for to be printed."""
    return WANTED in request.GET


def verb(request: HttpRequest) -> Verb:
    """What the ledger says was done by this look."""
    return Verb.PRINT if is_wanted(request) else Verb.CONSULT


def of(request: HttpRequest) -> Paper:
    """The way to the print of this page, or from it back to the screen."""
    asked = request.GET.copy()
    printed = asked.pop(WANTED, None) is not None
    if not printed:
        asked[WANTED] = "1"
    address = "?".join(part for part in (request.path, asked.urlencode()) if part)
    return Paper(address, _whose(request) if printed else "")


def _whose(request: HttpRequest) -> str:
    viewer = viewing.viewer(request)
    return _("Printed by %(name)s, %(agency)s, %(moment)s.") % {
        "name": viewer.name,
        "agency": viewer.agency_name,
        "moment": presenters.exact(viewing.now(request)),
    }
