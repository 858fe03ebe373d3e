"""The worker: carries messages every few seconds and watches the clocks every minute.

It runs until it is told to stop. A database that went away is waited for; what fell due
meanwhile is done at the next look, because nothing counts down.
"""

import argparse
import json
import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import InterfaceError, OperationalError, connections, transaction

from wayhome.journey import notice_answered, time_passed
from wayhome.platform import clock
from wayhome.platform.messaging import outbox

CARRY_EVERY = timedelta(seconds=5)
LOOK_EVERY = timedelta(minutes=1)
MESSAGES_AT_ONCE = 50

log = logging.getLogger("wayhome.worker")


@dataclass(slots=True)
class Worker:
    """When the clocks were last looked at, and how the time is told."""

    now: Callable[[], datetime] = clock.now
    looked_at: datetime | None = None

    def turn(self) -> None:
        """Carry what is waiting, and look at the clocks if a minute has gone by."""
        now = self.now()
        carried = _trying(lambda: carry(now=now), what="carry")
        if self.looked_at is not None and now - self.looked_at < LOOK_EVERY:
            if carried:
                _say(run="carry", delivered=carried)
            return
        touched = _trying(lambda: time_passed.record(now=now), what="look")
        if touched is not None:
            self.looked_at = now
            _say(run="look", delivered=carried or 0, episodes=touched, took=_since(now, self.now()))

    def until(self, told_to_stop: threading.Event) -> None:
        """Turn every few seconds until told to stop."""
        while not told_to_stop.is_set():
            self.turn()
            told_to_stop.wait(CARRY_EVERY.total_seconds())


def main(argv: Sequence[str]) -> int:
    """Run until told to stop, or once."""
    options = _options(argv)
    worker = Worker(now=(lambda: options.at) if options.at else clock.now)
    if options.once:
        worker.turn()
        return 0
    told_to_stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: told_to_stop.set())
    worker.until(told_to_stop)
    return 0


def carry(*, now: datetime) -> int:
    """Send every message that is due; how many arrived. A notice and its message agree."""
    delivered = 0
    while True:
        with transaction.atomic():
            arrived = outbox.carry(now=now, most=MESSAGES_AT_ONCE)
            notice_answered.delivered(arrived, now=now)
        delivered += len(arrived)
        if len(arrived) < MESSAGES_AT_ONCE:
            return delivered


def _trying(do: Callable[[], int], *, what: str) -> int | None:
    """What was done, or None when the database could not be reached; it is tried again."""
    try:
        return do()
    except (OperationalError, InterfaceError) as lost:
        _say(run=what, lost=type(lost).__name__)
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
        return None


def _say(**what: object) -> None:
    """One line for one run: counts and times, never a person."""
    log.info(json.dumps(what))


def _since(start: datetime, end: datetime) -> float:
    """Seconds between two moments, to the hundredth."""
    return round((end - start).total_seconds(), 2)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="turn once and stop")
    parser.add_argument("--at", type=_moment, help="as if it were this moment (with --once)")
    return parser.parse_args(argv)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
