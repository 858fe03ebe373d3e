"""Emergency looks in words: who looked, why, how long is left, and what a review found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import naming, parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.interfaces.pages.shared.presenters import Tag, Tone
from wayhome.records.emergency import queries
from wayhome.rules import emergency
from wayhome.rules.vocabulary import Emergency, Finding


@dataclass(frozen=True, slots=True)
class Look:
    """One emergency look, as a card."""

    title: str
    standing: Tag
    tone: str
    facts: list[parts.Fact]
    links: list[parts.Link]
    end: str


def mine(row: Any, *, now: datetime) -> Look:
    """A look of the viewer's own: which child while it is open, and how long is left."""
    look = queries.as_look(row)
    is_open = emergency.is_open(look, now=now)
    title = naming.child(row.child) if is_open else _asked(row, now=now)
    links = (
        [parts.Link(_("Open the child’s record"), reverse("child", args=[row.child.reference]))]
        if is_open
        else []
    )
    return Look(
        title=title,
        standing=_standing(row, now=now),
        tone="warn" if is_open else "",
        facts=_why(row),
        links=links,
        end=reverse("emergency_end", args=[row.id]) if is_open else "",
    )


def of_agency(row: Any, *, now: datetime) -> Look:
    """A look by somebody of the viewer's agency: who, when and why, and not which child."""
    return Look(
        title=_("%(name)s, %(moment)s")
        % {"name": row.practitioner.name, "moment": presenters.moment(row.opened_at, now=now)},
        standing=_standing(row, now=now),
        tone="",
        facts=_why(row),
        links=[],
        end="",
    )


def to_review(row: Any, *, now: datetime) -> Look:
    """A look by another agency that waits for a review, with the child it was of.

    Whoever was named to review it without knowing of the child is not told which.
    """
    due = emergency.review_due(queries.as_look(row))
    return Look(
        title=naming.child(row.child) if row.child else _("A child whose record is sealed"),
        standing=Tag(presenters.due(due, now=now), Tone.ALARM if now > due else Tone.WARN),
        tone="alarm" if now > due else "",
        facts=[
            parts.Fact(_("Who looked"), f"{row.practitioner.name}, {row.agency.name}"),
            parts.Fact(_("When"), presenters.moment(row.opened_at, now=now)),
            *_why(row),
        ],
        links=[parts.Link(_("Review this look"), reverse("emergency_review", args=[row.id]))],
        end="",
    )


def _asked(row: Any, *, now: datetime) -> str:
    return _("Asked %(moment)s") % {"moment": presenters.moment(row.opened_at, now=now)}


def _why(row: Any) -> list[parts.Fact]:
    return [
        parts.Fact(_("Why"), presenters.sentence(Emergency(row.reason).label)),
        *([parts.Fact(_("Number"), row.live_reference)] if row.live_reference else []),
        *([parts.Fact(_("What was happening"), row.statement)] if row.statement else []),
        *([parts.Fact(_("The review found"), row.findings)] if row.findings else []),
    ]


def _standing(row: Any, *, now: datetime) -> Tag:
    look = queries.as_look(row)
    if not look.opened:
        return Tag(_("Nothing was opened"), Tone.CALM)
    if emergency.is_open(look, now=now):
        return Tag(presenters.left(row.ends_at, now=now), Tone.WARN)
    if row.finding:
        tone = Tone.ALARM if row.finding == Finding.WRONG else Tone.DONE
        return Tag(presenters.sentence(Finding(row.finding).label), tone)
    if emergency.is_unreviewed(look, now=now):
        return Tag(_("Not reviewed in time: the next look is stopped"), Tone.ALARM)
    return Tag(_("Waits for a review"), Tone.WARN)
