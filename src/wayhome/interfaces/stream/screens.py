"""The screens that are open, and what each is told: something on it changed, or it is over.

What is to be told waits beside the screen as a set: however slow its line, nothing piles up.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wayhome.interfaces.stream.whose import Opened
from wayhome.records.episodes.audience import Concerned
from wayhome.rules import facts

EVERYTHING = ""  # in place of a reference: ask for the whole page anew
REMEMBERED = 2000  # changes that a screen whose line was cut is still told of


@dataclass(eq=False, slots=True)
class Screen:
    """One open screen. `waiting` are the references it is to be told of."""

    opened: Opened
    waiting: set[str] = field(default_factory=set)
    is_over: bool = False
    told_by: datetime | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def viewer(self) -> facts.Viewer:
        """Who is at it."""
        return self.opened.viewer

    def tell(self, reference: str, *, at: datetime) -> None:
        """Have it told that this episode changed."""
        self.waiting.add(reference)
        self.told_by = at
        self.wake.set()

    def end(self) -> None:
        """Have it told that nobody is signed in there any more, or that what it showed has gone."""
        self.is_over = True
        self.wake.set()

    def take(self) -> set[str]:
        """What it is to be told now, which then waits no more."""
        taken, self.waiting = self.waiting, set()
        self.wake.clear()
        return taken


@dataclass(slots=True)
class Screens:
    """Every open screen of this process, and the changes that were heard of lately."""

    open: set[Screen] = field(default_factory=set)
    heard: deque[tuple[datetime, Concerned]] = field(
        default_factory=lambda: deque(maxlen=REMEMBERED)
    )
    since: datetime | None = None

    def begun(self, *, at: datetime) -> None:
        """Listening began, or began again: what happened before was not heard."""
        self.since = at
        self.heard.clear()
        for screen in self.open:
            screen.tell(EVERYTHING, at=at)

    def lost(self) -> None:
        """Nothing is heard until listening begins again."""
        self.since = None

    def add(self, screen: Screen, *, seen_by: datetime | None) -> None:
        """A screen that shows what was so at a moment is told of what has changed since."""
        self.open.add(screen)
        if seen_by is None:
            return
        if self.since is None or seen_by < self.since or self._forgot(seen_by):
            screen.tell(EVERYTHING, at=seen_by)
            return
        for at, changed in self.heard:
            if at >= seen_by:
                _tell([screen], changed, at=at)

    def changed(self, concerned: Iterable[Concerned], *, at: datetime) -> None:
        """Tell each screen of whoever may know of it."""
        for each in concerned:
            self.heard.append((at, each))
            _tell(self.open, each, at=at)

    def of(self, practitioner_ids: Collection[UUID]) -> list[Screen]:
        """The screens of these people."""
        return [each for each in self.open if each.viewer.practitioner_id in practitioner_ids]

    def renew(self, asked: Collection[Screen], still: Mapping[str, facts.Viewer]) -> None:
        """Of the screens that were asked about, end those whose session does not go on."""
        for screen in asked:
            viewer = still.get(screen.opened.token)
            if viewer is None:
                screen.end()
            elif viewer != screen.viewer:
                screen.opened = Opened(screen.opened.token, viewer, screen.opened.episode_id)
                screen.waiting.add(EVERYTHING)
                screen.wake.set()

    def _forgot(self, seen_by: datetime) -> bool:
        return len(self.heard) >= REMEMBERED and self.heard[0][0] > seen_by


def _tell(screens: Iterable[Screen], changed: Concerned, *, at: datetime) -> None:
    """Tell those who may know of it; a screen of what its viewer may know of no more ends."""
    for screen in screens:
        if changed.may_know(screen.viewer):
            screen.tell(changed.reference, at=at)
        elif screen.opened.episode_id == changed.id:
            screen.end()
