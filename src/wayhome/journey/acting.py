"""How every step begins and ends: allowed, locked, restated, told, entered in the ledger.

A step begins by locking the episode and asking the access rule, and ends by working the
episode out afresh. Between the two it records what was told and says what follows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.journey import account as accounts
from wayhome.journey import couriers, keeping, partings
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.agencies import protocols
from wayhome.records.agencies.models import Post
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.records.protection import queries as protection
from wayhome.rules import (
    access,
    clocks,
    duties,
    episode_state,
    facts,
    moments,
    notifications,
    protocol,
    repeats,
    risk,
)
from wayhome.rules.vocabulary import Capacity, DutyKind, Level, NoticeReason, Side
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries


class EpisodeIsClosed(Exception):
    """The episode is closed; a closed episode is not changed."""


class Contradiction(Exception):
    """What was told cannot be true together. `problems` say which answer, and what to do."""

    def __init__(self, problems: tuple[moments.Problem, ...]) -> None:
        """Keep the problems; the message is their words."""
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class NotNow(Exception):
    """The step cannot be taken as things stand; the message says why and what to do.

    `entered` is what the ledger holds of it, where the message repeats what somebody wrote.
    """

    def __init__(self, message: str = "", *, entered: str = "") -> None:
        """Keep both; without another the message itself is entered."""
        super().__init__(message)
        self.entered = entered or message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step."""

    reference: str
    episode_id: UUID
    made_id: UUID | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Acting(keeping.Keeping):
    """A step being taken on a locked episode: what it asks for next and whom it tells."""

    level_before: Level | None = None
    told_anybody: bool = False

    def schedule_review(self) -> bool:
        """Make sure a review is due no later than the timetable asks; whether one was opened.

        A mark of the timetable for which a review was already held is passed over.
        """
        reviews = self.duties_before(DutyKind.REVIEW)
        waiting = [duty for duty in reviews if duty.met_at is None and duty.declined_at is None]
        held = {duty.key for duty in reviews} - {duty.key for duty in waiting}
        due = self.next_review(after=self.now)
        while due.isoformat() in held:
            due = self.next_review(after=due)
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

    def next_review(self, *, after: datetime) -> datetime:
        """The first mark of the timetable after a moment."""
        level = risk.level_in_force(self.account)
        return duties.next_review(self.agreed, account=self.account, level=level, now=after)

    def add_steps_of_level(self, *, are_first: bool = False) -> None:
        """Add the steps the protocol asks for at the level in force that are not there yet.

        In an episode that is being opened they `are_first`: none is.
        """
        level = risk.level_in_force(self.account)
        wanted = protocol.steps_for(self.agreed, level=level, type_=self.account.type)
        there = set() if are_first else response_queries.titles_of_steps(self.episode.id)
        response.add_steps(
            self.episode,
            [
                response.NewStep(
                    title=step.title,
                    post=self.post(step.capacity, step.post) or self.owner_post,
                    due_at=clocks.after(self.now, protocol.minutes(step.within_minutes)),
                    from_protocol=True,
                )
                for step in wanted
                if step.title not in there
                and (step.capacity is not Capacity.PLACEMENT or self.post(step.capacity, step.post))
            ],
            by=self.by,
            at=self.now,
        )

    def ask_again(self, *, why: str, sides: Iterable[Side] = Side) -> None:
        """New information: sides are asked to assess again by a time, and told so.

        A side that is being asked already is not given a second, later time. Nobody is asked
        once the child is back.
        """
        if not episode_state.is_still_away(self.account):
            return
        for side in sides:
            capacity, post = duties.assessor_of(self.agreed, side, now=self.now)
            if not self.waiting_for(DutyKind.REASSESS, f":{side}"):
                self.open_duty(
                    DutyKind.REASSESS,
                    key=f"{self.now.isoformat()}:{side}",
                    reason=why,
                    post=self.post(capacity, post),
                )
        self.tell(NoticeReason.REASSESS, key=self.now.isoformat())

    def ask_for_strategy(self, starts: Sequence[datetime]) -> None:
        """Open a strategy discussion for each trigger that has fired and was not opened before."""
        opened = {duty.key for duty in self.duties_before(DutyKind.STRATEGY_DISCUSSION)}
        for fired in repeats.strategy_triggers(
            self.agreed, account=self.account, starts=starts, now=self.now, asked=opened
        ):
            self.open_duty(DutyKind.STRATEGY_DISCUSSION, key=fired.key, reason=fired.reason)
            self.tell(NoticeReason.STRATEGY_TRIGGER, key=fired.key)

    def tell(
        self, reason: NoticeReason, *, key: str = keeping.ONCE, posts: Iterable[Post] | None = None
    ) -> None:
        """Queue the notices that are owed, or a notice to these posts, with their messages."""
        to = posts if posts is not None else self.owed(reason)
        to = protection.open_to(to, child_id=self.episode.child_id, now=self.now)
        key = self.once_more(key) if reason in notifications.END_OF_ABSENCE else key
        level = risk.level_in_force(self.account)
        notices = response.queue_notices(
            self.episode,
            reason,
            posts=to,
            key=f"{reason}:{key}",
            urgency=level,
            acknowledge_by=notifications.acknowledge_by(
                self.agreed, level=level, queued_at=self.now
            ),
            by=self.by,
            at=self.now,
        )
        self.told_anybody = self.told_anybody or bool(notices)
        couriers.owe(notices, at=self.now)

    def owed(self, reason: NoticeReason) -> list[Post]:
        """The posts a notice of this is owed to, by the parts their agencies have now."""
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
    acting = begin_even_if_closed(episode_id, deed, by=by, now=now)
    if acting.episode.closed_at is not None:
        raise EpisodeIsClosed("This episode is closed. Make a new report if the child is missing.")
    return acting


def begin_even_if_closed(
    episode_id: UUID, deed: access.Deed, *, by: facts.Viewer | None, now: datetime
) -> Acting:
    """As `begin`, for what goes on after an episode has closed, such as support."""
    acting = resume(episodes.locked(episode_id), by=by, now=now)
    if by is not None:
        child_id = acting.episode.child_id
        named = protection.named_for(child_id)
        access.require(by, deed, parties=acting.account.parties, child_id=child_id, named=named)
    return acting


def begin_hearing(
    episode_id: UUID, deed: access.Deed, *, by: facts.Viewer, now: datetime
) -> Acting:
    """As `begin`, for the return home interview, which a child may want after all once it closed.

    Raises EpisodeIsClosed for an episode that was over before Wayhome was told of it.
    """
    acting = begin_even_if_closed(episode_id, deed, by=by, now=now)
    if acting.episode.owner_post_id is None:
        raise EpisodeIsClosed("This episode is closed. Make a new report if the child is missing.")
    return acting


def resume(
    episode: Episode, *, by: facts.Viewer | None, now: datetime, posts: Iterable[Post] = ()
) -> Acting:
    """Act on an episode that is locked, or is being made, in this transaction.

    `posts` are those of every agency that has a part in it, where they are known already.
    """
    account, moment = accounts.account_to_act_on(episode, now=now)
    return Acting(
        episode=episode,
        account=account,
        agreed=protocols.read(episode.protocol_id),
        by=by,
        now=moment,
        _posts=list(posts),
        level_before=risk.level_in_force(account),
    )


def finish(
    acting: Acting,
    deed: access.Deed,
    *,
    made_id: UUID | None = None,
    verb: Verb = Verb.ALTER,
    warnings: tuple[str, ...] = (),
    reason: str = "",
) -> Outcome:
    """Catch up with what was recorded, and enter the step in the ledger."""
    catch_up(acting)
    ledger.write(
        verb,
        by=acting.by,
        at=acting.now,
        deed=deed,
        child_id=acting.episode.child_id,
        episode_id=acting.episode.id,
        object_id=made_id,
        reason=reason,
    )
    return Outcome(acting.episode.reference, acting.episode.id, made_id, warnings)


def catch_up(acting: Acting) -> None:
    """Work the episode out afresh; tell of a level that changed; keep a review ahead.

    A part that care has passed on ends when nothing is left to do in it.
    """
    acting.restated()
    if acting.episode.closed_at is None:
        _follow_the_level(acting)
        if acting.schedule_review():
            acting.restated()
    parted = [partings.end_superseded(acting), partings.finish_hearing(acting)]
    if any(parted):
        acting.restated()


def _follow_the_level(acting: Acting) -> None:
    """Tell of a level that has changed; one that rose while the child is away asks for more."""
    before, level = acting.level_before, risk.level_in_force(acting.account)
    if before is None or level is before:
        return
    acting.tell(NoticeReason.LEVEL_CHANGED, key=acting.now.isoformat())
    if level.rank > before.rank and episode_state.is_still_away(acting.account):
        acting.add_steps_of_level()


def unless(*problems: tuple[moments.Problem, ...]) -> None:
    """Raise Contradiction if any check found a problem."""
    found = tuple(problem for check in problems for problem in check)
    if found:
        raise Contradiction(found)


def said(words: str, *, field: str, or_else: str) -> tuple[moments.Problem, ...]:
    """A problem with an answer that was left out: `or_else` says what to do."""
    return () if words.strip() else (moments.Problem(field, or_else),)
