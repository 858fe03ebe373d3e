"""A program of the service says that it does its part; the time is the database's own.

Whoever reads it works out from that moment whether the program is still there: nothing counts down.
"""

import socket
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now

from wayhome.platform.amiss.models import Beat
from wayhome.platform.amiss.reasons import Amiss
from wayhome.platform.row_security import transactions

WORKER = "worker"
STREAM = "stream"
KEPT = timedelta(days=1)


def beat(program: str, *, lacks: Iterable[Amiss] = ()) -> None:
    """This program does its part on this machine, and this is what it found amiss."""
    said = Beat(
        program=program,
        machine=socket.gethostname(),
        at=Now(),
        lacks=" ".join(sorted(lacks)),
    )
    with transactions.step():
        Beat.objects.bulk_create(
            [said],
            update_conflicts=True,
            unique_fields=["program", "machine"],
            update_fields=["at", "lacks"],
        )


def forget() -> int:
    """Remove what machines said that have been silent for a day; how many rows."""
    return Beat.objects.alias(silent_for=Now() - F("at")).filter(silent_for__gt=KEPT).delete()[0]
