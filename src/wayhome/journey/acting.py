"""How every step begins and ends: allowed, locked, restated, told, entered in the ledger.

A step begins by locking the episode and asking the access rule, and ends by working the
episode out afresh. Between the two it records what was told and says what follows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import account as accounts
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import outbox
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import (
    access,
    clocks,
    duties,
    facts,
    moments,
    notifications,
    protocol,
    repeats,
    risk,
)
from wayhome.rules.vocabulary import Capacity, DutyKind, NoticeReason, PostKind, Side
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Duty


class EpisodeIsClosed(Exception):
    """The episode is closed; a closed episode is not changed."""


class Contradiction(Exception):
    """What was told cannot be true together. `problems` say which answer, and what to do."""

    def __init__(self, problems: tuple[moments.Problem, ...]) -> None:
        """Keep the problems; the message is their words."""
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class NotNow(Exception):
    """The step cannot be taken as things stand; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step."""

    reference: str
    episode_id: UUID
    made_id: UUID | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Acting:
    """A step being taken: the locked episode, its account, its protocol, who, and when."""

    episode: Episode
    account: facts.Account
    agreed: protocol.Protocol
    by: facts.Viewer | None
    now: datetime
    told_anybody: bool = False
    _posts: list[Post] = field(default_factory=list)

    def post(self, capacity: Capacity, kind: PostKind) -> Post | None:
        """The post of this kind in the agency that plays this part; None if none plays it."""
        holder = next(
            (party.agency_id for party in self.account.parties if party.capacity is capacity), None
        )
        if holder is None:
            return None
        if not self._posts:
            self._posts = agencies.posts_of(party.agency_id for party in self.account.parties)
        return agencies.choose_post(self._posts, agency_id=holder, kind=kind)

    @property
    def owner_post(self) -> Post:
        """The post that owns the episode: where a duty goes that no other post can take."""
        return self.episode.owner_post

    def open_duty(
        self,
        kind: DutyKind,
        *,
        key: str = "once",
        reason: str = "",
        started_at: datetime | None = None,
        due_at: datetime | None = None,
        post: Post | None = None,
        contact_id: UUID | None = None,
    ) -> None:
        """Open a duty with its owner and time; the same key opens it once."""
        started = started_at or self.now
        capacity, post_kind = duties.owner_of(self.agreed, kind, now=self.now)
        level = risk.level_in_force(self.account)
        response.open_duties(
            self.episode,
            [
                response.NewDuty(
                    kind=kind,
                    key=key,
                    reason=reason or kind.label,
                    post=post or self.post(capacity, post_kind) or self.owner_post,
                    started_at=started,
                    due_at=due_at
                    or clocks.after(started, clocks.duty_allowed(self.agreed, kind, level=level)),
                    contact_id=contact_id,
                )
            ],
            by=self.by,
            at=self.now,
        )

    def start(self, milestone: duties.Milestone, *, at: datetime | None = None) -> None:
        """Open every duty a milestone starts, counted from when it happened."""
        for kind in duties.STARTED_BY[milestone]:
            self.open_duty(kind, started_at=at)

    def waiting(self, *kinds: DutyKind) -> "list[Duty]":
        """The open duties of these kinds, soonest first."""
        return [
            duty for duty in response_queries.open_duties_of(self.episode.id) if duty.kind in kinds
        ]

    def meet(self, *kinds: DutyKind) -> None:
        """Meet the open duties of these kinds."""
        response.meet(self.waiting(*kinds), by=self.person, at=self.now)

    def meet_reassessment(self, side: Side) -> None:
        """Meet every open request to one side to assess again."""
        asked = [duty for duty in self.waiting(DutyKind.REASSESS) if duty.key.endswith(f":{side}")]
        response.meet(asked, by=self.person, at=self.now)

    def meet_mine(self, kind: DutyKind) -> None:
        """Meet the open duties of this kind that belong to the viewer's agency."""
        mine = [
            duty for duty in self.waiting(kind) if duty.owner_agency_id == self.person.agency_id
        ]
        response.meet(mine, by=self.person, at=self.now)

    def decline(self, duty: "Duty", *, because: str) -> None:
        """A duty falls away, for a reason that is kept."""
        response.decline(duty, reason=because, by=self.person, at=self.now)

    def stand_down(self, *kinds: DutyKind, because: str) -> None:
        """Every open duty of these kinds falls away, for a reason that is kept."""
        for duty in self.waiting(*kinds):
            self.decline(duty, because=because)

    @property
    def person(self) -> facts.Viewer:
        """The practitioner who acts. Raises RuntimeError where the service itself does."""
        if self.by is None:
            raise RuntimeError("only a person can meet or decline a duty")
        return self.by

    def schedule_review(self) -> bool:
        """Make sure a review is due no later than the timetable asks; whether one was opened."""
        due = duties.next_review(
            self.agreed,
            account=self.account,
            level=risk.level_in_force(self.account),
            now=self.now,
        )
        waiting = [
            duty
            for duty in self.account.duties
            if duty.kind is DutyKind.REVIEW and clocks.is_open(duty)
        ]
        if any(duty.due_at <= due for duty in waiting):
            return False
        self.open_duty(
            DutyKind.REVIEW,
            key=due.isoformat(),
            reason="Review of the level, the steps and what is known",
            started_at=self.now,
            due_at=due,
        )
        return True

    def ask_again(self, *, why: str) -> None:
        """New information: each side is asked to assess again by a time, and told so."""
        for side in Side:
            capacity, post = duties.assessor_of(self.agreed, side, now=self.now)
            self.open_duty(
                DutyKind.REASSESS,
                key=f"{self.now.isoformat()}:{side}",
                reason=why,
                post=self.post(capacity, post),
            )
        self.tell(NoticeReason.REASSESS, key=self.now.isoformat())

    def ask_for_strategy(self, starts: Sequence[datetime]) -> None:
        """Open a strategy discussion for each trigger that has fired and was not opened before."""
        opened = {duty.key for duty in self.duties_of(DutyKind.STRATEGY_DISCUSSION)}
        for fired in repeats.strategy_triggers(
            self.agreed, account=self.account, starts=starts, now=self.now
        ):
            if fired.key not in opened:
                self.open_duty(DutyKind.STRATEGY_DISCUSSION, key=fired.key, reason=fired.reason)
                self.tell(NoticeReason.STRATEGY_TRIGGER, key=fired.key)

    def duties_of(self, kind: DutyKind) -> "list[Duty]":
        """The duties of one kind this episode has ever had."""
        return response_queries.duties_of(self.episode.id, kind)

    def tell(
        self, reason: NoticeReason, *, key: str = "once", posts: Iterable[Post] | None = None
    ) -> None:
        """Queue the notices that are owed, or a notice to these posts, with their messages."""
        to = posts if posts is not None else self._owed(reason)
        level = risk.level_in_force(self.account)
        notices = response.queue_notices(
            self.episode,
            reason,
            posts=to,
            key=f"{reason}:{key}",
            acknowledge_by=notifications.acknowledge_by(
                self.agreed, level=level, queued_at=self.now
            ),
            by=self.by,
            at=self.now,
        )
        self.told_anybody = self.told_anybody or bool(notices)
        for notice in notices:
            outbox.queue([notice.post.email], about=notice.id, at=self.now)

    def _owed(self, reason: NoticeReason) -> list[Post]:
        owed = notifications.owed(self.agreed, reason, account=self.account, now=self.now)
        found = [self.post(notice.capacity, notice.post) for notice in owed]
        return [post for post in found if post is not None]

    def restated(self) -> facts.Account:
        """Work the episode out afresh from what is recorded now."""
        self.account = accounts.restate(self.episode, now=self.now)
        self._posts = []
        return self.account


def begin(episode_id: UUID, deed: access.Deed, *, by: facts.Viewer | None, now: datetime) -> Acting:
    """Lock the episode and ask whether this may be done.

    `by` is None only for the service itself, because time passed. Raises NoSuchEpisode,
    Refused or EpisodeIsClosed. Call inside a transaction.
    """
    episode = episodes.locked(episode_id)
    account = accounts.account_of(episode, as_of=now)
    if by is not None:
        access.require(by, deed, parties=account.parties)
    if episode.closed_at is not None:
        raise EpisodeIsClosed("This episode is closed. Make a new report if the child is missing.")
    return Acting(episode, account, protocols.read(episode.protocol_id), by, now)


def finish(
    acting: Acting,
    deed: access.Deed,
    *,
    made_id: UUID | None = None,
    verb: Verb = Verb.ALTER,
    warnings: tuple[str, ...] = (),
) -> Outcome:
    """Work the episode out afresh, keep a review ahead, and enter the step in the ledger."""
    before = acting.episode.level
    acting.restated()
    if acting.episode.closed_at is None:
        if acting.episode.level != before:
            acting.tell(NoticeReason.LEVEL_CHANGED, key=acting.now.isoformat())
        if acting.schedule_review():
            acting.restated()
    ledger.write(
        verb,
        by=acting.by,
        at=acting.now,
        deed=deed,
        child_id=acting.episode.child_id,
        episode_id=acting.episode.id,
        object_id=made_id,
    )
    return Outcome(acting.episode.reference, acting.episode.id, made_id, warnings)


def unless(*problems: tuple[moments.Problem, ...]) -> None:
    """Raise Contradiction if any check found a problem."""
    found = tuple(problem for check in problems for problem in check)
    if found:
        raise Contradiction(found)
