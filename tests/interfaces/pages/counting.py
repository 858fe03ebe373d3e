"""Counting what a page asks of the database: every statement but those that hold a transaction."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

KEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ")


@contextmanager
def asked():
    """A list that holds, afterwards, each question asked inside the block."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.extend(query["sql"] for query in captured if not query["sql"].upper().startswith(KEEPING))
