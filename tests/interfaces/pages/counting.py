"""Counting what a page asks of the database: every statement but those that hold a transaction.

Nor those that tell the database who looks, or that a step begins or ends; nor those by which a
connection is told a question for the first time, which no page does twice; nor the one that notes
that a session is in use, which is made at most every quarter of a minute.
"""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

KEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "PREPARE ")
TELLING_WHO = "SELECT SET_CONFIG("
NOTING_USE = 'UPDATE "DJANGO_SESSION"'


@contextmanager
def asked():
    """A list that holds, afterwards, each question asked inside the block."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.extend(
        query["sql"]
        for query in captured
        if not query["sql"].upper().startswith((*KEEPING, NOTING_USE, TELLING_WHO))
    )
