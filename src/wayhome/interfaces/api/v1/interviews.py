"""The return home interview: each offer, try, answer and release is an event."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import doing, reading
from wayhome.interfaces.api.v1.schemas import interviews as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import interview_held, interview_not_offered, interview_offered
from wayhome.journey.acting import Outcome

router = Router(tags=["Return home interview"])


@router.post("/{reference}/interview-referrals", response={201: Recorded}, summary="Refer")
def refer(request: HttpRequest, reference: str, said: schemas.ReferralSaid) -> Outcome:
    """Ask a provider to offer the interview. From now it has a part in the episode."""
    return doing.on_episode(
        request, reference, interview_offered.refer, said.provider_id, note=said.note
    )


@router.post("/{reference}/interview-offers", response={201: Recorded}, summary="Record an offer")
def offer(request: HttpRequest, reference: str, said: schemas.OfferSaid) -> Outcome:
    """Record that an interview was offered: when, how and by whom."""
    return doing.on_episode(request, reference, interview_offered.offered, said.told())


@router.post("/{reference}/interview-attempts", response={201: Recorded}, summary="Record a try")
def attempt(request: HttpRequest, reference: str, said: schemas.AttemptSaid) -> Outcome:
    """Record a try at reaching the child."""
    return doing.on_episode(request, reference, interview_offered.tried, said.told())


@router.post(
    "/{reference}/interview-offers/{offer_id}/answer",
    response={201: Recorded},
    summary="Record the answer",
)
def answer(
    request: HttpRequest, reference: str, offer_id: UUID, said: schemas.OfferAnswerSaid
) -> Outcome:
    """Record what the child answered. A first decline opens a second offer."""
    return doing.on_episode(
        request,
        reference,
        interview_offered.answered,
        offer_id,
        said.answer,
        reason=said.decline_reason,
        words=said.words,
    )


@router.post(
    "/{reference}/interview-not-offered", response={201: Recorded}, summary="Authorise no offer"
)
def not_offered(request: HttpRequest, reference: str, said: schemas.NotOfferedSaid) -> Outcome:
    """Authorise that no interview is offered, and say why. Never because of a threshold."""
    return doing.on_episode(request, reference, interview_not_offered.record, said.told())


@router.post("/{reference}/interviews", response={201: Recorded}, summary="Record the interview")
def hold(request: HttpRequest, reference: str, said: schemas.InterviewSaid) -> Outcome:
    """Record the interview. It may cover other episodes of the same child as well."""
    written = [reference, *said.also_covers]
    covered = [reading.episode(request, each).id for each in written]
    return doing.take(request, interview_held.record, covered, said.told())


@router.post(
    "/{reference}/interview-releases", response={201: Recorded}, summary="Release or hold back"
)
def release(request: HttpRequest, reference: str, said: schemas.ReleaseSaid) -> Outcome:
    """Release one part of the interview, or hold it back with a reason."""
    return doing.on_episode(
        request,
        reference,
        interview_held.release,
        said.part,
        released=said.released,
        reason=said.reason,
    )
