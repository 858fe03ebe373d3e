"""Looks were entered in the ledger: those that nothing explains, and some at random, are reviewed.

The worker asks every minute, some entries at a time, so that a long night of looks holds nothing
else up. Whoever is given one is told, and finds it among their looks to review. One whose reviewer
may not have it any more passes to somebody who may.
"""

from datetime import datetime

from wayhome.platform.messaging import outbox
from wayhome.platform.row_security import transactions
from wayhome.records.looks import actions as looks
from wayhome.records.looks import queries

AT_ONCE = 2_000


def record(*, now: datetime) -> int:
    """Consider the next entries, and see that each look has somebody who may review it.

    How many were put up.
    """
    with transactions.step():
        put_up = looks.consider(now=now, most=AT_ONCE)
        looks.pass_on_the_stuck(now=now)
        looks.assign_those_without(now=now, most=AT_ONCE)
        _tell(now=now)
    return put_up


def _tell(*, now: datetime) -> None:
    """Tell each reviewer once that a look waits for them: that something waits, and no more."""
    for given in queries.not_told_yet()[:AT_ONCE]:
        addresses = queries.addresses_of(given.practitioner, now=now)
        outbox.queue(((address, given.review_id) for address in addresses), at=now)
        looks.told(given, at=now)
