"""The links at the top of every page, in order. Add a line to PLACES when a page is made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules import access, facts


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its words, its URL name, and a deed its posts must be allowed.

    `also` is a pattern of the addresses that belong to it though they do not lie beneath it. What
    is `seldom` asked for makes room for the others.
    """

    text: str
    url_name: str
    deed: access.Deed | None = None
    also: str = ""
    seldom: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A link as the navigation shows it."""

    text: str
    href: str
    is_here: bool
    is_seldom: bool = False


ROOM = 8  # links that one line of a wide screen holds, in either language
PLACES: tuple[Place, ...] = (
    Place(gettext_noop("Open episodes"), "my_episodes"),
    Place(gettext_noop("Notices"), "notices", access.Deed.ACKNOWLEDGE),
    Place(gettext_noop("Who is on duty"), "on_duty", access.Deed.SEE_ROTA),
    Place(gettext_noop("Report a missing child"), "report", access.Deed.REPORT),
    Place(gettext_noop("Reports to check"), "reports_held", access.Deed.CHECK_REPORT),
    Place(gettext_noop("Look up a child"), "children", access.Deed.LOOK_UP_CHILD),
    Place(
        gettext_noop("Interviews"),
        "interview_board",
        access.Deed.OFFER_INTERVIEW,
        also=r"/episodes/[^/]+/interview(/.*)?",
    ),
    Place(gettext_noop("Emergency looks"), "emergency_looks", access.Deed.BREAK_GLASS),
    Place(gettext_noop("Measures"), "measures", access.Deed.SEE_MEASURES, seldom=True),
    Place(
        gettext_noop("Looks to review"), "looks_to_review", access.Deed.REVIEW_LOOKS, seldom=True
    ),
    Place(gettext_noop("Exports"), "exports", access.Deed.EXPORT, seldom=True),
    Place(gettext_noop("Protocol"), "protocol", access.Deed.SEE_PROTOCOL, seldom=True),
)
# What is about a person themselves stands on the page their name leads to.
OWN_PLACES: tuple[Place, ...] = (
    Place(gettext_noop("My own looks"), "my_looks", access.Deed.SEE_OWN_LOOKS),
    Place(gettext_noop("Declare a connection"), "declare", access.Deed.DECLARE),
)


def places_for(viewer: facts.Viewer, among: Sequence[Place] = PLACES) -> tuple[Place, ...]:
    """The places that somebody in the viewer's posts can use."""
    return tuple(
        place for place in among if place.deed is None or viewer.posts & access.MAY[place.deed]
    )


def items(places: Sequence[Place], *, here: str) -> tuple[Item, ...]:
    """The links, with the one that leads to this page or to the pages above it marked."""
    found = [(place, href) for place in places if (href := _address(place))]
    beneath = [href for _place, href in found if here.startswith(href)]
    beside = [href for place, href in found if place.also and re.fullmatch(place.also, here)]
    nearest = max(beside or beneath, key=len, default=None)
    return tuple(
        Item(_(place.text), href, href == nearest, is_seldom=place.seldom) for place, href in found
    )


def folded(found: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """The links that stand in a line, and those beneath “More”: none where all have room."""
    if len(found) <= ROOM:
        return found, ()
    return [item for item in found if not item.is_seldom], [
        item for item in found if item.is_seldom
    ]


def _address(place: Place) -> str:
    """Where a place is; empty where this set of addresses does not have it."""
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""
