"""Entries of the ledger, and its seals, a minute apart."""

from datetime import UTC, datetime, timedelta

from wayhome.platform.audit import ledger, sealing
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.models import new_id

START = datetime(2026, 3, 10, 12, tzinfo=UTC)


def look(count=1):
    for _ in range(count):
        ledger.write(
            Verb.CONSULT,
            by=None,
            at=START,
            deed="see an episode",
            child_id=new_id(),
            sections=["é"],
        )


def seal(minutes=0):
    return sealing.seal(now=START + timedelta(minutes=minutes))


def entries(as_owner):
    with as_owner():
        return list(LedgerEntry.objects.order_by("id").values_list("id", flat=True))
