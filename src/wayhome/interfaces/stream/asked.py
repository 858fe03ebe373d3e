"""How the database is asked for one episode of a list, worked out once for all who ask alike.

The policy of the page says it, of a viewer, an episode and a moment that stand for those of every
reading; to work it out takes longer than to ask. Whatever else is so of the viewer is as it is.
"""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from wayhome.interfaces.pages.mine import filters
from wayhome.records.episodes import visibility
from wayhome.rules import facts
from wayhome.stages.response import board as boards

KEPT = 256
# They stand for whoever asks, for their agency, and for the episode and the moment asked about.
PERSON = UUID("00000000-0000-0000-0000-0000571d0011")
AGENCY = UUID("00000000-0000-0000-0000-0000571d0012")
EPISODE = UUID("00000000-0000-0000-0000-0000571d0013")
MOMENT = datetime(1, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def page_of(
    viewer: facts.Viewer, chosen: filters.Chosen, episode_id: UUID, *, now: datetime
) -> boards.Page | None:
    """This episode where it is in the list that this viewer chose; None where none can be."""
    stands_for_them = replace(
        viewer, practitioner_id=PERSON, agency_id=AGENCY, name="", agency_name=""
    )
    page = _worked_out(stands_for_them, chosen)
    if page is None:
        return None
    meant: dict[Any, Any] = {
        PERSON: viewer.practitioner_id,
        AGENCY: viewer.agency_id,
        EPISODE: episode_id,
        MOMENT: now,
    }
    return boards.Page(page.sql, tuple(meant.get(value, value) for value in page.values))


@lru_cache(maxsize=KEPT)
def _worked_out(viewer: facts.Viewer, chosen: filters.Chosen) -> boards.Page | None:
    there = visibility.episodes(viewer).filter(id=EPISODE)
    return boards.page_of(filters.narrowed(there, chosen, viewer=viewer, now=MOMENT))
