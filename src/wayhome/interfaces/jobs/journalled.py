"""What was received while the database was away is recorded, in the order in which it came.

Each report is recorded under the key it was sent with, so that doing it again does nothing twice.
Who says that they gave it is checked first. What cannot be recorded is put before a person; nothing
is dropped. Only once every line is dealt with is the journal emptied.

While reports come faster than they can be recorded it gives way to those that are being answered:
it goes on always, and takes a quarter of the time, until a report has waited for a minute.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from wayhome.interfaces.api.v1 import replaying as of_programs
from wayhome.interfaces.pages.intake import replaying as of_pages
from wayhome.interfaces.pages.intake.refusing import CannotBeRecorded
from wayhome.journey import report_held
from wayhome.platform import durable
from wayhome.platform.journal import keeping
from wayhome.records.practitioners import tokens

RESTS = 3  # times as long as the last report took
RESTS_AT_MOST = 1.0  # second
GIVES_WAY = timedelta(minutes=1)  # since a report was received: then it goes before anybody
NOT_UNDERSTOOD = gettext_noop("It was kept in a way that is not understood here.")
log = logging.getLogger("wayhome.journal")

Entry = Mapping[str, Any]
WAYS: Mapping[str, Callable[..., None]] = {
    of_pages.WAY: of_pages.record,
    of_programs.WAY: of_programs.record,
}


@dataclass(slots=True)
class Replayed:
    """How many were recorded, put before a person, cut off unacknowledged, and damaged."""

    recorded: int = 0
    held: int = 0
    torn: int = 0
    damaged: int = 0


@dataclass(slots=True)
class _Turns:
    """Who records out of the journal takes turns with those who are being answered."""

    now: Callable[[], datetime]
    rest: Callable[[float], object]
    length: int

    def give_way(self, entry: Entry, *, since: datetime) -> None:
        """After a report: rest, where others were put into the journal since the last look at it.

        Then as many are being recorded as can be, and whoever reports waits for the same
        processors. What is rested is by how long this one took, `since` when. Where this one had
        waited long, so have those behind it, and they wait for nobody.
        """
        before, self.length = self.length, _length()
        if self.length > before and not _has_waited(entry, now=since):
            took = (self.now() - since).total_seconds()
            self.rest(min(max(took, 0.0) * RESTS, RESTS_AT_MOST))


def _length() -> int:
    """The journal's; none where its disk fails, so that nobody is waited for."""
    try:
        return keeping.length()
    except OSError:
        return 0


def _has_waited(entry: Entry, *, now: datetime) -> bool:
    """Whether it was received longer ago than others are let go first; so where it does not say."""
    try:
        return now - datetime.fromisoformat(entry["received_at"]) > GIVES_WAY
    except (KeyError, ValueError, TypeError):
        return True


def go_on(
    *,
    now: Callable[[], datetime],
    lives: Callable[[], object] = lambda: None,
    is_enough: Callable[[], bool] = lambda: False,
    rest: Callable[[float], object] = lambda _seconds: None,
) -> Replayed:
    """Record what the journal holds and nobody has dealt with yet; it `lives` before each.

    How far it is it says after each, so that whoever goes on after an end in the middle begins
    there. It stops where that `is_enough`, and is told for how many seconds to `rest` where it
    gives way. Raises what the database raises while it is away still.
    """
    read = keeping.left()
    done = Replayed(torn=read.torn, damaged=read.damaged)
    turns = _Turns(now, rest, _length())
    for entry, end in zip(read.entries, read.ends, strict=True):
        lives()
        began = now()
        if _is_recorded(entry, now=began):
            done.recorded += 1
        else:
            done.held += 1
        keeping.deal_with(end)
        if is_enough():
            return done
        turns.give_way(entry, since=began)
    keeping.settle(read)
    return done


def replay(*, now: datetime) -> Replayed:
    """Record all of it as of one moment. Raises as `go_on` does."""
    return go_on(now=lambda: now)


def _is_recorded(entry: Entry, *, now: datetime) -> bool:
    """Whether it is a report now; otherwise it waits for a person."""
    try:
        WAYS[entry["way"]](entry, now=now)
    except CannotBeRecorded as problem:
        report_held.hold(
            entry,
            claimed_by=problem.claimed_by,
            why=problem.why,
            problems=problem.problems,
            now=now,
        )
        return False
    except Exception as fault:
        if durable.is_away(fault):
            raise
        # A person reads it; those behind it go on.
        log.warning("a report out of the journal is not understood: %s", type(fault).__name__)
        claimed_by = _claimed_by(entry)
        report_held.hold(entry, claimed_by=claimed_by, why=NOT_UNDERSTOOD, problems=[], now=now)
        return False
    return True


def _claimed_by(entry: Entry) -> UUID | None:
    """Who says that they gave it, where nothing else of it is understood.

    Their force alone is to read it: every force's, only where it does not say.
    """
    try:
        if entry["way"] == of_programs.WAY:
            at = datetime.fromisoformat(entry["received_at"])
            bearer = tokens.bearer_then(entry["digest"], at=at)
            return bearer.practitioner_id if bearer else None
        return UUID(entry["practitioner_id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
