"""What the database told: that an episode or a child changed, or what a person may see.

One connection listens, for all who have a screen open. While it is away nothing is heard, so
whoever listens is told when it begins, and asks for everything anew.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import psycopg

CHANNEL = "wayhome_live"
PAUSE = 0.5  # seconds, before another connection is tried
ANSWERS_WITHIN = 5  # seconds; a connection that was silent for so long is asked whether it lives

log = logging.getLogger("wayhome.live")


class Kind(StrEnum):
    """What a change was made to."""

    EPISODE = "episode"
    CHILD = "child"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing changed, and nothing is said of how."""

    kind: Kind
    id: UUID


def read(payload: str) -> Change | None:
    """The change that was told; None for words that tell of none."""
    kind, _, identifier = payload.partition(" ")
    try:
        return Change(Kind(kind), UUID(identifier))
    except ValueError:
        return None


async def listen(
    address: str,
    *,
    began: Callable[[], None],
    changed: Callable[[Change], None],
    ended: Callable[[], None],
) -> None:
    """Tell of each change as it is committed, until cancelled.

    `began` is called each time listening begins: what happened before was not heard. `ended` is
    called when the connection is lost; it is opened again, for ever.
    """
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                address, autocommit=True
            ) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                began()
                await _heard(connection, changed)
        except (psycopg.Error, OSError) as lost:
            log.warning("not listening: %s", type(lost).__name__)
            ended()
        await asyncio.sleep(PAUSE)


async def _heard(
    connection: psycopg.AsyncConnection[tuple[object, ...]], changed: Callable[[Change], None]
) -> None:
    while True:
        async for told in connection.notifies(timeout=ANSWERS_WITHIN):
            change = read(told.payload)
            if change is not None:
                changed(change)
        await connection.execute("SELECT 1")  # a line that was cut says nothing by itself
