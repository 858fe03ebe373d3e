"""Sightings and ideas of where the child may be, newest first, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import desk, parts, presenters
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.rules import redaction
from wayhome.rules.vocabulary import Certainty

if TYPE_CHECKING:
    from wayhome.stages.search.models import Hypothesis, Sighting

TONES = {Certainty.CERTAIN: Tone.NOTE, Certainty.PROBABLE: Tone.NOTE}


@dataclass(frozen=True, slots=True)
class Search:
    """What is recorded, for those who may read it."""

    heading: desk.Heading
    entries: list[parts.TimelineEntry]
    is_held_back: bool


def sightings(here: desk.Desk) -> Search:
    """The sightings of an episode, the latest seen first."""
    rows = here.whole.search.sightings
    wrong = {row.corrects_id for row in rows}
    return _search(
        here,
        [
            _entry(
                here,
                row,
                row.at,
                row.place,
                text="\n".join(
                    word
                    for word in (
                        row.description,
                        _("Done: %(what)s") % {"what": row.done} if row.done else "",
                    )
                    if word
                ),
                by=", ".join(word for word in (row.source_name, row.source_contact) if word),
                tag=_standing(row, wrong),
            )
            for row in sorted(rows, key=lambda row: row.at, reverse=True)
        ],
    )


def hypotheses(here: desk.Desk) -> Search:
    """The ideas recorded in an episode, newest first."""
    rows = here.whole.search.hypotheses
    return _search(
        here,
        [
            _entry(here, row, row.recorded_at, row.where, text=row.why, by="")
            for row in reversed(rows)
        ],
    )


def _search(here: desk.Desk, entries: list[parts.TimelineEntry]) -> Search:
    reads = here.reads(redaction.Section.SEARCH)
    return Search(desk.heading(here), entries if reads else [], is_held_back=not reads)


def _entry(
    here: desk.Desk,
    row: "Sighting | Hypothesis",
    at: datetime,
    title: str,
    *,
    text: str,
    by: str,
    tag: Tag | None = None,
) -> parts.TimelineEntry:
    names = desk.names_of(here, row.recorded_by_id)
    recorded = _("Recorded %(moment)s by %(name)s") % {
        "moment": presenters.moment(row.recorded_at, now=here.now),
        "name": names.get(row.recorded_by_id, ""),
    }
    return parts.TimelineEntry(
        when=presenters.moment(at, now=here.now),
        exact=presenters.exact(at),
        iso=at.isoformat(),
        title=title,
        by=by,
        text=text,
        recorded=recorded,
        tag=tag,
    )


def _standing(row: "Sighting", wrong: set[UUID | None]) -> Tag:
    """How sure they were; or that it was corrected since."""
    if row.id in wrong:
        return Tag(_("Corrected since"), Tone.WARN)
    known = Certainty(row.certainty)
    return Tag(presenters.sentence(known.label), TONES.get(known, Tone.CALM))
