"""Questions about sightings and hypotheses."""

from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.gather import gather
from wayhome.stages.search.models import Hypothesis, Sighting


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
