"""Whose an open screen is: asked when it is opened as every page asks, and again while it is open.

A stream is not use: a screen that nobody is at is locked though its stream is open.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import SESSION_KEY
from django.core.handlers.asgi import ASGIRequest
from django.db import transaction

from wayhome.interfaces.pages.shared import idling, proving
from wayhome.interfaces.stream import listed
from wayhome.platform import references
from wayhome.platform.row_security import transactions
from wayhome.platform.sessions import SessionStore
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import viewers
from wayhome.rules import facts


@dataclass(frozen=True)
class Opened:
    """Who opened a screen, by which session, and which episode or list it shows, if any."""

    token: str
    viewer: facts.Viewer
    episode_id: UUID | None
    list_shown: listed.Listed | None = None

    @cached_property
    def stands_as(self) -> facts.Viewer:
        """The viewer without who they are: one object for all who are alike in all else."""
        nobody = replace(self.viewer, practitioner_id=NOBODY, name="")
        return _one_of(nobody)


NOBODY = UUID(int=0)
WAYS_TO_STAND = 4096


@lru_cache(maxsize=WAYS_TO_STAND)
def _one_of(viewer: facts.Viewer) -> facts.Viewer:
    """The first of all that are equal: what is one object is quickly told to be."""
    return viewer


class NotSignedIn(Exception):
    """Nobody is signed in at this screen any more, or what it shows is not for them."""


def opened(request: ASGIRequest, *, now: datetime) -> Opened:
    """Who opened the screen from which this request came. Raises NotSignedIn."""
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    viewer = _viewer(request, token, now=now)
    if viewer is None or not viewer.active:
        raise NotSignedIn
    return Opened(token, viewer, _episode(request, viewer, token), listed.read(request, viewer))


def still(tokens: Collection[str], *, now: datetime) -> dict[str, facts.Viewer]:
    """Of these sessions those that go on, each with its bearer as they may look now."""
    unused_since = now - settings.WAYHOME_IDLE_AFTER
    return viewers.viewers_signed_in(tokens, unused_since=unused_since, now=now)


def _viewer(request: ASGIRequest, token: str, *, now: datetime) -> facts.Viewer | None:
    request.session = SessionStore(token)
    if SESSION_KEY not in request.session:
        return None
    request.user = auth.get_user(request)
    if not request.user.is_authenticated or not proving.is_proved(request):
        return None
    if idling.is_over(request, now=now):
        return None
    return viewers.viewer_of(request.user.pk, now=now, signed_in_by=token)


def _episode(request: ASGIRequest, viewer: facts.Viewer, token: str) -> UUID | None:
    shown = request.GET.get("episode", "")
    if not shown:
        return None
    with transaction.atomic(), transactions.looking(token):
        try:
            return visibility.episode(viewer, references.read(shown) or shown).id
        except episodes.NoSuchEpisode as unknown:
            raise NotSignedIn from unknown
