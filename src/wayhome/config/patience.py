"""How long a report waits for the database: for a lock, for a standby, for a server that hangs.

Not longer than `WAYHOME_INTAKE_WAITS` in all. Nor does it wait long for its turn: where as many as
`WAYHOME_INTAKE_AT_ONCE` are being recorded by this process, few wait for a moment, and the next is
not put behind them in a line that grows. For a second after there was no place in that line nobody
waits: there always are others then, and who waited behind one would be recorded no sooner than the
next who comes. Either way it goes into the journal (see `faults`), and who sent it is answered.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wayhome.platform import durable

REPORTS = ("/report/", "/api/v1/missing-reports")


class IntakeMiddleware:
    """Outside everything that asks the database, so that it holds for all of it together."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.turns = threading.Semaphore(settings.WAYHOME_INTAKE_AT_ONCE)
        self.line = threading.Semaphore(
            settings.WAYHOME_INTAKE_AT_ONCE + settings.WAYHOME_INTAKE_IN_LINE
        )
        self.full_at = -math.inf

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; to a report that is sent, in time. Raises NoTurn."""
        if request.method != "POST" or request.path_info not in REPORTS:
            return self.get_response(request)
        if not self.line.acquire(blocking=False):
            self.full_at = time.monotonic()
            raise durable.NoTurn
        try:
            with self._turn(), durable.waiting_no_longer_than(settings.WAYHOME_INTAKE_WAITS):
                return self.get_response(request)
        finally:
            self.line.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        is_here = self.turns.acquire(blocking=False)
        if not is_here and not self.turns.acquire(timeout=self._turn_within()):
            raise durable.NoTurn
        try:
            yield
        finally:
            self.turns.release()

    def _turn_within(self) -> float:
        """For how many seconds a turn is waited for: for none just after somebody found no place.

        They come faster than they are recorded then, and the next who waited would be one of many.
        """
        is_rush = time.monotonic() - self.full_at < settings.WAYHOME_INTAKE_RUSH.total_seconds()
        return 0.0 if is_rush else settings.WAYHOME_INTAKE_TURN_WITHIN.total_seconds()
