"""Offers of interviews made before Wayhome, many at a time. Makes rows without writing them."""

from datetime import datetime

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.stages.interviews.models import Offer


def offer(episode: Episode, said: told.Offer, *, by: facts.Viewer, at: datetime) -> Offer:
    """An offer as recorded. The answer, without its time, stays in the words of the report."""
    return Offer(
        episode=episode,
        at=said.at,
        how=said.how,
        provider_id=by.agency_id,
        offered_by_name=said.offered_by_name,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
