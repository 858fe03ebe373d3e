"""Looks at what the service needs, and says what of it is amiss.

One question to the database, and a look at the disks. What was seen is kept for a second, so that
any number of watchers ask once; pages are shown what was seen last, and ask nothing themselves.
Times are in seconds.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import Error, connection

from wayhome.platform import durable
from wayhome.platform.amiss import beats
from wayhome.platform.amiss.reasons import Amiss
from wayhome.platform.journal import keeping

ANSWERS_WITHIN = timedelta(seconds=2)
KEPT = 1.0
TRIES = 2  # a line kept from before a restart of the database fails once
NOT_HEARD: Mapping[str, Amiss] = {
    beats.WORKER: Amiss.WORKER_AWAY,
    beats.STREAM: Amiss.STREAM_AWAY,
}
ASK = """
SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean,
       beat.program, extract(epoch FROM clock_timestamp() - beat.at)::float, beat.lacks
FROM (VALUES (1)) AS one LEFT JOIN amiss_beat AS beat ON true
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one program said last on one machine, and how long ago."""

    program: str
    ago: float
    lacks: str


@dataclass(slots=True)
class Seen:
    """What was seen last, and when. `began` is when this process first could have heard."""

    look: Callable[[float], frozenset[Amiss]]
    began: float = field(default_factory=time.monotonic)
    amiss: frozenset[Amiss] = frozenset()
    at: float | None = None
    alone: threading.Lock = field(default_factory=threading.Lock)

    def now(self, *, kept: float) -> frozenset[Amiss]:
        """What is amiss, looked at anew where the last look is older than `kept`."""
        with self.alone:
            if self.at is None or time.monotonic() - self.at >= kept:
                self.amiss = self.look(time.monotonic() - self.began)
                self.at = time.monotonic()
            return self.amiss


def look(up_for: float) -> frozenset[Amiss]:
    """What is amiss now, as seen by a process that has been up for so long.

    While the database is away nothing is said of what only it knows.
    """
    found = {*_of_the_disks(), *_of_the_journal()}
    try:
        is_read_only, heard = _asked()
    except (Error, psycopg.Error):
        return frozenset({*found, Amiss.DATABASE_AWAY})
    if is_read_only:
        return frozenset({*found, Amiss.READ_ONLY})
    return frozenset(found | of_programs(heard, up_for=up_for))


def of_programs(heard: Iterable[Heard], *, up_for: float) -> set[Amiss]:
    """What is amiss by what the programs said, or did not say though there was time to hear it."""
    allowed = {name: each.total_seconds() for name, each in settings.WAYHOME_HEARD_WITHIN.items()}
    lately = [each for each in heard if each.ago <= allowed.get(each.program, 0)]
    there = {each.program for each in lately}
    silent = {name for name, each in allowed.items() if name not in there and up_for > each}
    lacks = {Amiss(code) for each in lately for code in each.lacks.split()}
    return lacks | {NOT_HEARD[name] for name in silent}


_SEEN = Seen(look)
_LOOKING = threading.Lock()


def seen() -> frozenset[Amiss]:
    """What is amiss, as seen within the last second."""
    return _SEEN.now(kept=settings.WAYHOME_SEEN_KEPT)


def known() -> frozenset[Amiss]:
    """What was amiss at the last look, for a page: it is looked beside it, every few seconds.

    Nothing is, until the first look of this process is done.
    """
    if settings.WAYHOME_LOOKS_EVERY is not None and _LOOKING.acquire(blocking=False):
        every = settings.WAYHOME_LOOKS_EVERY.total_seconds()
        threading.Thread(target=keep_looking, args=(every, threading.Event()), daemon=True).start()
    return _SEEN.amiss


def keep_looking(every: float, told_to_stop: threading.Event) -> None:
    """Look every so many seconds until told to stop, with the line let go in between."""
    while not told_to_stop.is_set():
        seen()
        connection.close()
        told_to_stop.wait(every)


def _asked() -> tuple[bool, list[Heard]]:
    with durable.waiting_no_longer_than(ANSWERS_WITHIN):
        for tries_left in reversed(range(TRIES)):
            try:
                return _ask()
            except (Error, psycopg.Error):
                connection.close()
                if not tries_left:
                    raise
    raise AssertionError("every try answered or raised")


def _ask() -> tuple[bool, list[Heard]]:
    with connection.cursor() as cursor:
        cursor.execute(ASK)
        rows = cursor.fetchall()
    return rows[0][0], [Heard(*said) for _read_only, *said in rows if said[0] is not None]


def _of_the_disks() -> set[Amiss]:
    places = {Path(settings.STATE_DIR), Path(settings.WAYHOME_JOURNAL_DIR)}
    return {Amiss.DISK_NEARLY_FULL for place in places if _is_nearly_full(place)}


def _is_nearly_full(place: Path) -> bool:
    there = next(each for each in (place, *place.parents) if each.exists())
    disk = shutil.disk_usage(there)
    share = settings.WAYHOME_DISK_LEAST_SHARE * disk.total
    return disk.free < min(share, settings.WAYHOME_DISK_LEAST_FREE)


def _of_the_journal() -> set[Amiss]:
    found = {
        Amiss.JOURNAL_HOLDS: keeping.holds_any(),
        Amiss.JOURNAL_DAMAGED: bool(keeping.put_aside()),
        Amiss.JOURNAL_CLOSED: not keeping.has_room(),
    }
    return {each for each, is_so in found.items() if is_so}
