"""What was recorded wrongly is corrected or withdrawn: a new fact that names the old, kept."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import doing
from wayhome.interfaces.api.v1.schemas import found, interviews, reports, response, search
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import (
    correction_made,
    end_withdrawn,
    interview_corrected,
    interview_not_offered,
    words_corrected,
)
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


@router.post(
    "/{reference}/interview-offers/{offer_id}/corrections",
    response={201: Recorded},
    summary="An offer of an interview",
)
def offer(
    request: HttpRequest, reference: str, offer_id: UUID, said: interviews.OfferCorrection
) -> Outcome:
    """Correct when, how or by whom an interview was offered. The answer to it stays."""
    return doing.on_episode(
        request, reference, interview_corrected.offer, offer_id, said.told(), why=said.why
    )


@router.post(
    "/{reference}/interview-offers/{offer_id}/answer/corrections",
    response={201: Recorded},
    summary="The answer to an offer",
)
def offer_answer(
    request: HttpRequest, reference: str, offer_id: UUID, said: interviews.OfferAnswerCorrection
) -> Outcome:
    """Correct what the child answered. What was asked for because of it is asked anew."""
    return doing.on_episode(
        request, reference, interview_corrected.answer, offer_id, said.told(), why=said.why
    )


@router.post(
    "/{reference}/interview-attempts/{attempt_id}/corrections",
    response={201: Recorded},
    summary="A try to reach the child",
)
def attempt(
    request: HttpRequest, reference: str, attempt_id: UUID, said: interviews.AttemptCorrection
) -> Outcome:
    """Correct when, how or with what outcome somebody tried to reach the child."""
    return doing.on_episode(
        request, reference, interview_corrected.attempt, attempt_id, said.told(), why=said.why
    )


@router.post(
    "/{reference}/interview-not-offered/corrections",
    response={201: Recorded},
    summary="Why none was offered",
)
def not_offered(
    request: HttpRequest, reference: str, said: interviews.NotOfferedCorrection
) -> Outcome:
    """Correct why no interview could be offered. You authorise it by sending it."""
    return doing.on_episode(
        request, reference, interview_not_offered.corrected, said.told(), why=said.why
    )


@router.post(
    "/{reference}/interview-not-offered/taken-back",
    response={201: Recorded},
    summary="Offer one after all",
)
def not_offered_taken_back(
    request: HttpRequest, reference: str, said: interviews.TakenBack
) -> Outcome:
    """Take back that no interview could be offered: the child is owed one, from the return."""
    return doing.on_episode(request, reference, interview_not_offered.taken_back, why=said.why)


@router.post(
    "/{reference}/located/withdrawal", response={201: Recorded}, summary="Withdraw: not located"
)
def withdraw_located(request: HttpRequest, reference: str, said: response.Withdrawal) -> Outcome:
    """The child was not located: it was recorded by mistake, and is kept as that.

    The search goes on. Refused, with what to do first, while the return stands.
    """
    return doing.on_episode(
        request, reference, end_withdrawn.located, why=said.why, instead_of=said.about
    )


@router.post(
    "/{reference}/returned/withdrawal", response={201: Recorded}, summary="Withdraw: not back"
)
def withdraw_returned(request: HttpRequest, reference: str, said: response.Withdrawal) -> Outcome:
    """The child is not back, or has not died: it was recorded by mistake, and is kept as that.

    The absence goes on as if it had never ended, and everybody who was told of the end is told
    that it was a mistake. Refused once the child was heard, or is reported missing again.
    """
    return doing.on_episode(
        request, reference, end_withdrawn.returned, why=said.why, instead_of=said.about
    )


@router.post(
    "/{reference}/prevention-interview/withdrawal",
    response={201: Recorded},
    summary="Withdraw: not seen by police",
)
def withdraw_seen(request: HttpRequest, reference: str, said: response.Withdrawal) -> Outcome:
    """Police have not seen the child: it was recorded by mistake, and is kept as that."""
    return doing.on_episode(
        request, reference, end_withdrawn.seen, why=said.why, instead_of=said.about
    )
