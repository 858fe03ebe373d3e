"""Counting what a page asks of the database: every statement but those that hold a transaction.

Nor those by which a connection is told a question for the first time, which no page does twice.
"""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

KEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "PREPARE ")


@contextmanager
def asked():
    """A list that holds, afterwards, each question asked inside the block."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.extend(query["sql"] for query in captured if not query["sql"].upper().startswith(KEEPING))
