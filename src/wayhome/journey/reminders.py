"""What nobody has taken is told again: an overdue review, and what went unanswered.

A review that is overdue climbs its ladder like any duty; its owner is told again at each review
interval of the protocol besides. A notice that waits at a post up a ladder is raised again by the
same clock. Either way one notice waits at a post: while it does, its message is carried again,
and once it was answered, and the review is still not held, a new one is made.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import couriers
from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.platform.messaging import outbox
from wayhome.records.agencies import protocols
from wayhome.rules import clocks, ladders, risk
from wayhome.rules.vocabulary import Level, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import waiting

if TYPE_CHECKING:
    from wayhome.records.episodes.models import Episode
    from wayhome.stages.response.models import Duty, Notice

Asking = Iterator[tuple["Episode", Callable[[Acting], bool]]]
FIRST = 100  # a reminder's number, past every rung of a ladder


def asking(*, now: datetime) -> Asking:
    """The open episodes in which something is to be told again, with what tells it."""
    yield from _reviews(now=now)
    yield from _standing(now=now)


def _reviews(*, now: datetime) -> Asking:
    for page in waiting.overdue_reviews(now=now):
        told = waiting.told_to_owners(page)
        queued = outbox.last_queued(notice.id for several in told.values() for notice in several)
        for duty in page:
            with apart(duty.episode.reference):
                told_at = _told_at(told.get(duty.id, ()), queued, since=duty.due_at)
                if _is_due(duty.episode, told_at, now=now) and _can_be_told(duty, told):
                    yield duty.episode, _tell_owner(duty.id)


def _standing(*, now: datetime) -> Asking:
    for page in waiting.standing():
        queued = outbox.last_queued(notice.id for notice in page)
        for notice in page:
            with apart(notice.episode.reference):
                told_at = _told_at([notice], queued, since=notice.recorded_at)
                if _is_due(notice.episode, told_at, now=now):
                    yield notice.episode, _raise_again(notice.id)


def _is_due(episode: "Episode", told_at: datetime, *, now: datetime) -> bool:
    agreed = protocols.read(episode.protocol_id)
    return ladders.told_again_at(agreed, level=Level(episode.level), told_at=told_at) <= now


def _told_at(
    notices: Iterable["Notice"], queued: Mapping[UUID, datetime], *, since: datetime
) -> datetime:
    """When it was last told: by a notice, or by a message carried again."""
    moments = [max(one.recorded_at, queued.get(one.id, one.recorded_at)) for one in notices]
    return max(since, *moments) if moments else since


def _can_be_told(duty: "Duty", told: Mapping[UUID, list["Notice"]]) -> bool:
    """Whether telling again would do anything: a notice that waits is raised by message alone."""
    return bool(duty.owner_post.email) or not _live(told.get(duty.id, ()))


def _live(notices: Iterable["Notice"]) -> list["Notice"]:
    """Those that somebody of the post may still take, and nobody there has declined."""
    return [one for one in notices if one.acknowledged_at is None and one.declined_at is None]


def _tell_owner(duty_id: UUID) -> Callable[[Acting], bool]:
    def tell(acting: Acting) -> bool:
        duty = response.duty(acting.episode.id, duty_id)
        if not clocks.is_open(response.as_duty(duty)):
            return False
        notices = waiting.told_to_owners([duty]).get(duty_id, [])
        queued = outbox.last_queued(notice.id for notice in notices)
        if not _still_due(acting, _told_at(notices, queued, since=duty.due_at)):
            return False
        if _live(notices):
            _carry_again(acting, _live(notices)[-1])
        else:
            key = waiting.key_of_rung(duty_id, FIRST + len(notices))
            acting.tell(NoticeReason.DUTY_OVERDUE, key=key, posts=[duty.owner_post])
        return True

    return tell


def _raise_again(notice_id: UUID) -> Callable[[Acting], bool]:
    def raise_again(acting: Acting) -> bool:
        notice = response.notice(acting.episode.id, notice_id)
        told_at = _told_at([notice], outbox.last_queued([notice_id]), since=notice.recorded_at)
        if not _live([notice]) or not _still_due(acting, told_at):
            return False
        _carry_again(acting, notice)
        return True

    return raise_again


def _still_due(acting: Acting, told_at: datetime) -> bool:
    level = risk.level_in_force(acting.account)
    return ladders.told_again_at(acting.agreed, level=level, told_at=told_at) <= acting.now


def _carry_again(acting: Acting, notice: "Notice") -> None:
    couriers.owe([notice], at=acting.now)
