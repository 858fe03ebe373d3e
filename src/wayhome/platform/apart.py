"""Doing one thing after another so that one that goes wrong holds up no other."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

log = logging.getLogger("wayhome.apart")


@contextmanager
def apart(reference: str) -> Iterator[None]:
    """Whatever goes wrong inside is logged by this reference alone, and what follows goes on.

    Not so when the database cannot be reached, or when a transaction around this is spoilt: then
    nothing further could be done, and the caller must know.
    """
    try:
        yield
    except Exception as trouble:
        if not connection.is_usable():
            raise
        # No message and no trace: either may quote what is recorded of a child.
        log.error("%s was passed over: %s", reference, type(trouble).__name__)  # noqa: TRY400
