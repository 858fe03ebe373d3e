"""The work of the night, beside the worker: `wayhome measures --nightly`, in a process of its own.

It reads for minutes and works hard: apart, it makes no look at a clock late, and whatever becomes
of it the worker goes on. What fails says why among the lines of the worker, and is tried again
after an hour.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections

from wayhome.insight import nights
from wayhome.platform import clock

RUN = (sys.executable, "-m", "wayhome.config.command")
COMMAND = (*RUN, "measures", "--nightly", "--with-parent")
ASKED_EVERY = 60.0  # seconds
HEARD_EVERY = 1.0
AGAIN_AFTER = timedelta(hours=1)
ENDS_WITHIN = 10.0

log = logging.getLogger("wayhome.worker")


def is_late(*, now: datetime) -> bool:
    """Whether the work is to be done here and has failed for more than a night."""
    return settings.WAYHOME_COUNTED_AFTER is not None and nights.is_late(now=now)


@dataclass(slots=True)
class Nights:
    """When the work was last begun, and how it is begun."""

    now: Callable[[], datetime] = clock.now
    command: tuple[str, ...] = COMMAND
    begun_at: datetime | None = None

    def is_time(self) -> bool:
        """Whether the work is due and has not just been tried."""
        after, now = settings.WAYHOME_COUNTED_AFTER, self.now()
        if after is None or (self.begun_at and now - self.begun_at < AGAIN_AFTER):
            return False
        return nights.is_due(now=now, after=after)

    def until(self, told_to_stop: threading.Event) -> None:
        """Ask every minute whether it is time, and do it; end it when told to stop."""
        while not told_to_stop.is_set():
            try:
                if self.is_time():
                    self.work(told_to_stop)
            except Exception as lost:  # noqa: BLE001  # said here, and asked again in a minute
                log.warning("run", extra={"facts": {"run": "night", "lost": type(lost).__name__}})
            finally:
                connections.close_all()
            told_to_stop.wait(ASKED_EVERY)

    def work(self, told_to_stop: threading.Event) -> int:
        """Do it, and say how it ended."""
        self.begun_at = self.now()
        running = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
        while running.poll() is None and not told_to_stop.is_set():
            told_to_stop.wait(HEARD_EVERY)
        running.terminate()
        try:
            ended = running.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            running.kill()
            ended = running.wait()
        took = round((self.now() - self.begun_at).total_seconds(), 2)
        level = logging.WARNING if ended else logging.INFO
        log.log(level, "run", extra={"facts": {"run": "night", "ended": ended, "took": took}})
        return ended
