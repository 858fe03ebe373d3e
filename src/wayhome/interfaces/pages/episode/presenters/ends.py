"""The five ends of an episode, each with its own owner."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import redaction
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo
from wayhome.stages.found import queries as found

ENDS = (
    ("located", gettext_noop("Located"), gettext_noop("Whoever learns where the child is")),
    ("returned", gettext_noop("Returned"), gettext_noop("Whoever has the child back")),
    ("seen", gettext_noop("Seen by police"), gettext_noop("The lead police force")),
    ("police_closed", gettext_noop("Police record closed"), gettext_noop("The lead police force")),
    (
        "finalised",
        gettext_noop("Council record finalised"),
        gettext_noop("The responsible council"),
    ),
)


def shown(asked: Asked) -> list[parts.Ending]:
    """The five ends as they stand; empty for an agency that may not read them."""
    if not asked.reads(redaction.Section.FOUND):
        return []
    return [
        _ending(asked, getattr(asked.whole.found, stage), name=name, owner=owner, stage=stage)
        for stage, name, owner in ENDS
    ]


def _ending(asked: Asked, rows: list[Any], *, name: str, owner: str, stage: str) -> parts.Ending:
    row = found.standing(rows)
    if row is None:
        return parts.Ending(_(name), _(owner))
    return parts.Ending(
        name=_(name),
        owner=_(owner),
        when=asked.moment(row.at),
        by=asked.name(row.recorded_by_id),
        note=note(row, stage),
    )


def note(row: Any, stage: str) -> str:
    """What is said beside one end: the place, where to, or how the child was seen."""
    if stage == "located":
        return f"{row.place} ({_(FoundBy(row.found_by).label)})"
    if stage == "returned":
        return presenters.sentence(ReturnedTo(row.to).label)
    if stage == "seen":
        return presenters.sentence(PreventionMode(row.mode).label)
    return ""
