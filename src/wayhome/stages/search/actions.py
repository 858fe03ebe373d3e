"""Recording sightings and hypotheses."""

from datetime import datetime

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.stages.search.models import Hypothesis, Sighting


def record_sighting(
    episode: Episode,
    said: told.Sighting,
    *,
    by: facts.Viewer,
    at: datetime,
    corrects: told.Correction | None = None,
) -> Sighting:
    """Append a sighting, with its source and what was done about it, or correct one."""
    return Sighting.objects.create(
        episode=episode,
        at=said.at,
        place=said.place,
        certainty=said.certainty,
        source_name=said.source_name,
        source_contact=said.source_contact,
        description=said.description,
        done=said.done,
        corrects_id=corrects.fact_id if corrects else None,
        why_corrected=corrects.why if corrects else "",
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_hypothesis(
    episode: Episode, said: told.Hypothesis, *, by: facts.Viewer, at: datetime
) -> Hypothesis:
    """Append an idea of where the child may be."""
    return Hypothesis.objects.create(
        episode=episode,
        where=said.where,
        why=said.why,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
