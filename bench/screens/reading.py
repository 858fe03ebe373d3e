"""Many readers in one process: of the stream over HTTP, and of the database itself.

A moment is of the clock that all processes of a machine share (`time.monotonic`), in seconds.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import cast
from urllib.parse import quote

import psycopg

LIST = "?scope=all"
UP_WITHIN = 120
HEARD_WITHIN = 60


class Readers:
    """Readers that each note when they had what a round is about."""

    def __init__(self, count: int) -> None:
        """As many as there are to be; each says that it is ready."""
        self.count = count
        self.ready = 0
        self.told: list[tuple[int, bytes, float]] = []
        self.moved = asyncio.Event()
        self.is_over = False
        self.broken: Exception | None = None

    def lost(self, why: Exception | None) -> None:
        """One of them was let go."""
        if not self.is_over:
            self.broken = why or ConnectionError("a screen was let go")
            self.moved.set()

    def is_ready(self) -> None:
        """One more waits for what comes."""
        self.ready += 1
        self.moved.set()

    def has(self, reader: int, said: bytes) -> None:
        """This reader was told this, just now."""
        self.told.append((reader, said, time.monotonic()))
        self.moved.set()

    async def all_ready(self) -> None:
        """Until each of them waits. Raises TimeoutError."""
        await self._until(lambda: self.ready >= self.count, within=UP_WITHIN)

    async def heard(self, sent: Callable[[], Awaitable[tuple[bytes, float]]]) -> list[float]:
        """After how many seconds each had what was sent, soonest first. Raises TimeoutError."""
        sought, at = await sent()
        had: dict[int, float] = {}

        def all_had() -> bool:
            told, self.told = self.told, []
            for reader, said, moment in told:
                if sought in said:
                    had.setdefault(reader, moment)
            return len(had) >= self.count

        await self._until(all_had, within=HEARD_WITHIN)
        return sorted(moment - at for moment in had.values())

    async def _until(self, holds: Callable[[], bool], *, within: float) -> None:
        async with asyncio.timeout(within):
            while not holds():
                if self.broken:
                    raise self.broken
                self.moved.clear()
                await self.moved.wait()


class Screen(asyncio.Protocol):
    """One open list: the stream as a browser reads it, line by line as its bytes come."""

    def __init__(self, readers: Readers, number: int, *, cookie: str) -> None:
        """The list of whoever bears this cookie."""
        self.readers, self.number, self.cookie = readers, number, cookie
        self.rest = b""
        self.is_up = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        asked = (
            f"GET /stream?list={quote(LIST)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: {self.cookie}\r\n\r\n"
        )
        cast("asyncio.Transport", transport).write(asked.encode())

    def data_received(self, data: bytes) -> None:
        """Note what came, as far as its lines have ended."""
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            if not self.is_up and line.startswith(b"event: beat"):
                self.is_up = True
                self.readers.is_ready()
            # The line of the list, and not only that something changed.
            if line.startswith(b"data: ") and b"wh-episode" in line:
                self.readers.has(self.number, line)

    def connection_lost(self, exc: Exception | None) -> None:
        """No screen is to be let go while it is measured."""
        self.readers.lost(exc)


async def screen(readers: Readers, number: int, *, port: int, cookie: str) -> asyncio.BaseTransport:
    """Open one list; what carries it is closed by whoever opened it."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_connection(
        lambda: Screen(readers, number, cookie=cookie), "127.0.0.1", port
    )
    return transport


def listen(readers: Readers, *, address: str, channel: str) -> list[psycopg.Connection]:
    """The floor: connections that listen, and whatever reaches each is read as it comes."""
    loop = asyncio.get_running_loop()
    found = []
    for number in range(readers.count):
        connection = psycopg.connect(address, autocommit=True)
        connection.execute(f"LISTEN {channel}")
        loop.add_reader(connection.fileno(), _read, readers, number, connection)
        found.append(connection)
        readers.is_ready()
    return found


def _read(readers: Readers, number: int, connection: psycopg.Connection) -> None:
    connection.pgconn.consume_input()
    while told := connection.pgconn.notifies():
        readers.has(number, told.extra)


def let_go(connections: Iterable[psycopg.Connection]) -> None:
    """Close what listened."""
    loop = asyncio.get_running_loop()
    for each in connections:
        loop.remove_reader(each.fileno())
        each.close()
