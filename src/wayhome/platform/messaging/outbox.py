"""Owing messages inside a transaction; what of them waits, is stopped, or is in quarantine.

A message says only that something waits behind sign-in: no name, no reason, no place. The notice
it carries climbs its ladder by the clock meanwhile, whether or not any message arrives.
`carrying.py` carries what is owed after the transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from wayhome.platform import adding
from wayhome.platform.messaging import words
from wayhome.platform.messaging.models import WAITS, Message

EMAIL = "email"
STUCK_AFTER = timedelta(seconds=60)  # whoever took it and has not finished by then never will


def queue(
    owed: Iterable[tuple[str, UUID]], *, at: datetime, says: str = words.NOTICE, by: str = EMAIL
) -> None:
    """Owe a message to each address about its notice; a pair without an address is left out.

    `by` names the courier. The same pair is owed once at any one moment; at a later one the notice
    is told again.
    """
    adding.add_missing(
        Message(courier=by, address=address, about=about, says=says, queued_at=at, next_try_at=at)
        for address, about in dict.fromkeys(owed)
        if address
    )


def last_queued(about: Iterable[UUID]) -> dict[UUID, datetime]:
    """When a message was last owed about each of these notices; one that never was is left out."""
    owed = Message.objects.filter(about__in=list(about)).order_by("queued_at")
    return dict(owed.values_list("about", "queued_at"))


def addresses_written_to(about: UUID) -> set[str]:
    """Every address to which a message about this is or was owed, but for those stopped."""
    owed = Message.objects.filter(about=about, stopped_at__isnull=True)
    return set(owed.values_list("address", flat=True))


def freeze(about: Iterable[UUID], *, because: str, at: datetime) -> list[UUID]:
    """Stop what waits to be sent about these notices; which of them had any.

    A message that is being carried at this moment is left: it was asked about as it went.
    """
    waiting = Message.objects.filter(WAITS, not_being_carried(at), about__in=list(about))
    held = list(waiting.select_for_update(skip_locked=True))
    for message in held:
        stop(message, because=because, at=at)
    return list(dict.fromkeys(message.about for message in held))


def stop(message: Message, *, because: str, at: datetime) -> None:
    """This message may not go, ever."""
    message.stopped_at, message.stopped_because = at, because
    message.save(update_fields=["stopped_at", "stopped_because"])


def not_being_carried(now: datetime) -> Q:
    """That nobody has it in hand: it was not taken, or so long ago that whoever did has ended."""
    return Q(taken_at__isnull=True) | Q(taken_at__lte=now - STUCK_AFTER)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one courier's messages stand: how many wait, since when, and how many are kept aside.

    `not_taken` wait though they were tried more than once, and nobody was there to refuse them.
    """

    courier: str
    waiting: int
    waiting_since: datetime | None
    in_quarantine: int
    last_set_aside_at: datetime | None
    not_taken: int


def standing() -> list[Standing]:
    """How the messages of each courier stand that has any to carry or keep, by its name."""
    # One that is in hand at this moment counts as refused until it is known not to be.
    not_taken = WAITS & ~Q(problem="") & Q(attempts__gt=1, refusals__lte=1)
    aside = Q(quarantined_at__isnull=False, sent_at__isnull=True)
    rows = (
        Message.objects.filter(WAITS | aside)
        .values("courier")
        .order_by("courier")
        .annotate(
            waiting=Count("id", filter=WAITS),
            since=Min("queued_at", filter=WAITS),
            aside=Count("id", filter=aside),
            last_aside=Max("quarantined_at", filter=aside),
            not_taken=Count("id", filter=not_taken),
        )
    )
    return [
        Standing(
            courier=row["courier"],
            waiting=row["waiting"],
            waiting_since=row["since"],
            in_quarantine=row["aside"],
            last_set_aside_at=row["last_aside"],
            not_taken=row["not_taken"],
        )
        for row in rows
    ]


def in_quarantine() -> list[Message]:
    """The messages that somebody must decide on, oldest first."""
    aside = Message.objects.filter(quarantined_at__isnull=False, sent_at__isnull=True)
    return list(aside.order_by("quarantined_at", "id"))


def put_back(message_ids: Iterable[UUID], *, at: datetime) -> list[UUID]:
    """Let these messages out of quarantine, to be tried as if for the first time; which were in it.

    Whether each may still go is asked again as it goes.
    """
    aside = Message.objects.filter(
        id__in=list(message_ids), quarantined_at__isnull=False, sent_at__isnull=True
    )
    held = list(aside.select_for_update().order_by("id").values_list("id", flat=True))
    Message.objects.filter(id__in=held).update(quarantined_at=None, refusals=0, next_try_at=at)
    return held
