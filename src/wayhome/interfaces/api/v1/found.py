"""Five moments with five owners: located, returned, seen, and the two records ended."""

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import doing
from wayhome.interfaces.api.v1.schemas import found as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import child_located, child_returned, child_seen, records_ended
from wayhome.journey.acting import Outcome

router = Router(tags=["Found"])


@router.post("/{reference}/located", response={201: Recorded}, summary="Record: located")
def located(request: HttpRequest, reference: str, said: schemas.LocatedSaid) -> Outcome:
    """Record that the child's whereabouts are known. Located is not yet returned."""
    return doing.on_episode(request, reference, child_located.record, said.told())


@router.post("/{reference}/returned", response={201: Recorded}, summary="Record: returned")
def returned(request: HttpRequest, reference: str, said: schemas.ReturnedSaid) -> Outcome:
    """Record the return. The 72 hours to offer an interview start at `at`."""
    return doing.on_episode(request, reference, child_returned.record, said.told())


@router.post(
    "/{reference}/prevention-interview", response={201: Recorded}, summary="Record: seen by police"
)
def seen(request: HttpRequest, reference: str, said: schemas.PreventionInterviewSaid) -> Outcome:
    """Record the prevention interview. It does not replace the return home interview."""
    return doing.on_episode(request, reference, child_seen.record, said.told())


@router.post(
    "/{reference}/police-record-closed", response={201: Recorded}, summary="Close the police record"
)
def close_police_record(request: HttpRequest, reference: str, said: schemas.Summary) -> Outcome:
    """Close the force's record. The episode itself stays open."""
    return doing.on_episode(
        request, reference, records_ended.close_police_record, summary=said.summary
    )


@router.post(
    "/{reference}/finalised", response={201: Recorded}, summary="Finalise the council's record"
)
def finalise(request: HttpRequest, reference: str, said: schemas.Summary) -> Outcome:
    """Finalise the responsible council's record, once the interview is settled."""
    return doing.on_episode(request, reference, records_ended.finalise, summary=said.summary)
