"""Looks were entered in the ledger: those that nothing explains, and some at random, are reviewed.

The worker asks every minute, some entries at a time, so that a long night of looks holds nothing
else up. Whoever is assigned one finds it among their looks to review.
"""

from datetime import datetime

from wayhome.platform.row_security import transactions
from wayhome.records.looks import actions as looks

AT_ONCE = 2_000


def record(*, now: datetime) -> int:
    """Consider the next entries, and find reviewers for looks without; how many were put up."""
    with transactions.step():
        put_up = looks.consider(now=now, most=AT_ONCE)
        looks.assign_those_without(now=now, most=AT_ONCE)
    return put_up
