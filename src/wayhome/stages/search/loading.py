"""How the sightings of a back record come to rest here."""

from collections.abc import Mapping

from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.search.models import Sighting

RESTS: Mapping[str, tuple[Resting, ...]] = {"sightings": (Rest(Sighting),)}
