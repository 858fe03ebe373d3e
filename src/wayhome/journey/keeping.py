"""The duties of an episode, as a step opens, meets and declines them.

A duty goes to the post the rules name, in the agency that plays the part; where no agency plays
it, to the post that owns the episode. The same key opens a duty once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from uuid import UUID

from wayhome.journey import posts
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.rules import clocks, duties, facts, protocol, risk
from wayhome.rules.vocabulary import Capacity, DutyKind, PostKind, Side
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty

ONCE = "once"


@dataclass(slots=True)
class Keeping:
    """An episode whose duties are being kept: its account, its protocol, who, and when."""

    episode: Episode
    account: facts.Account
    agreed: protocol.Protocol
    by: facts.Viewer | None
    now: datetime
    _posts: list[Post] = field(default_factory=list)

    @property
    def person(self) -> facts.Viewer:
        """The practitioner who acts. Raises RuntimeError where the service itself does."""
        if self.by is None:
            raise RuntimeError("only a person can meet or decline a duty")
        return self.by

    @property
    def owner_post(self) -> Post:
        """The post that owns the episode: where a duty goes that no other post can take."""
        return cast("Post", self.episode.owner_post)  # the database keeps an owner while it is open

    def posts(self) -> list[Post]:
        """The posts of every agency that has a part in the episode."""
        if not self._posts:
            self._posts = agencies.posts_of(party.agency_id for party in self.account.parties)
        return self._posts

    def post(self, capacity: Capacity, kind: PostKind) -> Post | None:
        """The post of this kind in the agency that plays this part; None if none plays it.

        Where care has changed hands, the agency that took the part last.
        """
        return posts.post_of(self.account.parties, self.posts(), capacity=capacity, kind=kind)

    def open_duty(
        self,
        kind: DutyKind,
        *,
        key: str = ONCE,
        reason: str = "",
        started_at: datetime | None = None,
        due_at: datetime | None = None,
        post: Post | None = None,
        contact_id: UUID | None = None,
    ) -> None:
        """Open a duty with its owner and time; the same key opens it once."""
        new = self._new(kind, key=key, started_at=started_at, due_at=due_at, post=post)
        new = replace(new, reason=reason or kind.label, contact_id=contact_id)
        response.open_duties(self.episode, [new], by=self.by, at=self.now)

    def _new(
        self,
        kind: DutyKind,
        *,
        key: str,
        started_at: datetime | None,
        due_at: datetime | None = None,
        post: Post | None = None,
    ) -> response.NewDuty:
        started = started_at or self.now
        capacity, post_kind = duties.owner_of(self.agreed, kind, now=self.now)
        return response.NewDuty(
            kind=kind,
            key=key,
            reason=kind.label,
            post=post or self.post(capacity, post_kind) or self.owner_post,
            started_at=started,
            due_at=due_at or clocks.after(started, self._allowed(kind)),
        )

    def _allowed(self, kind: DutyKind) -> timedelta:
        level = risk.level_in_force(self.account)
        return clocks.duty_allowed(self.agreed, kind, level=level)

    def start(
        self, milestone: duties.Milestone, *, at: datetime | None = None, key: str = ONCE
    ) -> None:
        """Open what a milestone starts, from when it happened; what is done already is left.

        Once for each time it truly happened: after one that was recorded by mistake, once more.
        """
        again = self.account.withdrawn_at is not None
        there = self.waiting(*duties.STARTED_BY[milestone]) if again else ()
        waiting = {DutyKind(duty.kind) for duty in there}
        new = [
            self._new(kind, key=self.once_more(key), started_at=at)
            for kind in duties.STARTED_BY[milestone]
            if not duties.is_done_already(self.account, kind) and kind not in waiting
        ]
        response.open_duties(self.episode, new, by=self.by, at=self.now)

    def duties_before(self, kind: DutyKind) -> "list[Duty]":
        """The duties of one kind the episode had when it was last worked out."""
        known = any(duty.kind is kind for duty in self.account.duties)
        return self.duties_of(kind) if known else []

    def once_more(self, key: str) -> str:
        """The key of what is done once, and once more after an end that was a mistake."""
        withdrawn = self.account.withdrawn_at
        return f"{key}:{withdrawn.isoformat()}" if key == ONCE and withdrawn else key

    def duties_of(self, kind: DutyKind) -> "list[Duty]":
        """The duties of one kind this episode has ever had."""
        return response_queries.duties_of(self.episode.id, kind)

    def waiting(self, *kinds: DutyKind) -> "list[Duty]":
        """The open duties of these kinds, soonest first."""
        return [
            duty for duty in response_queries.open_duties_of(self.episode.id) if duty.kind in kinds
        ]

    def waiting_for(self, kind: DutyKind, key: str) -> "list[Duty]":
        """The open duties of a kind with this key, or with a key that ends in it."""
        return [duty for duty in self.waiting(kind) if duty.key.endswith(key)]

    def meet(self, *kinds: DutyKind, done_at: datetime | None = None) -> None:
        """Meet the open duties of these kinds, which were done now or at `done_at`."""
        self.meet_these(self.waiting(*kinds), done_at=done_at)

    def meet_these(self, waiting: "Iterable[Duty]", *, done_at: datetime | None = None) -> None:
        """Meet these duties, which were done now or at `done_at`."""
        response.meet(waiting, by=self.person, at=self.now, done_at=done_at)

    def meet_reassessment(self, side: Side) -> None:
        """Meet every open request to one side to assess again."""
        self.meet_these(self.waiting_for(DutyKind.REASSESS, f":{side}"))

    def decline(self, duty: "Duty", *, because: str) -> None:
        """A duty falls away, for a reason that is kept."""
        response.decline(duty, reason=because, by=self.person, at=self.now)

    def stand_down_steps(self, *, because: str, of_the_search: bool = False) -> None:
        """The steps nobody has done fall away, for a reason that is kept.

        `of_the_search` are those the protocol asks for; what people added besides stays theirs.
        """
        undone = response_queries.undone_steps_of(self.episode.id)
        steps = [step for step in undone if step.from_protocol or not of_the_search]
        response.stand_down_steps(steps, because=because, by=self.person, at=self.now)

    def stand_down(self, *kinds: DutyKind, because: str) -> None:
        """Every open duty of these kinds falls away, for a reason that is kept."""
        for duty in self.waiting(*kinds):
            self.decline(duty, because=because)
