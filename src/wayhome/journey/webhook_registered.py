"""An agency's own system is to be told that notices wait, and is told no more.

The operator does this, at a console, when the agency asks: it is entered in the ledger with
nobody's name. A secret is shown once and is in no entry.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import endpoints
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies import webhooks

REGISTERED = "register a webhook"
ROTATED = "rotate the secret of a webhook"
REVOKED = "revoke a webhook"


def record(
    agency_name: str, *, url: str, allowed_hosts: Sequence[str], now: datetime
) -> tuple[UUID, str]:
    """A webhook of an agency: its identifier, and its secret, shown once.

    Raises NoSuchAgency, NotAllowed for an address that may not be gone to, RegisteredAlready.
    """
    endpoints.target(
        url,
        allowed_hosts=allowed_hosts,
        may_be_here=settings.WAYHOME_WEBHOOKS_TO_THIS_MACHINE,
    )
    with transactions.step():
        agency = agencies.agency_named(agency_name)
        webhook, secret = webhooks.register(agency.id, url=url, allowed_hosts=allowed_hosts, at=now)
        ledger.write_made(Verb.ALTER, at=now, deed=REGISTERED, made=[webhook.id])
    return webhook.id, secret


def rotated(webhook_id: UUID, *, overlap: timedelta, now: datetime) -> str:
    """A new secret, shown once; the old one signs too as long as said. Raises NoSuchWebhook."""
    with transactions.step():
        secret = webhooks.rotate(webhook_id, old_ends_at=now + overlap, at=now)
        ledger.write_made(Verb.ALTER, at=now, deed=ROTATED, made=[webhook_id])
    return secret


def revoked(webhook_id: UUID, *, now: datetime) -> None:
    """Nothing is sent there any more, also nothing that waits. Raises NoSuchWebhook."""
    with transactions.step():
        webhooks.revoke(webhook_id, at=now)
        ledger.write_made(Verb.ALTER, at=now, deed=REVOKED, made=[webhook_id])
