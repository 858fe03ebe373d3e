"""The links at the top of every page, in order. Add a line to PLACES when a page is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its words and its URL name."""

    text: str
    url_name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A link as the navigation shows it."""

    text: str
    href: str
    is_here: bool


PLACES: tuple[Place, ...] = ()


def items(places: Sequence[Place], *, here: str) -> tuple[Item, ...]:
    """The links, with the one that leads to this page or to the pages above it marked."""
    hrefs = [reverse(place.url_name) for place in places]
    nearest = max((href for href in hrefs if here.startswith(href)), key=len, default=None)
    return tuple(
        Item(_(place.text), href, href == nearest)
        for place, href in zip(places, hrefs, strict=True)
    )
