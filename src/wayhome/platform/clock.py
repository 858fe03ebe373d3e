"""What time it is: the only reader of the system clock.

Ask once, at the interface, and pass `now` down. A replay or a test sets the time with
`at`, for the code that runs inside it and nowhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, in UTC, to the microsecond."""
    return _set.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `now` answer `moment` inside the block. Raises ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment must say its time zone")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
