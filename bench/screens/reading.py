"""Many readers in one process: of the stream over HTTP, and of the database itself.

A moment is of the clock that all processes of a machine share (`time.monotonic`), in seconds.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
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
                self.moved.clear()
                await self.moved.wait()


async def screen(readers: Readers, number: int, *, port: int, cookie: str) -> None:
    """One open list: the stream as a browser reads it, until the task is cancelled."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    asked = (
        f"GET /stream?list={quote(LIST)} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
    )
    writer.write(asked.encode())
    is_up = False
    try:
        while line := await reader.readline():
            if not is_up and line.startswith(b"event: beat"):
                is_up = True
                readers.is_ready()
            # The line of the list, and not only that something changed.
            if line.startswith(b"data: ") and b"wh-episode" in line:
                readers.has(number, line)
        raise RuntimeError("a screen was let go")
    finally:
        writer.close()


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
