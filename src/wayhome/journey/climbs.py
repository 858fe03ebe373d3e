"""What has waited too long, and the rungs of its ladder that are newly reached.

A duty, a step and a notice each wait at a post; a challenge and promised support wait as well.
They are asked for over every episode when time passes, and in one episode when somebody there says
that they cannot take what they were told. A rung for which nobody is on duty keeps nothing waiting.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from wayhome.rules.reasons import WhyAsked
from wayhome.rules.vocabulary import AgencyKind, Level, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import said, waiting
from wayhome.stages.risk import queries as risk_queries

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Agency, Post
    from wayhome.records.episodes.models import Episode
    from wayhome.stages.response.models import Duty, Notice, Step

    class Challenge(Protocol):
        """A difference between the two sides that waits to be answered."""

        id: UUID
        episode_id: UUID
        opened_at: datetime


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
        waits = Waits(owed.id, owed.episode_id, owed.owner_post_id, owed.due_at)
        return self.climb(waits, ladder)

    def of_challenge(self, challenge: "Challenge", agreed: protocol.Protocol) -> "Climb":
        """The climb of a difference between the two sides, which waits at no post of its own."""
        waits = Waits(challenge.id, challenge.episode_id, None, challenge.opened_at)
        return self.climb(waits, agreed.challenge_ladder)

    def of_notice(self, notice: "Notice") -> "Climb":
        """The climb of a notice, which ends once somebody up its ladder has it."""
        agreed = protocols.read(notice.episode.protocol_id)
        ladder = ladders.notice_ladder(
            agreed, AgencyKind(notice.agency.kind), urgency=Level(notice.urgency)
        )
        since = ladders.waits_since(
            notice.acknowledge_by, declined_at=self._unanswerable_since(notice)
        )
        why = self._why_before(notice) if since < notice.acknowledge_by else WhyAsked.TIME
        return self.climb(Waits(notice.id, notice.episode_id, notice.post_id, since, why), ladder)

    def climb(self, waits: "Waits", ladder: Sequence[protocol.Rung]) -> "Climb":
        """The climb of something that waits, up this ladder; its own post is passed over."""
        own = self.posts.own_rungs(waits.episode_id, ladder, waited_for=waits.post_id)
        posts = self.posts.asked(waits.episode_id, ladder)
        asked = {number: post for number, post in posts.items() if number not in own}
        heard = self._heard(waits.about, asked)
        every = ladders.rungs(
            ladder, waiting_since=waits.since, passed_over=own, said=heard, because=waits.because
        )
        climbed = self.climbed.get(waits.about, set())
        return Climb(
            heard,
            tuple(step for step in every if step.number not in climbed),
            asked,
        )

    def _heard(self, about: UUID, asked: Mapping[int, "Post"]) -> ladders.Said:
        """What was said on a ladder; a rung for which nobody is on duty is as good as declined."""
        nobody = {
            number: self.empty[post.id] for number, post in asked.items() if post.id in self.empty
        }
        return ladders.with_nobody_on_duty(self.said.of(about), nobody)

    def _unanswerable_since(self, notice: "Notice") -> datetime | None:
        """Since when it is known that nobody of the notice's own post will take it."""
        if notice.declined_at is not None or notice.post_id not in self.empty:
            return notice.declined_at
        return max(notice.recorded_at, self.empty[notice.post_id])

    def _why_before(self, notice: "Notice") -> WhyAsked:
        """Why a notice climbs before its time is up."""
        return WhyAsked.NOBODY_ON_DUTY if notice.declined_at is None else WhyAsked.DECLINED


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits: about what, at which post, since when, and why since then."""

    about: UUID
    episode_id: UUID
    post_id: UUID | None
    since: datetime
    because: WhyAsked = WhyAsked.TIME


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
    return look_knowing(rotas.empty_posts(at=now), waits, episode_ids)


def look_knowing(
    empty: Mapping[UUID, datetime], waits: Collection[UUID], episode_ids: Collection[UUID]
) -> Look:
    """As `look`, where it was asked already for which posts nobody is on duty, and since when."""
    if not waits:
        return Look({}, said.OnLadders(), posts.Posts({}, {}), empty)
    return Look(
        waiting.rungs_reached(waits),
        said.on_ladders(episode_ids),
        posts.of_episodes(episode_ids),
        empty,
    )


def asking(*, now: datetime, among: waiting.Among = None) -> Asking:
    """The episodes in which something newly climbs, with what does it; of `among` alone, or all."""
    wanted = _Wanted(now, _longest_ladder(), among, rotas.empty_posts(at=now))
    return chain(_overdue_duties(wanted), _overdue_steps(wanted), _unacknowledged_notices(wanted))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for: by when, of how many rungs, in which episodes; and who is not there."""

    now: datetime
    rungs: int
    among: waiting.Among
    empty: Mapping[UUID, datetime]

    def look(self, page: "Sequence[Duty | Step | Notice]") -> Look:
        """What is known of a page of things that wait."""
        ids, episode_ids = [one.id for one in page], {one.episode_id for one in page}
        return look_knowing(self.empty, ids, episode_ids)


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


def climb_challenge(acting: Acting) -> bool:
    """Turn to every rung of an open challenge whose moment has come; whether any was new."""
    challenge = risk_queries.open_challenge(acting.episode.id)
    if challenge is None:
        return False
    seen = look([challenge.id], [acting.episode.id], now=acting.now)
    reached = seen.of_challenge(challenge, acting.agreed).reached(now=acting.now)
    return climbing.climb_challenge(acting, challenge.id, reached=reached)


def _overdue_duties(asked: _Wanted) -> Asking:
    for page in waiting.overdue(now=asked.now, rungs=asked.rungs, among=asked.among):
        seen = asked.look(page)
        for duty in page:
            with apart(duty.episode.reference):
                if seen.of_owed(duty).reached(now=asked.now):
                    yield duty.episode, _climb_duty(duty.id)


def _overdue_steps(asked: _Wanted) -> Asking:
    for page in waiting.overdue_steps(now=asked.now, rungs=asked.rungs, among=asked.among):
        seen = asked.look(page)
        for step in page:
            with apart(step.episode.reference):
                if seen.of_owed(step).reached(now=asked.now):
                    yield step.episode, _climb_step(step.id)


def _unacknowledged_notices(asked: _Wanted) -> Asking:
    for page in waiting.unacknowledged(
        now=asked.now, rungs=asked.rungs, among=asked.among, empty=asked.empty
    ):
        seen = asked.look(page)
        for notice in page:
            with apart(notice.episode.reference):
                new = seen.of_notice(notice).reached(now=asked.now)
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
