"""An emergency look was not reviewed in time: the managers who could review it are told, once.

They are told by notices of the child's newest episode, which climb like any other while nobody
says "I have this".
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.records.emergency import queries as looks
from wayhome.records.episodes import queries as episodes
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.response import waiting

if TYPE_CHECKING:
    from wayhome.records.emergency.models import BreakGlass
    from wayhome.records.episodes.models import Episode

LATE = NoticeReason.BREAK_GLASS_LATE


def asking(*, now: datetime) -> Iterator[tuple["Episode", Callable[[Acting], bool]]]:
    """The episodes, open or closed, in which it is to be told that a look was not reviewed."""
    late = list(looks.late(now=now))
    if not late:
        return
    newest = _newest(look.child_id for look in late if look.child_id)
    told = waiting.keys_told([episode.id for episode in newest.values()], LATE)
    for look in late:
        with apart("an emergency look"):
            if look.child_id in newest and _key(look.id) not in told:
                yield newest[look.child_id], _tell(look)


def _newest(child_ids: Iterable[UUID]) -> dict[UUID, "Episode"]:
    """Each child's newest episode that anybody owns or owned: nobody is told by one of the past."""
    every = episodes.reports_of_each(child_ids)
    return {each.child_id: each for each in every if each.owner_post_id is not None}


def _key(look_id: UUID) -> str:
    return f"{LATE}:{look_id}"


def _is_told(acting: Acting, look: "BreakGlass") -> bool:
    return _key(look.id) in waiting.keys_told([acting.episode.id], LATE)


def _tell(look: "BreakGlass") -> Callable[[Acting], bool]:
    def tell(acting: Acting) -> bool:
        look.refresh_from_db(fields=["reviewed_at"])
        if look.reviewed_at is not None or _is_told(acting, look):
            return False
        acting.tell(LATE, key=str(look.id))
        return _is_told(acting, look)

    return tell
