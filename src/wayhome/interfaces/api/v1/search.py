"""Looking for the child: sightings, and where they may be."""

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import doing
from wayhome.interfaces.api.v1.schemas import search as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import hypothesis_recorded, sighting_received
from wayhome.journey.acting import Outcome

router = Router(tags=["Search"])


@router.post("/{reference}/sightings", response={201: Recorded}, summary="Record a sighting")
def record_sighting(request: HttpRequest, reference: str, said: schemas.SightingSaid) -> Outcome:
    """Record that somebody saw, or may have seen, the child. Those who lead are told at once."""
    return doing.on_episode(request, reference, sighting_received.record, said.told())


@router.post("/{reference}/hypotheses", response={201: Recorded}, summary="Record a hypothesis")
def record_hypothesis(
    request: HttpRequest, reference: str, said: schemas.HypothesisSaid
) -> Outcome:
    """Record where the child may be and why. It is kept apart from any assessment."""
    return doing.on_episode(request, reference, hypothesis_recorded.record, said.told())
