"""The screens that are open, and what each is told: something on it changed, or it is over.

What is to be told waits beside the screen by its reference, the latest alone: however slow its
line, nothing piles up.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, count
from operator import attrgetter
from uuid import UUID

from wayhome.interfaces.pages.shared.viewing import ON_SCREEN
from wayhome.interfaces.stream import listed
from wayhome.interfaces.stream.whose import Opened
from wayhome.records.episodes.audience import Concerned
from wayhome.rules import facts

EVERYTHING = ""  # in place of a reference: ask for the whole page anew
AT_ONCE = 0.4  # seconds over which screens ask for their page, so that not all do at once
TURN = 0.04  # seconds that a page takes: for so long the next of many screens waits
LONGEST = 20.0
REMEMBERED = 2000  # changes that a screen whose line was cut is still told of


@dataclass(frozen=True)
class Telling:
    """What a screen is told of one episode: its line where the screen lists it.

    Empty where the list holds it no more, None where it was not read. The page is to be asked for
    within so many seconds. Screens that are told the same share one, which is put into words once.
    """

    row: str | None = None
    within: float = AT_ONCE
    _last: dict[tuple[str, str, datetime | None], bytes] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def event(self, name: str, reference: str, *, at: datetime | None) -> bytes:
        """The event that tells it. Its id is the moment up to which the screen then knows all."""
        said = self._last.get((name, reference, at))
        if said is None:
            self._last.clear()  # of many tellings in turn only the last is asked for again
            identifier = f"id: {at.isoformat()}\n" if at else ""
            told = f'{{"episode": {json.dumps(reference)}, {self._words}}}'
            said = f"{identifier}event: {name}\ndata: {told}\n\n".encode()
            self._last[name, reference, at] = said
        return said

    @cached_property
    def _words(self) -> str:
        """What it says, as a part of a JSON object."""
        return json.dumps({"row": self.row, "within": self.within})[1:-1]


NOTHING_READ = Telling()
_COUNT = count()


@dataclass(eq=False, slots=True)
class Screen:
    """One open screen.

    `waiting` is what it is to be told, by reference; `entered` when a line of a child that it was
    given was entered in the ledger. A screen that was opened later has the higher `number`.
    """

    opened: Opened
    waiting: dict[str, Telling] = field(default_factory=dict)
    entered: dict[UUID, datetime] = field(default_factory=dict)
    is_over: bool = False
    is_crowded_out: bool = False
    number: int = field(default_factory=_COUNT.__next__)
    told_by: datetime | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def viewer(self) -> facts.Viewer:
        """Who is at it."""
        return self.opened.viewer

    @property
    def reader(self) -> listed.Reader | None:
        """For whom lines are read; None for a screen whose lines cannot be sent."""
        opened = self.opened
        if opened.list_shown is None:
            return None
        return listed.Reader(opened.token, opened.viewer, opened.list_shown)

    def tell(self, reference: str, *, at: datetime, telling: Telling = NOTHING_READ) -> None:
        """Have it told that this episode changed. What waits and is sooner stays as soon."""
        before = self.waiting.get(reference)
        if before is not None and before.within < telling.within:
            telling = replace(telling, within=before.within)
        self.waiting[reference] = telling
        self.told_by = at
        self.wake.set()

    def end(self) -> None:
        """Have it told that nobody is signed in there any more, or that what it showed has gone."""
        self.is_over = True
        self.wake.set()

    def crowd_out(self) -> None:
        """Have it told that newer screens have its line, and that it is to ask by the clock."""
        self.is_crowded_out = True
        self.wake.set()

    def take(self) -> dict[str, Telling]:
        """What it is to be told now, which then waits no more."""
        taken, self.waiting = self.waiting, {}
        self.wake.clear()
        return taken


@dataclass(frozen=True, slots=True)
class Known:
    """An episode that changed, and a screen as it was when its viewer might know of it.

    Its line reads the `same` for others too; None where it stands alone, or lists nothing.
    """

    screen: Screen
    opened: Opened
    concerned: Concerned
    reader: listed.Reader | None
    same: listed.Alike | None

    def is_entered(self, at: datetime) -> bool:
        """Whether it is in the ledger of late that the screen shows this child."""
        entered = self.screen.entered.get(self.concerned.child_id)
        return entered is not None and at - entered < ON_SCREEN


@dataclass(slots=True)
class Judged:
    """What the policy says of one change, worked out once for all who stand alike to it.

    They differ in who they are, and in nothing that the policy asks; of a sealed record it asks who
    they are, and each is asked about.
    """

    of: Concerned
    _may: dict[facts.Viewer, bool] = field(default_factory=dict)
    _same: dict[tuple[facts.Viewer, listed.Listed], listed.Alike | None] = field(
        default_factory=dict
    )

    def may_know(self, opened: Opened) -> bool:
        """Whether whoever opened a screen may know of the episode."""
        if self.of.named is not None:
            return self.of.may_know(opened.viewer)
        alike = opened.stands_as
        if alike not in self._may:
            self._may[alike] = self.of.may_know(opened.viewer)
        return self._may[alike]

    def known(self, screen: Screen) -> Known:
        """A screen whose viewer may know of it, and for whom else its line reads the same."""
        reader = screen.reader
        return Known(screen, screen.opened, self.of, reader, self._alike(screen.opened, reader))

    def _alike(self, opened: Opened, reader: listed.Reader | None) -> listed.Alike | None:
        if reader is None:
            return None
        key = opened.stands_as, reader.listed
        if key not in self._same:
            self._same[key] = listed.alike(reader, self.of)
        return self._same[key]


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
                _tell([screen], Judged(changed), at=at)

    def make_room(self, *, for_: Screen, of_a_browser: int, of_a_person: int) -> None:
        """Of the screens of one browser, and of one person, the oldest over the number go."""
        browser = [each for each in self.open if each.opened.token == for_.opened.token]
        person = self.of([for_.viewer.practitioner_id])
        for theirs, most in ((browser, of_a_browser), (person, of_a_person)):
            told = [each for each in theirs if not each.is_crowded_out]
            for oldest in sorted(told, key=attrgetter("number"), reverse=True)[most:]:
                oldest.crowd_out()

    def changed(self, concerned: Iterable[Concerned], *, at: datetime) -> list[Known]:
        """The screens of those who may know of each; a screen that showed what it may not ends."""
        found = []
        for each in concerned:
            self.heard.append((at, each))
            judged = Judged(each)
            found += [judged.known(screen) for screen in _of(self.open, judged)]
        return found

    def tell(
        self,
        known: Collection[Known],
        *,
        rows: listed.Rows,
        asked: Collection[tuple[UUID, UUID]],
        at: datetime,
    ) -> None:
        """Tell the screens, each with its line where one was read.

        Those `asked`, by episode and post, ask for their page at once: something there waits for
        them. The others do so one after another. A screen whose viewer has become another in the
        meantime is told what that one may know, and given no line.
        """
        later = min(LONGEST, max(AT_ONCE, TURN * len({each.screen for each in known})))
        shared: dict[tuple[str | None, float], Telling] = {}
        for each in known:
            if each.screen.opened is not each.opened:
                _tell([each.screen], Judged(each.concerned), at=at)
                continue
            row = rows.get((each.same, each.concerned.id)) if each.same else None
            if row and not each.is_entered(at):
                each.screen.entered[each.concerned.child_id] = at
            waits = any((each.concerned.id, post) in asked for post in each.opened.viewer.post_ids)
            within = AT_ONCE if row is None or waits else later
            telling = shared.setdefault((row, within), Telling(row, within))
            each.screen.tell(each.concerned.reference, at=at, telling=telling)

    def of(self, practitioner_ids: Collection[UUID]) -> list[Screen]:
        """The screens of these people."""
        return [each for each in self.open if each.viewer.practitioner_id in practitioner_ids]

    def is_anybody_apart(self, child_ids: Collection[UUID]) -> bool:
        """Whether somebody who has a screen open stands otherwise to one of these children."""
        return any(
            listed.stands_otherwise(each.viewer, child_id)
            for each in self.open
            for child_id in child_ids
        )

    def renew(self, asked: Collection[Screen], still: Mapping[str, facts.Viewer]) -> None:
        """Of the screens that were asked about, end those whose session does not go on."""
        for screen in asked:
            viewer = still.get(screen.opened.token)
            if viewer is None:
                screen.end()
            elif viewer != screen.viewer:
                screen.opened = replace(screen.opened, viewer=viewer)
                screen.waiting[EVERYTHING] = NOTHING_READ
                screen.wake.set()

    def _forgot(self, seen_by: datetime) -> bool:
        return len(self.heard) >= REMEMBERED and self.heard[0][0] > seen_by


def shares(known: Iterable[Known], *, among: int) -> list[list[Known]]:
    """Those whose lines are read, in at most so many parts; all who read the same are in one."""
    groups: dict[tuple[listed.Alike, UUID], list[Known]] = defaultdict(list)
    for each in known:
        if each.same:
            groups[each.same, each.concerned.id].append(each)
    largest = sorted(groups.values(), key=len, reverse=True)[: listed.MOST_READINGS]
    dealt = [list(chain.from_iterable(largest[first::among])) for first in range(among)]
    return [each for each in dealt if each]


def _of(screens: Iterable[Screen], judged: Judged) -> Iterator[Screen]:
    """Those who may know of it; a screen of what its viewer may know of no more ends."""
    for screen in screens:
        if judged.may_know(screen.opened):
            yield screen
        elif screen.opened.episode_id == judged.of.id:
            screen.end()


def _tell(screens: Iterable[Screen], judged: Judged, *, at: datetime) -> None:
    for screen in _of(screens, judged):
        screen.tell(judged.of.reference, at=at)
