"""Queueing messages inside a transaction and carrying them after it.

A message says only that something waits behind sign-in: no name, no reason, no place. It is
tried until it goes, with longer waits between; the notice it carries climbs its ladder by the
clock meanwhile, whether or not any message arrives. Whether it may still go is asked in the moment
it goes: one that may not is stopped for ever, says why, and is told of.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from wayhome.platform.messaging.models import Message

LONGEST_WAIT = timedelta(minutes=15)
MOST_COUNTED = 32767  # what the column of attempts can hold
NOTICE = "notice"
SIGNING_IN = "signing in"


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says, in both languages, and the address it leads to."""

    subject: str
    lines: tuple[str, str]
    leads_to: str


SAYS = {
    NOTICE: Words(
        "Wayhome: something needs you / mae angen eich sylw ar rywbeth",
        (
            "Something in Wayhome needs you. Sign in to read it:",
            "Mae angen eich sylw ar rywbeth yn Wayhome. Mewngofnodwch i'w ddarllen:",
        ),
        "/notices/{about}/",
    ),
    SIGNING_IN: Words(
        "Wayhome: how you sign in was changed / newidiwyd sut rydych yn mewngofnodi",
        (
            "How you sign in to Wayhome was changed. If it was not you, tell your supervisor now:",
            "Newidiwyd sut rydych yn mewngofnodi i Wayhome. Os nad chi wnaeth hyn, dywedwch wrth "
            "eich goruchwyliwr nawr:",
        ),
        "/your-sign-in/",
    ),
}


def queue(owed: Iterable[tuple[str, UUID]], *, at: datetime, says: str = NOTICE) -> None:
    """Owe a message to each address about its notice; a pair without an address is left out.

    The same pair is owed once at any one moment; at a later one the notice is told again.
    """
    Message.objects.bulk_create(
        [
            Message(address=address, about=about, says=says, queued_at=at, next_try_at=at)
            for address, about in dict.fromkeys(owed)
            if address
        ],
        ignore_conflicts=True,
    )


def last_queued(about: Iterable[UUID]) -> dict[UUID, datetime]:
    """When a message was last owed about each of these notices; one that never was is left out."""
    owed = Message.objects.filter(about__in=list(about)).order_by("queued_at")
    return dict(owed.values_list("about", "queued_at"))


def freeze(about: Iterable[UUID], *, because: str, at: datetime) -> list[UUID]:
    """Stop what waits to be sent about these notices; which of them had any.

    A message that is being carried at this moment is left: it is asked about as it goes.
    """
    waiting = Message.objects.filter(
        about__in=list(about), sent_at__isnull=True, stopped_at__isnull=True
    )
    held = list(waiting.select_for_update(skip_locked=True))
    for message in held:
        _stop(message, because=because, at=at)
    return list(dict.fromkeys(message.about for message in held))


def _stop(message: Message, *, because: str, at: datetime) -> None:
    message.stopped_at, message.stopped_because = at, because
    message.save(update_fields=["stopped_at", "stopped_because"])


@dataclass(frozen=True, slots=True)
class Guard:
    """What is asked of each message about a notice as it goes, and who is told of one stopped.

    `why_not` answers why a message about this, to this address, may not go; empty where it may.
    `stopped` is told so in the same transaction.
    """

    why_not: Callable[[UUID, str], str]
    stopped: Callable[[UUID, str], None]


@dataclass(slots=True)
class Carried:
    """What became of one look into the outbox: how many messages were tried, and how many went."""

    tried: int = 0
    went: int = 0


def carry(
    *,
    now: datetime,
    arrived: Callable[[UUID], None],
    guard: Guard,
    most: int = 50,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Carried:
    """Send what is due, each message in a transaction of its own, until told to stop.

    `arrived` is told of each notice whose message went, in that message's transaction. A row is
    locked as it is taken, so two workers never send the same one at once. A message that fails,
    for whatever reason, is kept, with its problem and a longer wait, and holds up no other.
    """
    due = Message.objects.filter(_WAITS, next_try_at__lte=now)
    carried = Carried()
    for message_id in list(due.order_by("next_try_at").values_list("id", flat=True)[:most]):
        if is_stopping():
            break
        carried.tried += 1
        carried.went += _carried(message_id, now=now, arrived=arrived, guard=guard)
    return carried


_WAITS = Q(sent_at__isnull=True, stopped_at__isnull=True)


def _carried(
    message_id: UUID, *, now: datetime, arrived: Callable[[UUID], None], guard: Guard
) -> bool:
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(_WAITS, id=message_id, next_try_at__lte=now)
            .first()
        )
        if message is None or _stopped(message, now=now, guard=guard):
            return False
        if not _sent(message, now=now):
            return False
        if message.says == NOTICE:
            arrived(message.about)
        return True


def _stopped(message: Message, *, now: datetime, guard: Guard) -> bool:
    if message.says != NOTICE:
        return False
    because = guard.why_not(message.about, message.address)
    if because:
        _stop(message, because=because, at=now)
        guard.stopped(message.about, because)
    return bool(because)


def _sent(message: Message, *, now: datetime) -> bool:
    message.attempts = min(message.attempts + 1, MOST_COUNTED)
    try:
        _email(message).send()
    except Exception as problem:  # noqa: BLE001  # an address may be refused in any way there is
        message.problem = type(problem).__name__
        message.next_try_at = now + min(
            timedelta(seconds=5 * 2 ** min(message.attempts, 8)), LONGEST_WAIT
        )
    else:
        message.sent_at, message.problem = now, ""
    message.save(update_fields=["attempts", "problem", "next_try_at", "sent_at"])
    return message.sent_at is not None


def _email(message: Message) -> EmailMessage:
    words = SAYS[message.says]
    link = settings.WAYHOME_ADDRESS + words.leads_to.format(about=message.about)
    return EmailMessage(
        subject=words.subject,
        body="\n".join((*words.lines, "", link, "")),
        to=[message.address],
        headers={"Message-ID": f"<{message.id}@wayhome>"},
    )
