"""How a process ends: with the one that began it, and with everything put away."""

import ctypes
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PR_SET_PDEATHSIG = 1  # from the kernel's prctl.h
BY_SIGNAL = 128  # what a shell adds to the number of the signal that ended a command


def with_parent() -> None:
    """On Linux: have this process be told to stop when whoever began it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def tidily() -> Iterator[None]:
    """While it lasts, being told to stop ends this process by an exception, and not at once."""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(BY_SIGNAL + number)
