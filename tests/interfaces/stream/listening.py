"""An open screen as the tests hold it: the stream's own application, and what it was told."""

import asyncio
import json
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from django.conf import settings

from wayhome.interfaces.stream.app import Stream

PATIENCE = 20  # seconds, on a busy machine


class Screen:
    """What one screen was told, and how it was answered."""

    def __init__(self):
        self.status = None
        self.told = asyncio.Queue()
        self.answered = asyncio.Event()
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.answered.set()
            return
        for event in filter(None, message["body"].decode().split("\n\n")):
            said = dict(line.split(": ", 1) for line in event.split("\n"))
            data = json.loads(said["data"])
            await self.told.put((said["event"], data["episode"], data))

    async def next(self, *events):
        """The next event of one of these kinds; whatever else is told before is passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event, reference, _ = await self.told.get()
                if event in (events or ("changed", "over")):
                    return event, reference

    async def line_of(self, reference):
        """What it is told next of this episode: its line, and within what time to ask."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event, told_of, data = await self.told.get()
                if (event, told_of) == ("changed", reference):
                    return data["row"], data["within"]

    async def up(self):
        """From now on it is told of changes."""
        await asyncio.wait_for(self.answered.wait(), PATIENCE)
        assert self.status == 200
        await self.next("beat", "changed")

    def heard(self):
        """Whatever it was told and has not been asked about."""
        found = []
        while not self.told.empty():
            found.append(self.told.get_nowait()[:2])
        return [each for each in found if each[0] != "beat"]


@asynccontextmanager
async def streaming(address):
    """The stream, listening at an address of the database."""
    stream = Stream(address)
    try:
        yield stream
    finally:
        await stream.stop()


@asynccontextmanager
async def screen(stream, client, *, method="GET", host="127.0.0.1", headers=(), **query):
    """A screen at which whoever is signed in with this client looks, until the block ends."""
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME) if client else None
    sent = [(b"host", host.encode()), *headers]
    if cookie:
        sent.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie.value}".encode()))
    scope = {
        "type": "http",
        "method": method,
        "path": "/stream",
        "query_string": urlencode(query).encode(),
        "headers": sent,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    opened = Screen()
    answering = asyncio.ensure_future(stream(scope, opened.receive, opened.send))
    try:
        yield opened
    finally:
        opened.gone.set()
        await asyncio.wait_for(answering, PATIENCE)


async def apart(do):
    """What a step does, in a thread of its own as in the service."""
    return await asyncio.get_running_loop().run_in_executor(None, do)
