"""Queueing messages inside a transaction and carrying them after it.

A message says only that something waits behind sign-in: no name, no reason, no place. It is
tried until it goes, with longer waits between; the notice it carries climbs its ladder by the
clock meanwhile, whether or not any message arrives.
"""

import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from wayhome.platform.messaging.models import Message

LONGEST_WAIT = timedelta(minutes=15)
SUBJECT = "Wayhome: something needs you / mae angen eich sylw ar rywbeth"


def queue(owed: Iterable[tuple[str, UUID]], *, at: datetime) -> None:
    """Owe a message to each address about its notice; a pair without an address is left out."""
    Message.objects.bulk_create(
        [
            Message(address=address, about=about, queued_at=at, next_try_at=at)
            for address, about in dict.fromkeys(owed)
            if address
        ],
        ignore_conflicts=True,
    )


def carry(*, now: datetime, most: int = 50) -> list[UUID]:
    """Send what is due and return which notices were delivered.

    Rows are locked as they are taken, so two workers never send the same one at once. A
    message that fails is kept, with its problem and a longer wait.
    """
    delivered = []
    with transaction.atomic():
        due = Message.objects.select_for_update(skip_locked=True).filter(
            sent_at__isnull=True, next_try_at__lte=now
        )
        for message in due.order_by("next_try_at")[:most]:
            if _sent(message, now=now):
                delivered.append(message.about)
    return delivered


def _sent(message: Message, *, now: datetime) -> bool:
    message.attempts += 1
    try:
        _email(message).send()
    except (smtplib.SMTPException, OSError) as problem:
        message.problem = type(problem).__name__
        message.next_try_at = now + min(
            timedelta(seconds=5 * 2 ** min(message.attempts, 8)), LONGEST_WAIT
        )
    else:
        message.sent_at, message.problem = now, ""
    message.save(update_fields=["attempts", "problem", "next_try_at", "sent_at"])
    return message.sent_at is not None


def _email(message: Message) -> EmailMessage:
    link = f"{settings.WAYHOME_ADDRESS}/notices/{message.about}/"
    return EmailMessage(
        subject=SUBJECT,
        body=(
            "Something in Wayhome needs you. Sign in to read it:\n"
            "Mae angen eich sylw ar rywbeth yn Wayhome. Mewngofnodwch i'w ddarllen:\n\n"
            f"{link}\n"
        ),
        to=[message.address],
        headers={"Message-ID": f"<{message.id}@wayhome>"},
    )
