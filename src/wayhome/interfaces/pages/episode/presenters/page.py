"""The page of one episode, put together from its sections."""

from collections.abc import Sequence
from dataclasses import dataclass

from wayhome.interfaces.pages.episode.presenters import (
    deeds,
    due,
    ends,
    heading,
    heard,
    report,
    risk,
    told,
)
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline import whole as timeline
from wayhome.interfaces.pages.shared import parts
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.saying import one_page


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page. A section that may not be read is None or empty."""

    heading: heading.Heading
    doable: deeds.Doable
    due: due.Due | None
    ends: Sequence[parts.Ending]
    risk: risk.Risk | None
    last_words: heard.Words | None
    told: told.Told | None
    reports: Sequence[report.Report]
    interview: heard.Heard
    support: heard.Support | None
    timeline: Sequence[parts.TimelineEntry]


@one_page()
def page(asked: Asked, *, oldest_first: bool) -> Page:
    """The page at the moment shown, of the sections the viewer may read."""
    child = reverse("child", args=[asked.whole.child.child.reference])
    return Page(
        heading=heading.heading(asked, child_href=child),
        doable=deeds.doable(asked),
        due=due.shown(asked),
        ends=ends.shown(asked),
        risk=risk.shown(asked),
        last_words=heard.last(asked),
        told=told.shown(asked),
        reports=report.shown(asked),
        interview=heard.interview(asked),
        support=heard.support(asked),
        timeline=timeline.shown(asked, oldest_first=oldest_first),
    )
