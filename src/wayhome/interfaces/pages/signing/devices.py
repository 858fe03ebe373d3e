"""A device in words: what its browser says of itself, read no further than a person needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import presenters
from wayhome.records.practitioners import sign_ins

# In order: a browser names those it resembles too.
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", gettext_noop("an iPhone or iPad")),
    ("iPad", gettext_noop("an iPhone or iPad")),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One device: what it is, since when, and whether it is the one in front of them."""

    id: str
    title: str
    when: str
    is_here: bool


def lines(found: Sequence[sign_ins.Place], *, now: datetime) -> list[Line]:
    """Where somebody is signed in, in words."""
    said = _("Begun %(begun)s. Last used %(used)s.")
    return [
        Line(
            str(each.id),
            named(each.device),
            said
            % {
                "begun": presenters.moment(each.begun_at, now=now),
                "used": presenters.moment(each.last_used_at, now=now),
            },
            each.is_here,
        )
        for each in found
    ]


def named(device: str) -> str:
    """The browser and the system in words, from what the browser said of itself."""
    browser = next((name for sign, name in BROWSERS if sign in device), "")
    system = next((name for sign, name in SYSTEMS if sign in device), "")
    if not browser:
        return _("A browser we do not know")
    known = _(system) if system else _("a system we do not know")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": known}
