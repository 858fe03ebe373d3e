"""Questions about sightings and hypotheses."""

from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.gather import gather
from wayhome.stages.search.models import Hypothesis, Sighting


class NoSuchSighting(LookupError):
    """No sighting of this episode that stands uncorrected is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    sightings: list[Sighting]
    hypotheses: list[Hypothesis]


def everything(episode_id: UUID) -> Everything:
    """The sightings and hypotheses of an episode, by one query."""
    return Everything(
        *gather(
            Sighting.objects.filter(episode_id=episode_id),
            Hypothesis.objects.filter(episode_id=episode_id),
        )
    )


def sighting(episode_id: UUID, sighting_id: UUID) -> Sighting:
    """One sighting of this episode, as last corrected. Raises NoSuchSighting."""
    found = Sighting.objects.filter(
        id=sighting_id, episode_id=episode_id, corrected_by__isnull=True
    ).first()
    if found is None:
        raise NoSuchSighting(str(sighting_id))
    return found
