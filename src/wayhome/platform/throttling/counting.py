"""Counting tries by the minute, so that a limit holds over any stretch, whichever process asks.

A try is counted before it is made, in a transaction of its own: many at once cannot slip through
together. One that turns out not to count is given back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from wayhome.platform.models import new_id
from wayhome.platform.throttling.models import Tried

MINUTE = timedelta(minutes=1)
KEPT = timedelta(hours=1)
COUNT = """
WITH counted AS (
    INSERT INTO throttling_tried AS tried (id, key, minute, count)
    SELECT new.id, new.key, %(minute)s, 1 FROM unnest(%(ids)s::uuid[], %(keys)s::text[])
        AS new (id, key)
    ON CONFLICT (key, minute) DO UPDATE SET count = tried.count + 1
    RETURNING key, count
)
SELECT counted.key, counted.count + coalesce(sum(earlier.count), 0)::int
FROM counted LEFT JOIN throttling_tried earlier
    ON earlier.key = counted.key AND earlier.minute > %(since)s AND earlier.minute < %(minute)s
GROUP BY counted.key, counted.count
"""
GIVE_BACK = """
UPDATE throttling_tried SET count = count - 1
WHERE key = ANY(%(keys)s::text[]) AND minute = %(minute)s AND count > 0
"""


def key_of(kind: str, what: str) -> str:
    """What is counted, as it is stored: a hash that nobody can make without the service's key."""
    return salted_hmac(f"wayhome.throttling.{kind}", what, algorithm="sha256").hexdigest()


def take(keys: Sequence[str], *, now: datetime, minutes: int = 1) -> list[int]:
    """Count one try for each key: how often each was tried in this and the minutes before it."""
    minute = _minute(now)
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                "ids": [new_id() for _ in keys],
                "keys": sorted(keys),  # in one order, so that no two wait for each other
                "minute": minute,
                "since": minute - minutes * MINUTE,
            },
        )
        found = dict(cursor.fetchall())
    return [found[key] for key in keys]


def give_back(keys: Iterable[str], *, now: datetime) -> None:
    """A try counted at this moment does not count after all."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, {"keys": list(keys), "minute": _minute(now)})


def until_next(now: datetime) -> int:
    """The seconds until the next minute begins, from 1 to 60."""
    return 60 - now.second


def forget(*, now: datetime) -> int:
    """Remove what no limit asks for any more; how many rows."""
    return Tried.objects.filter(minute__lt=now - KEPT).delete()[0]


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
