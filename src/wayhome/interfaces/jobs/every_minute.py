"""The worker: watches the clocks every minute and carries messages every few seconds.

It runs until it is told to stop. A database that went away is waited for; what fell due
meanwhile is done at the next look, because nothing counts down.
"""

import argparse
import contextlib
import logging
import random
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.db import connections

from wayhome.interfaces.jobs import every_night, journalled, moments
from wayhome.interfaces.pages.shared import in_language
from wayhome.journey import (
    child_kept_from,
    climbs,
    couriers,
    export_made,
    looks_considered,
    reviewer_named,
    sending,
    time_passed,
    word_of_sealed,
)
from wayhome.platform import by_year, clock, durable
from wayhome.platform.amiss import beats
from wayhome.platform.amiss.reasons import Amiss
from wayhome.platform.audit import sealing
from wayhome.platform.journal import keeping
from wayhome.platform.messaging import carrying, outbox
from wayhome.platform.messaging.courier import Courier
from wayhome.platform.throttling import counting

CARRY_EVERY = timedelta(seconds=5)
REPLAY_EVERY = timedelta(seconds=1)  # while the journal holds anything
LOOK_EVERY = timedelta(minutes=1)
LATE_AFTER = 2 * LOOK_EVERY
SET_ASIDE_LATELY = timedelta(days=1)
CARRYING_ENDS_WITHIN = timedelta(seconds=12)
MESSAGES_AT_ONCE = 50

Done = TypeVar("Done")

CHANCE = random.SystemRandom().random

log = logging.getLogger("wayhome.worker")


def _nothing() -> None:
    """Nobody watches whether the worker comes round."""


def _no_rest(_seconds: float) -> None:
    """A worker that turns once goes on at once."""


def _never() -> bool:
    """Nobody tells a worker that turns once to stop."""
    return False


@dataclass(slots=True)
class Worker:
    """When the clocks were last looked at, when they are next, and how the time is told.

    A notice climbs to the second: where one does before a minute is up, they are looked at then.
    """

    now: Callable[[], datetime] = clock.now
    looked_at: datetime | None = None
    looks_at: datetime | None = None
    lives: Callable[[], object] = _nothing
    rest: Callable[[float], object] = _no_rest
    is_told_to_stop: Callable[[], bool] = _never

    def turn(self) -> None:
        """Look at the clocks if a minute has gone by, then carry what is waiting."""
        with contextlib.suppress(Away):
            self.replay()
            self.look()
        for road in couriers.ROADS:
            self.carry(road.courier)

    def look(self) -> None:
        """Look at the clocks if a minute has gone by, or a notice climbs now. Raises Away."""
        now = self.now()
        if not self._is_time(now):
            return
        self.looks_at = now + CARRY_EVERY  # where it cannot be done now
        touched = _while_there(lambda: time_passed.record(now=now), what="look")
        if touched is not None:
            self.looked_at = now
            _say(run="look", episodes=touched, took=_since(now, self.now()))
            self.looks_at = _while_there(
                lambda: climbs.next_moment(after=now, within=LOOK_EVERY), what="next"
            )
        _while_there(lambda: word_of_sealed.gather(now=now), what="gather")
        _while_there(lambda: reviewer_named.tell(now=now), what="reviewers")
        _while_there(lambda: child_kept_from.matched(now=now), what="keep from")
        self._seal(now)
        self._consider(now)
        _while_there(lambda: counting.forget(now=now), what="forget")
        _while_there(beats.forget, what="forget beats")
        _while_there(_make_years, what="years")
        self._take_out(now)

    def beat(self) -> None:
        """Say that the clocks are looked at in time, and what of the messages is amiss.

        A worker whose looks fail says nothing: it is not there for whoever waits for a notice.
        """
        if self.looked_at is not None and self.now() - self.looked_at <= LATE_AFTER:
            now = self.now()
            _trying(lambda: beats.beat(beats.WORKER, lacks=_amiss(now=now)), what="beat")

    def _is_time(self, now: datetime) -> bool:
        is_due = self.looks_at is not None and now >= self.looks_at
        return is_due or self.looked_at is None or now - self.looked_at >= LOOK_EVERY

    def wait_for(self) -> float:
        """Seconds until there may be something to do, in the journal or among the messages too."""
        longest = _longest_wait()
        if self.looks_at is None:
            return longest
        return min(max((self.looks_at - self.now()).total_seconds(), 0), longest)

    def _take_out(self, now: datetime) -> None:
        """Make what was approved to be taken out, and remove what has ended."""
        made = _while_there(
            lambda: export_made.record(now=now, say_in=in_language.say_in), what="exports"
        )
        gone = _while_there(lambda: export_made.ended(now=now), what="ended exports")
        if made or gone:
            _say(run="exports", made=made, gone=gone)

    def _seal(self, now: datetime) -> None:
        sealed = _while_there(lambda: sealing.seal(now=now), what="seal")
        if sealed is not None:
            _say(run="seal", entries=sealed.size, took=_since(now, self.now()))

    def _consider(self, now: datetime) -> None:
        put_up = _while_there(lambda: looks_considered.record(now=now), what="consider")
        if put_up:
            _say(run="consider", looks=put_up, took=_since(now, self.now()))

    def replay(self) -> None:
        """Record what was received while the database was away. Raises Away while it is.

        Of a long journal a part, where it is time for the clocks: the rest follows.
        """
        if not keeping.holds_any():
            return
        goes_on_until = self.now() + CARRY_EVERY

        def go_on() -> journalled.Replayed:
            return journalled.go_on(
                now=self.now,
                lives=self.lives,
                rest=self.rest,
                is_enough=lambda: (
                    self.is_told_to_stop()
                    or (self.now() >= goes_on_until and self._is_time(self.now()))
                ),
            )

        done = _while_there(go_on, what="journal")
        if done is None:  # by now somebody answers: this is first, before anything else asks
            done = _while_there(go_on, what="journal")
        if done is not None:
            _say(run="journal", **asdict(done))

    def carry(self, by: Courier, *, is_stopping: Callable[[], bool] = lambda: False) -> None:
        """Carry the messages that are waiting for one courier."""
        carried = _trying(lambda: _carry(by, clock=self.now, is_stopping=is_stopping), what="carry")
        if carried is not None and carried.tried:
            _say(run="carry", by=by.name, delivered=carried.went, tried=carried.tried)

    def until(self, told_to_stop: threading.Event, *, pulse: Path | None = None) -> None:
        """Look and carry every few seconds until told to stop, touching `pulse` each time round.

        Each courier has threads of its own: however slow one is, the clocks are looked at in time,
        and no other waits.
        """
        carrying_out = [
            threading.Thread(
                target=self._carry_until, args=(each.courier, told_to_stop), daemon=True
            )
            for each in couriers.ROADS
            for _hand in range(each.hands)
        ]
        nights = threading.Thread(
            target=every_night.Nights(now=self.now).until, args=(told_to_stop,), daemon=True
        )
        for each in (*carrying_out, nights):
            each.start()
        if pulse is not None:
            self.lives = pulse.touch
        self.rest, self.is_told_to_stop = told_to_stop.wait, told_to_stop.is_set
        while not told_to_stop.is_set():
            told_to_stop.wait(self._come_round())
        for each in (*carrying_out, nights):
            each.join(CARRYING_ENDS_WITHIN.total_seconds())
        connections.close_all()

    def _come_round(self) -> float:
        """Do what is to be done, and say for how many seconds there is nothing to do.

        Where the database is away the rest of it is left, and the journal is first again.
        """
        try:
            for part in (self.replay, self.look, self.beat):
                _trying(self.lives, what="pulse")
                part()
        except Away:
            return _longest_wait()
        return self.wait_for()

    def _carry_until(self, by: Courier, told_to_stop: threading.Event) -> None:
        while not told_to_stop.is_set():
            self.carry(by, is_stopping=told_to_stop.is_set)
            told_to_stop.wait(CARRY_EVERY.total_seconds())
        connections.close_all()


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
    worker.until(told_to_stop, pulse=options.pulse)
    return 0


def carry(*, now: datetime, is_stopping: Callable[[], bool] = lambda: False) -> carrying.Carried:
    """Carry every message that is due, by each courier after the other, all at one moment."""
    all_told = carrying.Carried()
    for road in couriers.ROADS:
        carried = _carry(road.courier, clock=lambda: now, is_stopping=is_stopping)
        all_told.tried += carried.tried
        all_told.went += carried.went
    return all_told


def _carry(
    by: Courier, *, clock: Callable[[], datetime], is_stopping: Callable[[], bool]
) -> carrying.Carried:
    """Carry what is due until nothing more goes. A notice and its message agree when it arrived."""
    out = carrying.Round(guard=sending.guard(), clock=clock, chance=CHANCE, is_stopping=is_stopping)
    all_told = carrying.Carried()
    while True:
        carried = carrying.carry(by, out=out, most=MESSAGES_AT_ONCE)
        all_told.tried += carried.tried
        all_told.went += carried.went
        if carried.tried < MESSAGES_AT_ONCE or not carried.went:
            return all_told


def _amiss(*, now: datetime) -> set[Amiss]:
    """What is amiss: a courier to which nobody answers, messages set aside lately, a late count.

    Whoever owns the episode has been asked about those set aside; after a day they are no news.
    """
    found = set()
    if every_night.is_late(now=now):
        found.add(Amiss.COUNTED_LATE)
    if _trying(by_year.lacks, what="years lacking"):
        found.add(Amiss.YEAR_LACKING)
    for each in outbox.standing():
        if each.not_taken:
            is_mail = each.courier == outbox.EMAIL
            found.add(Amiss.MAIL_AWAY if is_mail else Amiss.PARTNER_AWAY)
        if each.last_set_aside_at is not None and now - each.last_set_aside_at < SET_ASIDE_LATELY:
            found.add(Amiss.MESSAGES_SET_ASIDE)
    return found


def _make_years() -> None:
    """Make the parts of coming years; said where any was made."""
    made = by_year.make_ahead()
    if made:
        _say(run="years", made=made)


def _longest_wait() -> float:
    return (REPLAY_EVERY if keeping.holds_any() else CARRY_EVERY).total_seconds()


class Away(Exception):
    """The database does not answer: whatever else would ask it would only wait."""


def _while_there(do: Callable[[], Done], *, what: str) -> Done | None:
    """As `_trying`. Raises Away where nobody answers."""
    done = _trying(do, what=what)
    if done is None and not _answers():
        raise Away
    return done


def _trying(do: Callable[[], Done], *, what: str) -> Done | None:
    """What was done, or None when it could not be, which is said; it is tried again.

    Whatever one run meets, the next is made: a worker that ended would look at no clock.
    """
    try:
        return do()
    except Exception as lost:  # noqa: BLE001  # said here, and tried again at the next turn
        _say(run=what, lost=type(lost).__name__)
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
        return None


def _answers() -> bool:
    """Whether there is a database to ask."""
    try:
        connections["default"].ensure_connection()
    except Exception as problem:
        if durable.is_away(problem):
            return False
        raise
    return True


def _say(**what: object) -> None:
    """One line for one run: counts and times, never a person."""
    log.info("run", extra={"facts": what})


def _since(start: datetime, end: datetime) -> float:
    """Seconds between two moments, to the hundredth."""
    return round((end - start).total_seconds(), 2)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="turn once and stop")
    parser.add_argument("--pulse", type=Path, help="a file to touch each time round")
    parser.add_argument("--at", type=moments.read, help="as if it were this moment (with --once)")
    return parser.parse_args(argv)
