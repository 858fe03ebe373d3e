"""Doing one thing after another so that one that goes wrong holds up no other."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.crypto import salted_hmac

from wayhome.platform import references

log = logging.getLogger("wayhome.apart")


@contextmanager
def apart(reference: str) -> Iterator[None]:
    """Whatever goes wrong inside is logged, and what follows goes on.

    The log holds no reference: in its place stands `mark_of` it, which is the same each time.

    Not so when the database cannot be reached, or when a transaction around this is spoilt: then
    nothing further could be done, and the caller must know.
    """
    try:
        yield
    except Exception as trouble:
        if not connection.is_usable():
            raise
        # No message and no trace: either may quote what is recorded of a child.
        log.error("%s was passed over: %s", mark_of(reference), type(trouble).__name__)  # noqa: TRY400


def mark_of(reference: str) -> str:
    """What stands in the log for a reference; what is none stands there as it is.

    Whoever may read the records can find by it which one was meant; nobody else can.
    """
    if references.read(reference) is None:
        return reference
    return f"record {salted_hmac('wayhome.log', reference, algorithm='sha256').hexdigest()[:12]}"
