"""Support that was promised by a day and not given: its owner is reminded, then it climbs.

It is asked after once the office is open again after that day, also when the episode has closed.
The ladder is the one of anything else that is overdue, and counts from that moment; a rung for
which nobody is on duty is passed over at once, as on that one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from wayhome.journey import climbing, climbs
from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.records.agencies import protocols
from wayhome.rules import ladders, london, notifications
from wayhome.rules.vocabulary import AgencyKind, NoticeReason
from wayhome.stages.response import waiting
from wayhome.stages.support import queries as support

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post
    from wayhome.records.episodes.models import Episode
    from wayhome.stages.support.models import PlanAction

KIND = "support"


def asking(
    *, now: datetime, among: waiting.Among = None
) -> Iterator[tuple["Episode", Callable[[Acting], bool]]]:
    """The episodes, open or closed, in which promised support is to be asked after."""
    for page in support.overdue(on=london.day_of(now), among=among):
        look = _look(page, now=now)
        for action in page:
            episode = action.plan.episode
            with apart(episode.reference):
                if _is_untold(action, look, now=now) or _new(action, look, now=now):
                    yield episode, _ask_after(action.id)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known of a page of actions: how far each has climbed, and who was reminded."""

    ladders: climbs.Look
    told: set[str]


def _look(page: "Sequence[PlanAction]", *, now: datetime) -> _Look:
    episodes = {one.plan.episode_id for one in page}
    return _Look(
        ladders=climbs.look([one.id for one in page], episodes, now=now),
        told=waiting.keys_told(episodes, NoticeReason.SUPPORT_OVERDUE),
    )


def _due(action: "PlanAction") -> datetime:
    agreed = protocols.read(action.plan.episode.protocol_id)
    return notifications.office_opens_after(agreed, action.due_date)


def _is_untold(action: "PlanAction", look: _Look, *, now: datetime) -> bool:
    return _due(action) <= now and _key(action) not in look.told


def _key(action: "PlanAction") -> str:
    return f"{NoticeReason.SUPPORT_OVERDUE}:{action.id}"


def _new(action: "PlanAction", look: _Look, *, now: datetime) -> tuple[ladders.Reached, ...]:
    """The rungs an action has newly reached."""
    episode, post = action.plan.episode, cast("Post", action.owner_post)
    ladder = ladders.ladder_of(protocols.read(episode.protocol_id), AgencyKind(post.agency.kind))
    waits = climbs.Waits(action.id, episode.id, post.id, _due(action))
    return look.ladders.climb(waits, ladder).reached(now=now)


def _ask_after(action_id: UUID) -> Callable[[Acting], bool]:
    def ask(acting: Acting) -> bool:
        action = support.action(acting.episode.id, action_id)
        if action.done_at is not None or action.stood_down_at is not None:
            return False
        look, untold = _look([action], now=acting.now), False
        if _is_untold(action, look, now=acting.now):
            post = cast("Post", action.owner_post)
            acting.tell(NoticeReason.SUPPORT_OVERDUE, key=str(action.id), posts=[post])
            untold = True
        new = _new(action, look, now=acting.now)
        reason = NoticeReason.DUTY_OVERDUE
        return climbing.climb(acting, new, kind=KIND, about=action.id, reason=reason) or untold

    return ask
