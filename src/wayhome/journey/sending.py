"""Whether a message may still go, asked as it goes; what was stopped waits for somebody to decide.

Whom something is owed to is worked out when it happens. By the time it is carried the child may
live elsewhere, the post may have another address, or the agency may have to be told nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import notice_answered, reviewer_named
from wayhome.journey.acting import Acting, catch_up, resume
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import outbox
from wayhome.records.agencies import queries as agencies
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
LONGEST_REASON = 300


def guard(*, now: datetime) -> outbox.Guard:
    """What the outbox asks of each message, and whom it tells of one that was stopped."""
    return outbox.Guard(
        why_not=lambda about, address: why_not(about, address, now=now),
        stopped=lambda about, because: stopped(about, because=because, now=now),
    )


def why_not(about: UUID, address: str, *, now: datetime) -> str:
    """Why a message may not go to this address any more; empty where it may."""
    notice = response.notice_or_none(about)
    if notice is None:
        return _why_no_word(about, address, now=now)
    return sending.why_stopped(
        address,
        to=sending.Recipient(
            address=notice.post.email,
            has_part=notice.agency_id in visibility.agencies_now(notice.episode),
            needs_part=notice.reason not in notice_answered.TO_A_POST_ALONE,
            must_not_know=safety.agency_must_not_know(notice.agency_id, notice.episode.child_id)
            or not protection.open_to([notice.post], child_id=notice.episode.child_id, now=now),
        ),
    )


def _why_no_word(about: UUID, address: str, *, now: datetime) -> str:
    """Word of a sealed child goes to its list alone, and that a look waits, to its reviewer.

    That an emergency look has no reviewer goes to the list too, until one is named.

    How a person signs in is always told to them.
    """
    told = looks.told_of(about, now=now)
    if told is not None:
        return "" if address in told else sending.PASSED_ON
    told = reviewer_named.told_of(about, now=now)
    if told is not None:
        return "" if address in told else sending.PASSED_ON
    child_id = protection.child_of_word(about)
    if child_id is None or address in protection.addresses_of_list(child_id, now=now):
        return ""
    return sending.NOT_TO_KNOW


def stopped(about: UUID, *, because: str, now: datetime) -> None:
    """A message was stopped as it went: it waits for somebody; a new address is written to.

    Word of a sealed child waits for nobody: its list is paged again until one of them has it.
    """
    notice = response.notice_or_none(about)
    if notice is None:
        child_id = protection.child_of_word(about)
        ledger.write(Verb.ALTER, by=None, at=now, deed=DEED, child_id=child_id, object_id=about)
        return
    acting = resume(episodes.locked(notice.episode_id), by=None, now=now)
    if because == sending.OTHER_ADDRESS:
        outbox.queue([(notice.post.email, notice.id)], at=acting.now)
    ask_what_to_do(acting, [notice], because=because)
    catch_up(acting)


def ask_what_to_do(acting: Acting, notices: "Iterable[Notice]", *, because: str) -> None:
    """Leave whoever owns the episode the task to decide who must be told instead."""
    for notice in notices:
        named = {"post": str(agencies.post(notice.post_id)), "why": because}
        acting.open_duty(
            DutyKind.STOPPED_MESSAGE,
            key=f"{notice.id}:{acting.now.isoformat()}",
            reason=(sentences.STOPPED % named)[:LONGEST_REASON],
            post=acting.owner_post if acting.episode.owner_post_id else None,
        )
        ledger.write(
            Verb.ALTER,
            by=acting.by,
            at=acting.now,
            deed=DEED,
            child_id=acting.episode.child_id,
            episode_id=acting.episode.id,
            object_id=notice.id,
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
