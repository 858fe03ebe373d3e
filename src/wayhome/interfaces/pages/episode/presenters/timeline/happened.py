"""One fact on the line of time, before it is put in words for the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters

LATER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened, when; who said so, who recorded it, and when they did.

    `is_unsigned` where the page does not say whose it is. `since` says who corrected it, and
    `correct` is where this viewer can; `withdraw` is where they can say it did not happen.
    """

    at: datetime
    recorded_at: datetime
    title: str
    by: UUID | None = None
    said_by: str = ""
    text: str = ""
    tag: presenters.Tag | None = None
    risk: presenters.Risk | None = None
    is_unsigned: bool = False
    since: str = ""
    correct: str = ""
    withdraw: str = ""


def entry(asked: Asked, happened: Happened) -> parts.TimelineEntry:
    """The fact in words, with when it was recorded where that was later."""
    return parts.TimelineEntry(
        when=asked.moment(happened.at),
        exact=presenters.exact(happened.at),
        iso=happened.at.isoformat(),
        title=happened.title,
        by=_by(asked, happened),
        text=happened.text,
        recorded=_recorded(asked, happened),
        tag=happened.tag,
        risk=happened.risk,
        since=happened.since,
        correct=parts.Link(_("Correct this"), happened.correct) if happened.correct else None,
        withdraw=(
            parts.Link(_("It did not happen: withdraw this"), happened.withdraw)
            if happened.withdraw
            else None
        ),
    )


def _by(asked: Asked, happened: Happened) -> str:
    if happened.is_unsigned:
        return ""
    recorder = asked.name(happened.by)
    if happened.said_by and recorder:
        return _("Said by %(source)s. Recorded by %(name)s") % {
            "source": happened.said_by,
            "name": recorder,
        }
    return happened.said_by or recorder or _("The service, because time passed")


def _recorded(asked: Asked, happened: Happened) -> str:
    length = happened.recorded_at - happened.at
    if length < LATER:
        return ""
    return _("Recorded %(moment)s, %(length)s later.") % {
        "moment": asked.moment(happened.recorded_at),
        "length": presenters.duration(length),
    }
