"""Whether a message may still go, asked as it goes; what was stopped waits for somebody to decide.

Whom something is owed to is worked out when it happens. By the time it is carried the child may
live elsewhere, the post may have another address, or the agency may have to be told nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import (
    couriers,
    held_told,
    notice_answered,
    reviewer_named,
    rota_gaps,
    written_to,
)
from wayhome.journey.acting import Acting, catch_up, resume
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import carrying, outbox
from wayhome.platform.messaging.courier import Letter
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies import webhooks
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.looks import queries as looks
from wayhome.records.protection import queries as protection
from wayhome.records.safety import queries as safety
from wayhome.rules import sending, sentences
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response import queries as response

if TYPE_CHECKING:
    from wayhome.stages.response.models import Notice

DEED = "stop a message"
GIVE_UP = "set aside a message that was refused"
PUT_BACK = "try a message again that was set aside"
LONGEST_REASON = 300


def guard() -> carrying.Guard:
    """What is asked of each message as it goes, and who is told of one that did not."""
    return carrying.Guard(
        why_not=_why_not,
        stopped=_stopped,
        arrived=lambda letter, now: notice_answered.delivered([letter.about], now=now),
        quarantined=quarantined,
    )


def _why_not(letter: Letter, now: datetime) -> str:
    if letter.courier == couriers.WEBHOOK.name:
        return why_not_to_system(letter.about, UUID(letter.address), now=now)
    return why_not(letter.about, letter.address, now=now)


def why_not_to_system(about: UUID, webhook_id: UUID, *, now: datetime) -> str:
    """Why an agency's own system may not be told of a notice any more; empty where it may.

    A system holds no post and is on no list, so of a sealed child it is told nothing.
    """
    notice = response.notice_or_none(about)
    webhook = webhooks.standing(webhook_id)
    if notice is None:
        return sending.NOT_TO_KNOW
    to = _recipient(notice, [str(webhook_id)], now=now)
    is_sealed = bool(protection.seals_on(notice.episode.child_id))
    return sending.why_system_stopped(
        stands=webhook is not None and webhook.agency_id == notice.agency_id,
        to=replace(to, must_not_know=to.must_not_know or is_sealed),
    )


def why_not(about: UUID, address: str, *, now: datetime) -> str:
    """Why a message may not go to this address any more; empty where it may."""
    notice = response.notice_or_none(about)
    if notice is None:
        return _why_no_word(about, address, now=now)
    addresses = [each for each, _about in written_to.of_notices([notice], at=now)]
    to = _recipient(notice, addresses, now=now)
    is_own = address not in addresses and written_to.is_own(address, notice.post, at=now)
    return sending.why_stopped(address, to=replace(to, is_own=is_own))


def _recipient(notice: "Notice", addresses: list[str], *, now: datetime) -> sending.Recipient:
    return sending.Recipient(
        addresses=addresses,
        has_part=notice.agency_id in visibility.agencies_now(notice.episode),
        needs_part=notice.reason not in notice_answered.TO_A_POST_ALONE,
        must_not_know=safety.agency_must_not_know(notice.agency_id, notice.episode.child_id)
        or not protection.open_to([notice.post], child_id=notice.episode.child_id, now=now),
    )


def _why_no_word(about: UUID, address: str, *, now: datetime) -> str:
    """Word of a sealed child goes to its list alone, and that a look waits, to its reviewer.

    That an emergency look has no reviewer goes to the list too, until one is named. That a report
    waits to be checked goes to the posts that were told, until somebody has it.

    How a person signs in is always told to them.
    """
    asked: tuple[tuple[Callable[[], list[str] | None], str], ...] = (
        (lambda: looks.told_of(about, now=now), sending.PASSED_ON),
        (lambda: rota_gaps.told_of(about, now=now), sending.PASSED_ON),
        (lambda: reviewer_named.told_of(about, now=now), sending.PASSED_ON),
        (lambda: held_told.told_of(about, now=now), sending.HAD),
    )
    for told_of, why in asked:
        told = told_of()
        if told is not None:
            return "" if address in told else why
    child_id = protection.child_of_word(about)
    if child_id is None or address in protection.addresses_of_list(child_id, now=now):
        return ""
    return sending.NOT_TO_KNOW


def _stopped(letter: Letter, because: str, now: datetime) -> None:
    """A message was stopped as it went: it waits for somebody; a new address is written to.

    A system that is sent nothing any more was revoked by somebody, so that nobody is asked; and
    where somebody is not on duty any more, whoever is now is written to instead.
    """
    notice = response.notice_or_none(letter.about)
    if notice is None or because in (sending.NO_SYSTEM, sending.OFF_DUTY):
        _enter(letter, DEED, now=now)
        if notice is not None and because == sending.OFF_DUTY:
            written_to.pass_on(notice, at=now)
        return
    acting = resume(episodes.locked(notice.episode_id), by=None, now=now)
    if because == sending.OTHER_ADDRESS:
        written_to.pass_on(notice, at=acting.now)
    ask_what_to_do(acting, [notice], because=because)
    catch_up(acting)


def quarantined(letter: Letter, now: datetime) -> None:
    """A message was refused too often, or never will be taken: somebody decides whom to tell.

    But of a notice of which somebody has said "I have this", nobody needs to be asked.
    """
    notice = response.notice_or_none(letter.about)
    if notice is None or notice.acknowledged_at is not None:
        _enter(letter, GIVE_UP, now=now)
        return
    is_system = letter.courier == couriers.WEBHOOK.name
    because = sending.NOT_TAKEN if is_system else sending.NO_MAIL
    acting = resume(episodes.locked(notice.episode_id), by=None, now=now)
    ask_what_to_do(acting, [notice], because=because, deed=GIVE_UP)
    catch_up(acting)


def _enter(letter: Letter, deed: str, *, now: datetime) -> None:
    # Nobody is asked. Word of a sealed child, and that a look waits, are told again until one of
    # those who may know has it; and whoever changed how they sign in knows that they did.
    child_id = protection.child_of_word(letter.about)
    ledger.write(Verb.ALTER, by=None, at=now, deed=deed, child_id=child_id, object_id=letter.about)


def put_back(message_ids: Iterable[UUID], *, now: datetime) -> list[UUID]:
    """The operator has these messages tried again; which of them were set aside."""
    with transactions.step():
        back = outbox.put_back(message_ids, at=now)
        ledger.write_made(Verb.ALTER, at=now, deed=PUT_BACK, made=back)
    return back


def ask_what_to_do(
    acting: Acting, notices: "Iterable[Notice]", *, because: str, deed: str = DEED
) -> None:
    """Leave whoever owns the episode the task to decide who must be told instead.

    One task about a notice for one reason, while it waits: a post and its agency's system may
    both be told no more.
    """
    for notice in notices:
        named = {"post": str(agencies.post(notice.post_id)), "why": because}
        reason = (sentences.STOPPED % named)[:LONGEST_REASON]
        if not _waits(acting, notice, reason=reason):
            acting.open_duty(
                DutyKind.STOPPED_MESSAGE,
                key=f"{notice.id}:{acting.now.isoformat()}",
                reason=reason,
                post=acting.owner_post if acting.episode.owner_post_id else None,
            )
        ledger.write(
            Verb.ALTER,
            by=acting.by,
            at=acting.now,
            deed=deed,
            child_id=acting.episode.child_id,
            episode_id=acting.episode.id,
            object_id=notice.id,
        )


def _waits(acting: Acting, notice: "Notice", *, reason: str) -> bool:
    return any(
        duty.key.startswith(f"{notice.id}:") and duty.reason == reason
        for duty in acting.waiting(DutyKind.STOPPED_MESSAGE)
    )


def freeze_to_former(acting: Acting) -> None:
    """The child's care has passed to others: nothing that waits goes to those who had it."""
    now = visibility.agencies_now(acting.episode)
    waiting = {
        notice.id: notice
        for notice in response.notices_of(acting.episode.id)
        if notice.agency_id not in now and notice.reason not in notice_answered.TO_A_POST_ALONE
    }
    held = outbox.freeze(waiting, because=sending.NO_PART, at=acting.now)
    ask_what_to_do(acting, [waiting[about] for about in held], because=sending.NO_PART)


def freeze_to(acting: Acting, agency_id: UUID) -> None:
    """An agency must not know of the child any more: nothing that waits goes to it."""
    waiting = {
        notice.id: notice
        for notice in response.notices_of(acting.episode.id)
        if notice.agency_id == agency_id
    }
    held = outbox.freeze(waiting, because=sending.NOT_TO_KNOW, at=acting.now)
    ask_what_to_do(acting, [waiting[about] for about in held], because=sending.NOT_TO_KNOW)
