"""Whether what was committed is kept by every server that must keep it, and waiting no longer.

Where a standby must have a commit too, PostgreSQL waits for it; when that wait is cut short it
says that all went well, and adds only a warning. Who reads no warnings would call recorded what
the next failover forgets.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from psycopg.pq import TransactionStatus

WARNING = "WARNING"
_heard = threading.local()
LOOK_EVERY = 0.2  # seconds, once the time is over
UNHEARD = 5  # looks at which a server has not heard that it need not go on; then the line is cut


class NotYetDurable(Exception):
    """It is committed here, and may not be on the standby that must have it: it may yet be lost."""


class NoTurn(Exception):
    """Others are being recorded, as many as may be at once: it would have to wait for its turn."""


# That the database cannot be reached, or gave something up: asked again later it may answer.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, NotYetDurable, NoTurn)


def is_away(problem: BaseException | None) -> bool:
    """Whether this says that the database is away, or takes no changes, as a standby does."""
    if problem is None:
        return False
    return isinstance(problem, AWAY) or is_read_only(problem)


def is_read_only(problem: BaseException) -> bool:
    """Whether this says that the database answers and takes no changes."""
    found = (problem, problem.__cause__)
    return any(isinstance(each, psycopg.errors.ReadOnlySqlTransaction) for each in found)


def required() -> None:
    """Raise NotYetDurable once the transaction around this has committed with a warning.

    Sent again under the same key, it gets the answer that was made,
    once a later commit has reached the standby, and this one with it.
    """
    line = connection.connection
    with contextlib.suppress(ValueError):
        line.remove_notice_handler(_hear)
    line.add_notice_handler(_hear)
    _heard.warning = False
    transaction.on_commit(_judge)


def _hear(said: psycopg.errors.Diagnostic) -> None:
    """Called by the driver, in the thread that waits for the server."""
    if said.severity_nonlocalized == WARNING:
        _heard.warning = True


def _judge() -> None:
    if _heard.warning:
        raise NotYetDurable


@contextmanager
def waiting_no_longer_than(allowed: timedelta) -> Iterator[None]:
    """Meanwhile this thread waits for its database no longer than that, from here.

    Then whatever is being asked is given up, a commit that waits for a standby included; a server
    that does not even hear that is cut off. Either is an OperationalError, or NotYetDurable. What
    takes long without the database is left alone.
    """
    mine = connections["default"]
    is_over = threading.Event()

    def watch() -> None:
        unheard, pause = 0, allowed.total_seconds()
        while not is_over.wait(pause):
            line, pause = mine.connection, LOOK_EVERY
            unheard = unheard + 1 if _is_waiting(line) else 0
            if unheard > UNHEARD:
                _cut(line)
            elif unheard:
                _give_up(line)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()


def _is_waiting(line: psycopg.Connection | None) -> bool:
    """Whether an answer is waited for at this moment."""
    return line is not None and line.info.transaction_status is TransactionStatus.ACTIVE


def _give_up(line: psycopg.Connection) -> None:
    with contextlib.suppress(psycopg.Error):
        line.cancel_safe(timeout=LOOK_EVERY)


def _cut(line: psycopg.Connection) -> None:
    """End the connection under whoever waits on it."""
    with contextlib.suppress(psycopg.Error, OSError), socket.socket(fileno=_own(line)) as end:
        end.shutdown(socket.SHUT_RDWR)


def _own(line: psycopg.Connection) -> int:
    """A descriptor of our own, so that closing it closes nothing of the driver's."""
    return socket.dup(line.fileno())
