"""Everybody who could be asked has said that they cannot: that is a gap, and is told again.

The highest post of the agency that owes the answer is told by the clock, at each interval of the
reviews, until somebody has it. Nothing is left lying because the last of a ladder declined.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from uuid import UUID

from wayhome.journey import climbs
from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.rules import clocks, ladders, protocol, risk
from wayhome.rules.vocabulary import Level, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import waiting

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post
    from wayhome.records.episodes.models import Episode
    from wayhome.stages.response.models import Duty, Notice, Step


class Waits(Protocol):
    """A notice, a duty or a step that waits."""

    id: UUID
    episode_id: UUID
    episode: "Episode"


Row = TypeVar("Row", bound=Waits)
Found = TypeVar("Found", bound=Waits)
Asking = Iterator[tuple["Episode", Callable[[Acting], bool]]]
FIRST = 200  # the number of whoever is told of a gap, past every rung and every reminder
EVERY_RUNG = 100


@dataclass(frozen=True, slots=True)
class _Gap:
    """Something that nobody is left to take: since when, and who there is to tell again."""

    since: datetime
    number: int
    owner: UUID
    posts: list["Post"]

    def is_due(self, agreed: protocol.Protocol, *, level: Level, now: datetime) -> bool:
        """Whether it is to be told again by now."""
        return ladders.told_again_at(agreed, level=level, told_at=self.since) <= now

    def post(self) -> "Post":
        """The highest post of the agency that owes it; the highest of all; or whoever owes it."""
        own = agencies.post(self.owner)
        ours = [post for post in self.posts if post.agency_id == own.agency_id]
        return [own, *self.posts[-1:], *ours][-1]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of some things that wait, and what was told of each."""

    look: climbs.Look
    told: dict[UUID, list["Notice"]]

    def of_notice(self, notice: "Notice") -> _Gap | None:
        """The gap a notice leaves; None where somebody has it, or may still take it."""
        if notice.acknowledged_at is not None or notice.id in self.look.said.answered:
            return None
        own = [notice.declined_at] if notice.declined_at is not None else []
        return self._gap(self.look.of_notice(notice), notice.id, owner=notice.post_id, own=own)

    def of_duty(self, duty: "Duty") -> _Gap | None:
        """The gap a duty leaves; None where it is done, or somebody may still take it."""
        is_open = clocks.is_open(response.as_duty(duty))
        return self._of_owed(duty) if is_open else None

    def of_step(self, step: "Step") -> _Gap | None:
        """The gap a step leaves; None where it is done, or somebody may still take it."""
        is_open = step.done_at is None and step.stood_down_at is None
        return self._of_owed(step) if is_open else None

    def _of_owed(self, owed: "Duty | Step") -> _Gap | None:
        return self._gap(self.look.of_owed(owed), owed.id, owner=owed.owner_post_id)

    def _gap(
        self, climb: climbs.Climb, about: UUID, *, owner: UUID, own: list[datetime] | None = None
    ) -> _Gap | None:
        declines = [*climb.said.declined.values(), *(own or [])]
        again = [one for one in self.told.get(about, []) if waiting.rung_of(one.key) >= FIRST]
        waits = any(one.acknowledged_at is None and one.declined_at is None for one in again)
        left = ladders.is_nobody_left(climb.asked, to_come=climb.to_come, said=climb.said)
        if not declines or waits or not left:
            return None
        said_at = [*declines, *climb.said.had.values(), *(one.recorded_at for one in again)]
        return _Gap(max(said_at), FIRST + len(again), owner, list(climb.asked.values()))


class Pages(Protocol[Found]):
    """What waits, a page at a time, in these episodes."""

    def __call__(self, *, now: datetime, rungs: int, among: waiting.Among) -> Iterator[list[Found]]:
        """Each page, read when the one before has been dealt with."""
        ...


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Row]):
    """One kind of thing that waits: which do, one of them locked, its gap, and what is told."""

    waiting: Pages[Row]
    locked: Callable[[UUID, UUID], Row]
    gap: Callable[[_Seen, Row], _Gap | None]
    reason: NoticeReason


_OVERDUE = NoticeReason.DUTY_OVERDUE
NOTICES = _Kind(
    waiting.unacknowledged, response.notice, _Seen.of_notice, NoticeReason.NOTICE_UNANSWERED
)
DUTIES = _Kind(waiting.overdue, response.duty, _Seen.of_duty, _OVERDUE)
STEPS = _Kind(waiting.overdue_steps, response.step, _Seen.of_step, _OVERDUE)


def asking(*, now: datetime) -> Asking:
    """The open episodes in which a gap is to be told again, with what tells it."""
    for episode_ids in waiting.with_a_decline():
        yield from _of_kind(NOTICES, episode_ids, now=now)
        yield from _of_kind(DUTIES, episode_ids, now=now)
        yield from _of_kind(STEPS, episode_ids, now=now)


def _of_kind(kind: _Kind[Row], episode_ids: list[UUID], *, now: datetime) -> Asking:
    told = waiting.told_on_ladders(episode_ids)
    for page in kind.waiting(now=now, rungs=EVERY_RUNG, among=episode_ids):
        yield from _asking(page, kind, told, now=now)


def _asking(
    page: list[Row], kind: _Kind[Row], told: dict[UUID, list["Notice"]], *, now: datetime
) -> Asking:
    seen = _Seen(
        climbs.look([one.id for one in page], {one.episode_id for one in page}, now=now), told
    )
    for waits in page:
        with apart(waits.episode.reference):
            gap = kind.gap(seen, waits)
            agreed = protocols.read(waits.episode.protocol_id)
            if gap and gap.is_due(agreed, level=Level(waits.episode.level), now=now):
                yield waits.episode, _tell(kind, waits.id)


def _tell(kind: _Kind[Row], waits_id: UUID) -> Callable[[Acting], bool]:
    def tell(acting: Acting) -> bool:
        episode_ids = [acting.episode.id]
        seen = _Seen(
            climbs.look([waits_id], episode_ids, now=acting.now),
            waiting.told_on_ladders(episode_ids),
        )
        gap = kind.gap(seen, kind.locked(acting.episode.id, waits_id))
        level = risk.level_in_force(acting.account)
        if gap is None or not gap.is_due(acting.agreed, level=level, now=acting.now):
            return False
        key = waiting.key_of_rung(waits_id, gap.number)
        acting.tell(kind.reason, key=key, posts=[gap.post()])
        return True

    return tell
