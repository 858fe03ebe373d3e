"""The stream as an ASGI server sees it: one address, events as text, until the screen goes.

Four events: `changed` with the reference of an episode, or with none for the whole page, with
its line for a screen that lists it (empty: it is not in the list any more; null: not read), and the
seconds within which to ask for the page;
`beat`, so that the screen knows that it is up to date; `over`, once nobody is signed in there;
`crowded`, once newer screens of the browser or the person have its line: it asks by the clock.
Times are in seconds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from io import BytesIO
from itertools import cycle
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import Error

from wayhome.interfaces.stream import apart, listed, whose
from wayhome.interfaces.stream.screens import (
    NOTHING_READ,
    Known,
    Screen,
    Screens,
    Telling,
    shares,
)
from wayhome.platform import clock
from wayhome.platform.amiss import beats
from wayhome.platform.live import changes
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import audience
from wayhome.records.practitioners import apart as people_apart
from wayhome.stages.response import queries as response

PLACE = "/stream"
LIVE = "/health/live"
HEALTH = frozenset({LIVE, "/health/ready"})
BEAT_EVERY = 5.0
BEATS = 20  # turns in which the screens hear one: what is new never waits for all of them
ASKED_AGAIN_EVERY = 10.0  # whether each session goes on, whatever was told meanwhile
OVERLAP = timedelta(seconds=5)  # between the clocks of two machines
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

log = logging.getLogger("wayhome.stream")


class Stream:
    """The open screens of one process, with one connection that listens for them all."""

    def __init__(self, address: str) -> None:
        """Listen at this address of the database once the first screen is opened."""
        self.address = address
        self.screens = Screens()
        self.heard: set[changes.Change] = set()
        self.wake = asyncio.Event()
        self.is_behind = False
        self.works: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for the stream, or whether it is told of changes."""
        self.work()
        if scope["path"] in HEALTH:
            is_well = scope["path"] == LIVE or not self.is_late()
            await _answer(send, HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE)
            return
        request = ASGIRequest(scope, BytesIO())
        if not _is_ours(request):
            await _answer(send, HTTPStatus.FORBIDDEN)
            return
        try:
            opened = await apart.ask(lambda: whose.opened(request, now=clock.now()))
        except whose.NotSignedIn:
            await _end(send)
            return
        except Error:
            await _answer(send, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        await self._answer_to(Screen(opened), _seen_by(request), receive, send)

    async def _answer_to(
        self, screen: Screen, seen_by: datetime | None, receive: Receive, send: Send
    ) -> None:
        self.screens.add(screen, seen_by=seen_by)
        self.screens.make_room(
            for_=screen,
            of_a_browser=settings.WAYHOME_SCREENS_OF_A_BROWSER,
            of_a_person=settings.WAYHOME_SCREENS_OF_A_PERSON,
        )
        gone = asyncio.ensure_future(_gone(receive))
        gone.add_done_callback(lambda _: screen.wake.set())
        try:
            await self._tell(screen, send, gone)
        finally:
            gone.cancel()
            self.screens.open.discard(screen)

    def is_late(self) -> bool:
        """Whether something may have changed of which no screen has been told yet."""
        return self.is_behind or self.screens.since is None

    async def stop(self) -> None:
        """Let every screen go, and listen no more."""
        for work in self.works:
            work.cancel()
        await asyncio.gather(*self.works, return_exceptions=True)
        self.works.clear()

    async def _tell(self, screen: Screen, send: Send, gone: "asyncio.Future[None]") -> None:
        """Tell the screen what there is to tell until it is over or the screen has gone."""
        await _begin(send)
        if not self.is_late():
            await _say(send, "beat", "", at=None)
        while not (screen.is_over or screen.is_crowded_out):
            await screen.wake.wait()
            if gone.done():
                return
            taken = screen.take()
            for reference, telling in sorted(taken.items(), key=itemgetter(0)):
                at = screen.told_by or clock.now()
                await _say(send, "changed", reference, at=at, telling=telling)
            if not taken and not self.is_late():
                await _say(send, "beat", "", at=clock.now())
        await _over(send, "over" if screen.is_over else "crowded")

    # -------------------------------------------------------------- what is heard

    def work(self) -> None:
        """Begin to listen, unless that has begun."""
        if not self.works:
            self.works = [
                asyncio.ensure_future(each)
                for each in (
                    changes.listen(
                        self.address,
                        began=self._began,
                        changed=self._changed,
                        ended=self.screens.lost,
                    ),
                    self._pass_on(),
                    self._ask_again(),
                    self._beat(),
                    self._say_so(),
                )
            ]

    def _began(self) -> None:
        self.screens.begun(at=clock.now())

    def _changed(self, change: changes.Change) -> None:
        self.heard.add(change)
        self.wake.set()

    async def _pass_on(self) -> None:
        """Tell of whatever was heard, all of it at once, as soon as it is; none of it is lost."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            heard, self.heard = self.heard, set()
            self.is_behind = not await _could(partial(self._passed_on, heard))
            if self.is_behind:
                self.heard |= heard
                self.wake.set()
                await asyncio.sleep(changes.PAUSE)

    async def _passed_on(self, heard: set[changes.Change]) -> None:
        at = clock.now()
        people = _of(heard, changes.Kind.PERSON)
        if people:
            await self._renew(self.screens.of(people))
        episodes, children = _of(heard, changes.Kind.EPISODE), _of(heard, changes.Kind.CHILD)
        if episodes or children:
            if children and await self._may_be_others(children):
                await self._renew(list(self.screens.open))
            found = await apart.ask(lambda: audience.of(episodes, child_ids=children))
            await self._tell_of(self.screens.changed(found, at=at), at=at)

    async def _may_be_others(self, child_ids: set[UUID]) -> bool:
        """Whether who must not know of these children, or what of them, may have become another.

        Where it is so of nobody, and was of nobody who has a screen open, it cannot have.
        """
        if self.screens.is_anybody_apart(child_ids):
            return True
        return await apart.ask(lambda: people_apart.is_anybody(child_ids))

    async def _tell_of(self, known: list[Known], *, at: datetime) -> None:
        """Tell whoever may know, with the line that changed where their screen lists it.

        Read in as many parts at once as may be asked. A line that cannot be read keeps nobody from
        being told: those screens ask for their page.
        """
        parts = shares(known, among=apart.THREADS)
        reading = [apart.ask(partial(_read, each, now=at)) for each in parts]
        rows: dict[tuple[listed.Alike, UUID], str] = {}
        asked: set[tuple[UUID, UUID]] = set()
        for found in await asyncio.gather(*reading, return_exceptions=True):
            if isinstance(found, BaseException):
                log.warning("no line was read: %s", type(found).__name__)
                continue
            rows |= found[0]
            asked |= found[1]
        self.screens.tell(known, rows=rows, asked=asked, at=at)

    async def _ask_again(self) -> None:
        while True:
            await asyncio.sleep(ASKED_AGAIN_EVERY)
            await _could(lambda: self._renew(list(self.screens.open)))

    async def _beat(self) -> None:
        """Wake every screen in turn, a few at a time: one that is told nothing hears that."""
        for turn in cycle(range(BEATS)):
            await asyncio.sleep(BEAT_EVERY / BEATS)
            for screen in self.screens.open:
                if screen.number % BEATS == turn:
                    screen.wake.set()

    async def _say_so(self) -> None:
        """Say every few seconds that screens are told, for as long as they are."""
        while True:
            await asyncio.sleep(BEAT_EVERY)
            if not self.is_late():
                await _could(lambda: apart.ask(lambda: beats.beat(beats.STREAM)))

    async def _renew(self, asked: list[Screen]) -> None:
        tokens = {screen.opened.token for screen in asked}
        if tokens:
            now = clock.now()
            self.screens.renew(asked, await apart.ask(lambda: whose.still(tokens, now=now)))


def _read(known: list[Known], *, now: datetime) -> tuple[listed.Rows, set[tuple[UUID, UUID]]]:
    """The lines that changed, and which posts are asked something about which episode."""
    entered = {
        (each.opened.token, each.concerned.child_id) for each in known if each.is_entered(now)
    }
    theirs = [(each.reader, each.concerned) for each in known if each.reader]
    rows = listed.rows(theirs, entered=entered, now=now)
    with transactions.step():
        return rows, response.posts_asked({each.concerned.id for each in known})


async def _could(do: Callable[[], Awaitable[None]]) -> bool:
    """Whether it could be done. Where it could not, it is tried again by whoever asks."""
    try:
        await do()
    except Exception as lost:  # noqa: BLE001  # said, and tried again: a loop that ended would tell nobody
        log.warning("not passed on: %s", type(lost).__name__)
        return False
    return True


def _of(heard: set[changes.Change], kind: changes.Kind) -> set[UUID]:
    return {change.id for change in heard if change.kind is kind}


def _is_ours(request: ASGIRequest) -> bool:
    """Whether one of our own pages asks, under a name that is ours."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    asked_by = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method == "GET" and asked_by == "same-origin"


def _seen_by(request: ASGIRequest) -> datetime | None:
    """Up to when the screen shows what is so, by what it was last told or by its page."""
    said = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    try:
        return datetime.fromisoformat(said) - OVERLAP
    except (ValueError, TypeError):
        return None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(
    send: Send,
    event: str,
    reference: str,
    *,
    at: datetime | None,
    telling: Telling = NOTHING_READ,
) -> None:
    """One event, worked out once for all screens that are told the same."""
    body = telling.event(event, reference, at=at)
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _begin(send: Send) -> None:
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": HEADERS})


async def _end(send: Send) -> None:
    """All that a screen is told at which nobody is signed in: it then asks for its page."""
    await _begin(send)
    await _over(send)


async def _over(send: Send, event: str = "over") -> None:
    await _say(send, event, "", at=None)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _answer(send: Send, status: HTTPStatus) -> None:
    headers = [(b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
