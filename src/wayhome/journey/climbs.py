"""What has waited too long, and the rungs of its ladder that are newly reached.

A duty, a step and a notice each wait at a post. They are asked for over every episode when time
passes, and in one episode when somebody there says that they cannot take what they were told.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from wayhome.journey import climbing, posts
from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import rotas
from wayhome.rules import clocks, ladders, protocol
from wayhome.rules.vocabulary import AgencyKind, Level, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import said, waiting

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Agency, Post
    from wayhome.records.episodes.models import Episode
    from wayhome.stages.response.models import Duty, Notice, Step

    class Waits(Protocol):
        """A duty, a step or a notice that waits."""

        id: UUID
        episode_id: UUID


Doing = Callable[[Acting], bool]
Asking = Iterator[tuple["Episode", Doing]]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a page of things that wait: what has climbed, who answered, who is who."""

    climbed: dict[UUID, set[int]]
    said: said.OnLadders
    posts: posts.Posts
    empty: Mapping[UUID, datetime]

    def of_owed(self, owed: "Duty | Step") -> "Climb":
        """The climb of a duty or step; "I have this" gives time, and no more."""
        ladder = ladder_of(owed.episode, owed.owner_agency)
        return self._climb(owed, ladder, waited_for=owed.owner_post_id, since=owed.due_at)

    def of_notice(self, notice: "Notice") -> "Climb":
        """The climb of a notice, which ends once somebody up its ladder has it."""
        agreed = protocols.read(notice.episode.protocol_id)
        ladder = ladders.notice_ladder(
            agreed, AgencyKind(notice.agency.kind), urgency=Level(notice.urgency)
        )
        since = ladders.waits_since(
            notice.acknowledge_by, declined_at=self._unanswerable_since(notice)
        )
        return self._climb(notice, ladder, waited_for=notice.post_id, since=since)

    def _climb(
        self,
        waits: "Waits",
        ladder: Sequence[protocol.Rung],
        *,
        waited_for: UUID,
        since: datetime,
    ) -> "Climb":
        own = self.posts.own_rungs(waits.episode_id, ladder, waited_for=waited_for)
        posts = self.posts.asked(waits.episode_id, ladder)
        asked = {number: post for number, post in posts.items() if number not in own}
        heard = self._heard(waits.id, asked)
        every = ladders.rungs(ladder, waiting_since=since, passed_over=own, said=heard)
        climbed = self.climbed.get(waits.id, set())
        return Climb(
            heard,
            tuple(step for step in every if step.number not in climbed),
            asked,
        )

    def _heard(self, about: UUID, asked: Mapping[int, "Post"]) -> ladders.Said:
        """What was said on a ladder; a rung for which nobody is on duty is as good as declined."""
        heard = self.said.of(about)
        nobody = {
            number: self.empty[post.id] for number, post in asked.items() if post.id in self.empty
        }
        return replace(heard, declined={**nobody, **heard.declined})

    def _unanswerable_since(self, notice: "Notice") -> datetime | None:
        """Since when it is known that nobody of the notice's own post will take it."""
        if notice.declined_at is not None or notice.post_id not in self.empty:
            return notice.declined_at
        return max(notice.recorded_at, self.empty[notice.post_id])


@dataclass(frozen=True, slots=True)
class Climb:
    """One thing on its ladder: what was said there, the rungs to come, and who there is to ask."""

    said: ladders.Said
    to_come: tuple[ladders.Reached, ...]
    asked: dict[int, "Post"]

    def reached(self, *, now: datetime) -> tuple[ladders.Reached, ...]:
        """The rungs newly reached: their moment has come, and they were not reached before."""
        return tuple(step for step in self.to_come if step.at <= now)


def look(waits: Collection[UUID], episode_ids: Collection[UUID], *, now: datetime) -> Look:
    """What is known at a moment of these things that wait, by a few queries however many."""
    return Look(
        waiting.rungs_reached(waits),
        said.on_ladders(episode_ids),
        posts.of_episodes(episode_ids),
        rotas.empty_posts(at=now),
    )


def asking(*, now: datetime, among: waiting.Among = None) -> Asking:
    """The episodes in which something newly climbs, with what does it; of `among` alone, or all."""
    rungs = _longest_ladder()
    return chain(
        _overdue_duties(now=now, rungs=rungs, among=among),
        _overdue_steps(now=now, rungs=rungs, among=among),
        _unacknowledged_notices(now=now, rungs=rungs, among=among),
    )


def next_moment(*, after: datetime, within: timedelta) -> datetime | None:
    """The first moment after one, and no later than `within` from it, at which a notice climbs.

    A sweep comes every so often; a child's notice is taken up its ladder to the second.
    """
    until = clocks.after(after, within)
    moments = [
        step.at
        for page in waiting.unacknowledged(now=until, rungs=_longest_ladder())
        for seen in [
            look([notice.id for notice in page], {one.episode_id for one in page}, now=until)
        ]
        for notice in page
        if notice.id not in seen.said.answered
        for step in seen.of_notice(notice).to_come
    ]
    return min((moment for moment in moments if after < moment <= until), default=None)


def climb_at_once(acting: Acting) -> bool:
    """Do now whatever climbs in this episode, without waiting for a sweep; whether anything did."""
    doings = [do for _episode, do in asking(now=acting.now, among=[acting.episode.id])]
    done = [do(acting) for do in doings]
    return any(done)


def _overdue_duties(*, now: datetime, rungs: int, among: waiting.Among) -> Asking:
    for page in waiting.overdue(now=now, rungs=rungs, among=among):
        seen = look([duty.id for duty in page], {duty.episode_id for duty in page}, now=now)
        for duty in page:
            with apart(duty.episode.reference):
                if seen.of_owed(duty).reached(now=now):
                    yield duty.episode, _climb_duty(duty.id)


def _overdue_steps(*, now: datetime, rungs: int, among: waiting.Among) -> Asking:
    for page in waiting.overdue_steps(now=now, rungs=rungs, among=among):
        seen = look([step.id for step in page], {step.episode_id for step in page}, now=now)
        for step in page:
            with apart(step.episode.reference):
                if seen.of_owed(step).reached(now=now):
                    yield step.episode, _climb_step(step.id)


def _unacknowledged_notices(*, now: datetime, rungs: int, among: waiting.Among) -> Asking:
    empty = rotas.empty_posts(at=now)
    for page in waiting.unacknowledged(now=now, rungs=rungs, among=among, empty=empty):
        seen = look([notice.id for notice in page], {one.episode_id for one in page}, now=now)
        for notice in page:
            with apart(notice.episode.reference):
                new = seen.of_notice(notice).reached(now=now)
                if new and notice.id not in seen.said.answered:
                    yield notice.episode, _climb_notice(notice.id, new)


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
    seen = look([owed.id], [acting.episode.id], now=acting.now)
    new = seen.of_owed(owed).reached(now=acting.now)
    return climbing.climb(acting, new, kind=kind, about=owed.id, reason=NoticeReason.DUTY_OVERDUE)


def _climb_notice(notice_id: UUID, reached: tuple[ladders.Reached, ...]) -> Doing:
    def climb(acting: Acting) -> bool:
        notice = response.notice(acting.episode.id, notice_id)
        answered = said.on_ladders([acting.episode.id]).answered
        if notice.acknowledged_at is not None or notice_id in answered:
            return False
        return climbing.climb(
            acting, reached, kind="notice", about=notice_id, reason=NoticeReason.NOTICE_UNANSWERED
        )

    return climb


def ladder_of(episode: "Episode", agency: "Agency") -> tuple[protocol.Rung, ...]:
    """The ladder up which what waits at a post of this agency goes, by the episode's protocol."""
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
