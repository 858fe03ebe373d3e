"""Assessments made before Wayhome, many at a time. Makes rows without writing them."""

from datetime import datetime

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.rules.vocabulary import Side
from wayhome.stages.risk.models import Assessment


def assessment(
    episode: Episode, said: told.Assessment, *, side: Side, by: facts.Viewer, at: datetime
) -> Assessment:
    """One side's judgement as its own record has it, with the label it was given there."""
    return Assessment(
        episode=episode,
        side=side,
        agency_id=by.agency_id,
        level=said.level,
        label_as_recorded=said.label_as_recorded,
        reasons=said.reasons,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
