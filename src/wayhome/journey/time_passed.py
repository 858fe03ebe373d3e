"""Time went by and nobody acted: what is overdue climbs, long absences are told.

Nothing counts down. Each sweep asks the rules what should have happened by now and does what
has not been done, so that a worker that was away catches up at once and two never do it twice.
An episode is locked only when there is something to do for it, and each is dealt with apart: one
that cannot be is passed over, and holds up no other.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from wayhome.journey import (
    climbing,
    glass_late,
    long_absences,
    mornings,
    posts,
    reminders,
    reviews_late,
    support_overdue,
)
from wayhome.journey.acting import Acting, begin_even_if_closed
from wayhome.platform.apart import apart
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, clocks, ladders, protocol
from wayhome.rules.vocabulary import AgencyKind, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import waiting

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Agency
    from wayhome.records.episodes.models import Episode
    from wayhome.stages.response.models import Duty, Step

    class Waits(Protocol):
        """A duty or a notice that waits."""

        id: UUID
        episode_id: UUID


Doing = Callable[[Acting], bool]
DEED = "time passed"


@dataclass(slots=True)
class Asked:
    """What the clocks ask for in one episode."""

    episode: "Episode"
    doings: list[Doing] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known of a page of things that wait: what has climbed, who answered, who is who."""

    now: datetime
    climbed: dict[UUID, set[int]]
    answered: dict[UUID, set[UUID]]
    had: dict[UUID, dict[int, datetime]]
    posts: posts.Posts

    def new(
        self,
        waits: "Waits",
        ladder: Sequence[protocol.Rung],
        *,
        waited_for: UUID,
        since: datetime,
    ) -> tuple[ladders.Reached, ...]:
        """The rungs whose moment has come and that were not reached before."""
        own = self.posts.own_rungs(waits.episode_id, ladder, waited_for=waited_for)
        reached = ladders.rungs_reached(
            ladder,
            waiting_since=since,
            now=self.now,
            passed_over=own,
            had=self.had.get(waits.id),
        )
        climbed = self.climbed.get(waits.id, set())
        return tuple(step for step in reached if step.number not in climbed)


def _look(waits: Collection[UUID], episode_ids: Collection[UUID], *, now: datetime) -> _Look:
    return _Look(
        now,
        waiting.rungs_reached(waits),
        waiting.answered_on_a_ladder(episode_ids),
        waiting.had_on_a_ladder(episode_ids),
        posts.of_episodes(episode_ids),
    )


def record(*, now: datetime) -> int:
    """Do everything the clocks ask for by `now`; how many episodes something was done for.

    A review of a look belongs to no episode, and climbs beside them.
    """
    asked = _asked(now=now)
    touched = sum(_for(asked[episode_id], now=now) for episode_id in sorted(asked))
    reviews_late.climb(now=now)
    return touched


def record_for(episode_ids: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """As `record`, for these episodes alone: a rehearsal leaves every other as it is.

    Those of them that were changed.
    """
    asked = _asked(now=now)
    among = sorted(asked.keys() & set(episode_ids))
    return frozenset(episode_id for episode_id in among if _for(asked[episode_id], now=now))


def _asked(*, now: datetime) -> dict[UUID, Asked]:
    asked: dict[UUID, Asked] = {}
    for episode, do in chain(
        _overdue_duties(now=now),
        _overdue_steps(now=now),
        _unacknowledged_notices(now=now),
        _long_absences(now=now),
        reminders.asking(now=now),
        mornings.asking(now=now),
        support_overdue.asking(now=now),
        glass_late.asking(now=now),
    ):
        asked.setdefault(episode.id, Asked(episode)).doings.append(do)
    return asked


def _overdue_duties(*, now: datetime) -> Iterator[tuple["Episode", Doing]]:
    for page in waiting.overdue(now=now, rungs=_longest_ladder()):
        look = _look([duty.id for duty in page], {duty.episode_id for duty in page}, now=now)
        for duty in page:
            with apart(duty.episode.reference):
                if _newly_overdue(look, duty):
                    yield duty.episode, _climb_duty(duty.id)


def _overdue_steps(*, now: datetime) -> Iterator[tuple["Episode", Doing]]:
    for page in waiting.overdue_steps(now=now, rungs=_longest_ladder()):
        look = _look([step.id for step in page], {step.episode_id for step in page}, now=now)
        for step in page:
            with apart(step.episode.reference):
                if _newly_overdue(look, step):
                    yield step.episode, _climb_step(step.id)


def _newly_overdue(look: _Look, owed: "Duty | Step") -> tuple[ladders.Reached, ...]:
    """The rungs a duty or step has newly reached; "I have this" gives time, and no more."""
    ladder = _ladder(owed.episode, owed.owner_agency)
    return look.new(owed, ladder, waited_for=owed.owner_post_id, since=owed.due_at)


def _climb_duty(duty_id: UUID) -> Doing:
    def climb(acting: Acting) -> bool:
        duty = response.duty(acting.episode.id, duty_id)
        if not clocks.is_open(response.as_duty(duty)):
            return False
        return _climb_overdue(acting, duty, kind="duty")

    return climb


def _climb_step(step_id: UUID) -> Doing:
    def climb(acting: Acting) -> bool:
        step = response.step(acting.episode.id, step_id)
        if step.done_at is not None or step.stood_down_at is not None:
            return False
        return _climb_overdue(acting, step, kind="step")

    return climb


def _climb_overdue(acting: Acting, owed: "Duty | Step", *, kind: str) -> bool:
    new = _newly_overdue(_look([owed.id], [acting.episode.id], now=acting.now), owed)
    return climbing.climb(acting, new, kind=kind, about=owed.id, reason=NoticeReason.DUTY_OVERDUE)


def _unacknowledged_notices(*, now: datetime) -> Iterator[tuple["Episode", Doing]]:
    for page in waiting.unacknowledged(now=now, rungs=_longest_ladder()):
        look = _look([notice.id for notice in page], {one.episode_id for one in page}, now=now)
        for notice in page:
            with apart(notice.episode.reference):
                ladder = ladders.notice_ladder(_ladder(notice.episode, notice.agency))
                new = look.new(
                    notice, ladder, waited_for=notice.post_id, since=notice.acknowledge_by
                )
                if new and notice.id not in look.answered:
                    yield notice.episode, _climb_notice(notice.id, new)


def _climb_notice(notice_id: UUID, reached: tuple[ladders.Reached, ...]) -> Doing:
    def climb(acting: Acting) -> bool:
        notice = response.notice(acting.episode.id, notice_id)
        answered = waiting.answered_on_a_ladder([acting.episode.id])
        if notice.acknowledged_at is not None or notice_id in answered:
            return False
        return climbing.climb(
            acting, reached, kind="notice", about=notice_id, reason=NoticeReason.NOTICE_UNANSWERED
        )

    return climb


def _long_absences(*, now: datetime) -> Iterator[tuple["Episode", Doing]]:
    for episode in long_absences.asking(now=now):
        yield episode, long_absences.answer


def _ladder(episode: "Episode", agency: "Agency") -> tuple[protocol.Rung, ...]:
    return ladders.ladder_of(protocols.read(episode.protocol_id), AgencyKind(agency.kind))


def _longest_ladder() -> int:
    """The most rungs any protocol has: what has climbed so many has nowhere left to go."""
    longest = 0
    for partnership in agencies.partnerships():
        for version in protocols.versions(partnership.id):
            with apart(f"{partnership.name}, protocol {version.version}"):
                agreed = protocols.read(version.id)
                longest = max(longest, len(agreed.police_ladder), len(agreed.council_ladder))
    return longest


def _for(asked: Asked, *, now: datetime) -> bool:
    """Do what is asked for one episode, apart from every other; whether anything changed."""
    changed = False
    with apart(asked.episode.reference), transactions.step():
        changed = _done(asked, now=now)
    return changed  # noqa: RET504  # it stays false where the episode was passed over


def _done(asked: Asked, *, now: datetime) -> bool:
    """What an open episode was asked for falls away if it has closed meanwhile."""
    acting = begin_even_if_closed(asked.episode.id, access.Deed.SEE_EPISODE, by=None, now=now)
    if acting.episode.closed_at != asked.episode.closed_at:
        return False
    changed = [do(acting) for do in asked.doings]
    if not any(changed):
        return False
    acting.restated()
    ledger.write(
        Verb.ALTER,
        by=None,
        at=acting.now,
        deed=DEED,
        child_id=acting.episode.child_id,
        episode_id=acting.episode.id,
    )
    return True
