"""Questions about sightings and hypotheses."""

from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.gather import Reading, Tables
from wayhome.platform.unknown import NoSuch
from wayhome.stages.search.models import Hypothesis, Sighting


class NoSuchSighting(NoSuch):
    """No sighting of this episode is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    sightings: list[Sighting]
    hypotheses: list[Hypothesis]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    return (
        Sighting.objects.filter(episode_id=episode_id),
        Hypothesis.objects.filter(episode_id=episode_id),
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The sightings and hypotheses of an episode, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def sighting(episode_id: UUID, sighting_id: UUID) -> Sighting:
    """One sighting of this episode, corrected since or not. Raises NoSuchSighting."""
    found = Sighting.objects.filter(id=sighting_id, episode_id=episode_id).first()
    if found is None:
        raise NoSuchSighting(str(sighting_id))
    return found


def is_corrected(sighting_id: UUID) -> bool:
    """Whether another sighting was recorded in place of this one."""
    return Sighting.objects.filter(corrects_id=sighting_id).exists()
