"""Carrying what is owed, after the transaction: at least once, and to each address in order.

A message is taken, carried and finished: three moments, the first and the last each in a
transaction of its own. Whether it may still go is asked as it is taken. Whoever took one and has
not finished within a minute has ended, and another takes it; the message's own id is the same each
time, so that whoever gets it twice can tell.

Behind a message that waits to be tried again the later ones to the same address wait too. A
message that was refused too often is put in quarantine, and those behind it go on. Where nobody is
there to refuse it, nothing is held against it, however long that lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from wayhome.platform.apart import apart
from wayhome.platform.messaging import outbox, waits, words
from wayhome.platform.messaging.courier import Answer, Courier, Letter, Outcome
from wayhome.platform.messaging.models import WAITS, Message

MOST_REFUSALS = 8
MOST_ADDRESSES = 500  # of one look; more than it can try, for those that others have in hand
MOST_COUNTED = 32767  # what the column of attempts can hold


@dataclass(frozen=True, slots=True)
class Guard:
    """What is asked and told of each message as it goes, in the transaction of that moment.

    `why_not` answers why it may not go any more; empty where it may. `stopped` and `quarantined`
    are told why it did not go, and see that somebody decides what to do.
    """

    why_not: Callable[[Letter, datetime], str]
    stopped: Callable[[Letter, str, datetime], None]
    arrived: Callable[[Letter, datetime], None]
    quarantined: Callable[[Letter, datetime], None]


@dataclass(frozen=True, slots=True)
class Round:
    """How a courier is sent out: what is asked, what the time is, and what chance decides."""

    guard: Guard
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    is_stopping: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class Carried:
    """What became of one look into the outbox: how many messages were tried, and how many went."""

    tried: int = 0
    went: int = 0


class _Became(StrEnum):
    """What became of the first message to an address."""

    NOTHING = "nothing"  # none waits, it is not due, or somebody else has it
    STOPPED = "stopped"
    QUARANTINED = "quarantined"
    WENT = "went"
    AWAY = "away"
    REFUSED = "refused"


_THE_NEXT_MAY_GO = (_Became.STOPPED, _Became.QUARANTINED, _Became.WENT)


def carry(by: Courier, *, out: Round, most: int = 50) -> Carried:
    """Carry what is due by one courier, address by address, whose message waits longest first.

    At most so many are tried, and none after being told to stop. Whatever one message meets, it
    holds up no other address, but where all go by one server and that is away.
    """
    carried = Carried()
    for address in _addresses_due(by.name, now=out.clock()):
        became = _Became.NOTHING
        with apart(f"A message by {by.name}"):
            became = _carry_to(address, by=by, out=out, most=most, carried=carried)
        if carried.tried >= most or out.is_stopping():
            break
        if became is _Became.AWAY and by.shares_a_road:
            break
    return carried


def _addresses_due(courier: str, *, now: datetime) -> list[str]:
    """The addresses whose first message is due, by how long that has waited: so many at most.

    Those behind them come with a later look, when these have gone or wait to be tried again.
    """
    firsts = (
        Message.objects.filter(WAITS, courier=courier)
        .order_by("address", "queued_at", "id")
        .distinct("address")
    )
    is_in_no_hand = Q(taken_at__isnull=True) | Q(taken_at__lte=now - outbox.STUCK_AFTER)
    due = Message.objects.filter(is_in_no_hand, id__in=firsts.values("id"), next_try_at__lte=now)
    found = due.order_by("queued_at", "id").values_list("address", flat=True)
    return list(found[:MOST_ADDRESSES])


def _is_due(message: Message, *, now: datetime) -> bool:
    is_in_hand = message.taken_at is not None and now - message.taken_at < outbox.STUCK_AFTER
    return message.next_try_at <= now and not is_in_hand


def _carry_to(address: str, *, by: Courier, out: Round, most: int, carried: Carried) -> _Became:
    became = _Became.WENT
    while became in _THE_NEXT_MAY_GO and carried.tried < most and not out.is_stopping():
        became = _carry_first(address, by=by, out=out)
        carried.tried += became is not _Became.NOTHING
        carried.went += became is _Became.WENT
    return became


@dataclass(slots=True)
class _Taken:
    """A message in hand, or what became of it before it was."""

    became: _Became
    letter: Letter | None = None
    at: datetime | None = None


def _carry_first(address: str, *, by: Courier, out: Round) -> _Became:
    try:
        taken = _take(address, courier=by.name, out=out)
    except Exception:
        _hold_against(address, courier=by.name, out=out)
        raise
    if taken.letter is None or taken.at is None:
        return taken.became
    answer = _carried(taken.letter, by=by, now=taken.at)
    return _finish(taken.letter, answer, taken_at=taken.at, out=out)


def _take(address: str, *, courier: str, out: Round) -> _Taken:
    """Take the first message to an address, if it is due, nobody has it, and it may go.

    It is counted as refused until it is known not to be: one that ends whoever carries it is
    not carried for ever either.
    """
    now = out.clock()
    with transaction.atomic():
        message = _first(address, courier=courier)
        if message is None or not _is_due(message, now=now):
            return _Taken(_Became.NOTHING)
        if message.refusals >= MOST_REFUSALS:
            return _Taken(_quarantine(message, now=now, out=out))
        letter = _letter(message)
        because = out.guard.why_not(letter, now) if letter.says == words.NOTICE else ""
        if because:
            outbox.stop(message, because=because, at=now)
            out.guard.stopped(letter, because, now)
            return _Taken(_Became.STOPPED)
        message.attempts = min(message.attempts + 1, MOST_COUNTED)
        message.refusals += 1
        message.taken_at = now
        message.save(update_fields=["attempts", "refusals", "taken_at"])
    return _Taken(_Became.NOTHING, letter, now)


def _hold_against(address: str, *, courier: str, out: Round) -> None:
    """What was asked of the first message could not be answered: it is tried again, and counted.

    Where nobody can be told either that it was given up, it is set aside all the same, so that
    those behind it go on. It is in the log, and among what `wayhome messages` lists.
    """
    now = out.clock()
    with transaction.atomic():
        message = _first(address, courier=courier)
        if message is None:
            return
        message.attempts = min(message.attempts + 1, MOST_COUNTED)
        message.refusals += 1
        message.problem = "could not be asked about"
        message.next_try_at = now + waits.wait(
            Outcome.REFUSED, tries=message.refusals, chance=out.chance()
        )
        if message.refusals >= 2 * MOST_REFUSALS:
            message.quarantined_at = now
        message.save(
            update_fields=["attempts", "refusals", "problem", "next_try_at", "quarantined_at"]
        )


def _first(address: str, *, courier: str) -> Message | None:
    """The first message that waits for an address, locked; None if there is none or it is locked.

    Found first and then locked: skipping what is locked while looking would find the second.
    """
    waiting = Message.objects.filter(WAITS, courier=courier, address=address)
    first: UUID | None = waiting.order_by("queued_at", "id").values_list("id", flat=True).first()
    if first is None:
        return None
    return Message.objects.select_for_update(skip_locked=True).filter(WAITS, id=first).first()


def _letter(message: Message) -> Letter:
    return Letter(
        id=message.id,
        courier=message.courier,
        address=message.address,
        about=message.about,
        says=message.says,
        queued_at=message.queued_at,
    )


def _carried(letter: Letter, *, by: Courier, now: datetime) -> Answer:
    try:
        return by.carry(letter, now=now)
    except Exception as problem:  # noqa: BLE001  # an address may be refused in any way there is
        return Answer(Outcome.REFUSED, type(problem).__name__)


def _finish(letter: Letter, answer: Answer, *, taken_at: datetime, out: Round) -> _Became:
    """Keep what became of it. What went has gone, even if another took it meanwhile."""
    now = out.clock()
    with transaction.atomic():
        message = Message.objects.select_for_update().get(id=letter.id)
        if answer.outcome is Outcome.WENT:
            return _went(message, letter, now=now, out=out)
        if message.taken_at != taken_at or message.sent_at is not None:
            return _Became.NOTHING
        message.taken_at, message.problem = None, answer.problem[:200]
        if answer.outcome is Outcome.AWAY:
            message.refusals -= 1
        elif answer.outcome is Outcome.POISON or message.refusals >= MOST_REFUSALS:
            return _quarantine(message, now=now, out=out)
        return _try_again(message, answer.outcome, now=now, chance=out.chance())


def _went(message: Message, letter: Letter, *, now: datetime, out: Round) -> _Became:
    if message.sent_at is None:
        message.sent_at, message.taken_at, message.problem = now, None, ""
        message.save(update_fields=["sent_at", "taken_at", "problem"])
        if letter.says == words.NOTICE:
            out.guard.arrived(letter, now)
    return _Became.WENT


def _try_again(message: Message, outcome: Outcome, *, now: datetime, chance: float) -> _Became:
    tries = message.attempts if outcome is Outcome.AWAY else message.refusals
    message.next_try_at = now + waits.wait(outcome, tries=tries, chance=chance)
    message.save(update_fields=["refusals", "taken_at", "problem", "next_try_at"])
    return _Became.AWAY if outcome is Outcome.AWAY else _Became.REFUSED


def _quarantine(message: Message, *, now: datetime, out: Round) -> _Became:
    """It is tried no more until somebody has decided; whoever must is told in this transaction."""
    message.quarantined_at, message.taken_at = now, None
    message.save(update_fields=["quarantined_at", "taken_at", "problem", "refusals"])
    out.guard.quarantined(_letter(message), now)
    return _Became.QUARANTINED
