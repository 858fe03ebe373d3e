"""Every way a message leaves the service, one row each: who carries it, and where a notice goes.

On a screen of the service a notice needs no courier: its row is the notice. A new courier is a
module in `platform/messaging` and a row here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import written_to
from wayhome.platform.messaging import outbox
from wayhome.platform.messaging.by_email import EmailCourier
from wayhome.platform.messaging.by_webhook import WebhookCourier
from wayhome.platform.messaging.courier import Courier
from wayhome.records.agencies import webhooks
from wayhome.records.protection import queries as protection
from wayhome.rules import notifications

Owed = Iterator[tuple[str, UUID]]

if TYPE_CHECKING:
    from wayhome.stages.response.models import Notice

    OwedOf = Callable[[Sequence[Notice], datetime], Owed]


@dataclass(frozen=True, slots=True)
class Road:
    """One way out: its courier, to which addresses a notice is owed by it, and how many carry.

    What is owed is asked as of a moment: whoever is on duty then may be written to.
    """

    courier: Courier
    owed: "OwedOf"
    hands: int = 1


def _mailboxes(notices: "Sequence[Notice]", at: datetime) -> Owed:
    """The mailbox of each post, and whoever is on duty where it says so or has none."""
    return written_to.of_notices(notices, at=at)


def _systems(notices: "Sequence[Notice]", _at: datetime) -> Owed:
    """The systems of each agency, but for what is told to one post alone, or of a sealed child.

    No system can be put on the list of a sealed record.
    """
    told = [each for each in notices if each.reason not in notifications.TO_A_POST_ALONE]
    standing = webhooks.of_agencies(each.agency_id for each in told) if told else []
    for notice in told:
        theirs = [each for each in standing if each.agency_id == notice.agency_id]
        if theirs and not protection.seals_on(notice.episode.child_id):
            yield from ((str(each.id), notice.id) for each in theirs)


EMAIL, WEBHOOK = EmailCourier(), WebhookCourier(webhooks.endpoint)
ROADS: tuple[Road, ...] = (
    Road(EMAIL, _mailboxes),
    Road(WEBHOOK, _systems, hands=4),  # while one waits for a slow system, others go on
)


def owe(notices: "Sequence[Notice]", *, at: datetime) -> None:
    """Owe a message about each notice, by every courier that has an address for it."""
    for road in ROADS:
        outbox.queue(road.owed(notices, at), at=at, by=road.courier.name)
