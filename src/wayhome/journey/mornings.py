"""What the night was told, the day is told: at the start of the next working day.

Out of hours a council's emergency duty team stands in for its social work team. When the office
opens, the social work team of each council that has a part is told of what is still open: of the
report, of the level that has changed, and of how the absence ended.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.records.agencies import protocols
from wayhome.records.episodes import watching
from wayhome.rules import notifications, protocol
from wayhome.rules.vocabulary import Capacity, NoticeReason, PostKind
from wayhome.stages.response import waiting

if TYPE_CHECKING:
    from wayhome.records.episodes.models import Episode

MORNING = "morning"
COUNCILS = (Capacity.RESPONSIBLE_AUTHORITY, Capacity.HOST_AUTHORITY)
OF_THE_NIGHT = (
    NoticeReason.NEW_EPISODE,
    NoticeReason.LEVEL_CHANGED,
    NoticeReason.LOCATED,
    NoticeReason.RETURNED,
    NoticeReason.ENDED_WITHOUT_RETURN,
    NoticeReason.END_WITHDRAWN,
)


def asking(*, now: datetime) -> Iterator[tuple["Episode", Callable[[Acting], bool]]]:
    """The open episodes of which the day has still to be told, with what tells it."""
    for page in watching.open_episodes():
        last = waiting.last_told([episode.id for episode in page], OF_THE_NIGHT, again=MORNING)
        for episode in page:
            with apart(episode.reference):
                agreed = protocols.read(episode.protocol_id)
                if _of_the_night(agreed, last.get(episode.id, {}), now=now):
                    yield episode, _tell


def _of_the_night(
    agreed: protocol.Protocol, last: dict[NoticeReason, datetime], *, now: datetime
) -> dict[NoticeReason, datetime]:
    """What was last told out of hours, once the office is open again.

    An end that was withdrawn as a mistake since is told no more.
    """
    if notifications.is_out_of_hours(agreed, now):
        return {}
    withdrawn = last.get(NoticeReason.END_WITHDRAWN)
    return {
        reason: at
        for reason, at in last.items()
        if notifications.is_out_of_hours(agreed, at)
        and not (
            reason in notifications.END_OF_ABSENCE and withdrawn is not None and at <= withdrawn
        )
    }


def _tell(acting: Acting) -> bool:
    found = (acting.post(council, PostKind.SOCIAL_WORK_TEAM) for council in COUNCILS)
    posts = [post for post in found if post is not None]
    last = waiting.last_told([acting.episode.id], OF_THE_NIGHT, again=MORNING)
    night = _of_the_night(acting.agreed, last.get(acting.episode.id, {}), now=acting.now)
    for reason, at in night.items():
        key = f"{MORNING}:{at.isoformat()}"
        acting.tell(reason, key=key, posts=posts)
    return bool(night and posts)
