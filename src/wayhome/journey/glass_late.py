"""An emergency look was not reviewed in time: the managers who could review it are told, once.

They are told by notices of the child's newest episode, which climb like any other while nobody
says "I have this".
"""

from collections.abc import Callable, Iterator
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
    for look in looks.late(now=now):
        with apart("an emergency look"):
            every = _acted_on(look)
            told = waiting.keys_told([episode.id for episode in every], LATE)
            if every and _key(look.id) not in told:
                yield every[-1], _tell(look)


def _acted_on(look: "BreakGlass") -> list["Episode"]:
    """The child's episodes that anybody owns or owned, oldest first: none was told of the past."""
    every = episodes.reports_of(look.child_id) if look.child_id else []
    return [episode for episode in every if episode.owner_post_id is not None]


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
