"""What was recorded wrongly is corrected: a new fact that names the old, which is kept."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import doing
from wayhome.interfaces.api.v1.schemas import found, reports, search
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import correction_made, words_corrected
from wayhome.journey.acting import Outcome

router = Router(tags=["Corrections"])


@router.post("/{reference}/located/corrections", response={201: Recorded}, summary="Located")
def located(request: HttpRequest, reference: str, said: found.LocatedCorrection) -> Outcome:
    """Correct when, where or by whom the child was located. Clocks are counted again."""
    return doing.on_episode(request, reference, correction_made.located, said.told(), why=said.why)


@router.post("/{reference}/returned/corrections", response={201: Recorded}, summary="Returned")
def returned(request: HttpRequest, reference: str, said: found.ReturnedCorrection) -> Outcome:
    """Correct when or to where the child returned. The 72 hours are counted again."""
    return doing.on_episode(request, reference, correction_made.returned, said.told(), why=said.why)


@router.post(
    "/{reference}/prevention-interview/corrections",
    response={201: Recorded},
    summary="Seen by police",
)
def seen(
    request: HttpRequest, reference: str, said: found.PreventionInterviewCorrection
) -> Outcome:
    """Correct when or how the police saw the child."""
    return doing.on_episode(request, reference, correction_made.seen, said.told(), why=said.why)


@router.post(
    "/{reference}/sightings/{sighting_id}/corrections",
    response={201: Recorded},
    summary="A sighting",
)
def sighting(
    request: HttpRequest, reference: str, sighting_id: UUID, said: search.SightingCorrection
) -> Outcome:
    """Correct a sighting, as last corrected."""
    return doing.on_episode(
        request, reference, words_corrected.sighting, sighting_id, said.told(), why=said.why
    )


@router.post(
    "/{reference}/report-answers/{answer_id}/corrections",
    response={201: Recorded},
    summary="An answer given with a report",
)
def answer(
    request: HttpRequest, reference: str, answer_id: UUID, said: reports.TopicAnswerCorrection
) -> Outcome:
    """Correct an answer given with a missing report."""
    return doing.on_episode(
        request, reference, words_corrected.answer, answer_id, said.told(), why=said.why
    )
