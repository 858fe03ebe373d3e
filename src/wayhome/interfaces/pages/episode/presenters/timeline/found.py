"""On the line of time: sightings, ideas of where the child may be, and the five ends."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import ends
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline import corrected
from wayhome.interfaces.pages.episode.presenters.timeline.happened import Happened
from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import redaction
from wayhome.rules.vocabulary import Certainty


def sightings(asked: Asked) -> Iterator[Happened]:
    """Each sighting, with who gave it, how sure they were and what was done."""
    if not asked.reads(redaction.Section.SEARCH):
        return
    rows = asked.whole.search.sightings
    made = corrected.among(asked, "sighting", rows)
    for seen in rows:
        done = _("What was done: %(done)s") % {"done": seen.done} if seen.done else ""
        yield Happened(
            seen.at,
            seen.recorded_at,
            corrected.title(seen, _("Sighting: %(place)s") % {"place": seen.place}),
            by=seen.recorded_by_id,
            said_by=seen.source_name,
            text="\n".join(part for part in (seen.description, done) if part),
            tag=made.tag(seen, _certainty(seen.certainty)),
            since=made.since(seen),
            correct=made.place(seen),
        )


def _certainty(code: str) -> presenters.Tag:
    return presenters.Tag(presenters.sentence(Certainty(code).label), presenters.Tone.NOTE)


def hypotheses(asked: Asked) -> Iterator[Happened]:
    """Each idea of where the child may be: not an assessment of risk."""
    if not asked.reads(redaction.Section.SEARCH):
        return
    for idea in asked.whole.search.hypotheses:
        yield Happened(
            idea.recorded_at,
            idea.recorded_at,
            _("May be: %(where)s") % {"where": idea.where},
            by=idea.recorded_by_id,
            text=idea.why,
        )


def endings(asked: Asked) -> Iterator[Happened]:
    """The five ends, and every correction of them."""
    if not asked.reads(redaction.Section.FOUND):
        return
    for stage, name, _owner in ends.ENDS:
        rows = getattr(asked.whole.found, stage)
        made = corrected.among(asked, stage, rows)
        for row in rows:
            yield _withdrawal(row, name) if row.withdrawn else _end(made, row, name)


def _end(made: corrected.Corrections, row: Any, name: str) -> Happened:
    words = [ends.note(row, made.name), *_more(row)]
    return Happened(
        row.at,
        row.recorded_at,
        corrected.title(row, _(name), withdrawals=made.withdrawals),
        by=row.recorded_by_id,
        text="\n".join(part for part in words if part),
        tag=made.tag(row, presenters.Tag(_("End"), presenters.Tone.DONE)),
        since=made.since(row),
        correct=made.place(row),
        withdraw=made.place_to_withdraw(row),
    )


def _withdrawal(row: Any, name: str) -> Happened:
    """That an end was a mistake: it happened when it was withdrawn, not when the end did."""
    return Happened(
        row.recorded_at,
        row.recorded_at,
        _("Withdrawn as a mistake: %(end)s") % {"end": _(name)},
        by=row.recorded_by_id,
        text=row.why_corrected,
        tag=presenters.Tag(_("The search goes on"), corrected.WARN),
    )


def _more(row: object) -> list[str]:
    """Whatever else was said of an end, in its own words."""
    alone = getattr(row, "seen_alone", None)
    said = {True: _("The child was seen alone."), False: _("The child was not seen alone.")}
    words = ("circumstances", "account", "harm_detail", "referrals", "summary")
    return ["" if alone is None else said[alone], *(getattr(row, name, "") for name in words)]
