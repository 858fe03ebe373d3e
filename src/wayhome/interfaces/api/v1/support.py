"""Support: a plan with owners and days, and 'you said, we did'."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import checking, doing
from wayhome.interfaces.api.v1.schemas import response
from wayhome.interfaces.api.v1.schemas import support as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import support_agreed, support_worked
from wayhome.journey.acting import Outcome

router = Router(tags=["Support"])


@router.post("/{reference}/support-plan", response={201: Recorded}, summary="Agree support")
def agree(request: HttpRequest, reference: str, said: schemas.PlanSaid) -> Outcome:
    """Agree a support plan, with what the child asked for; or another that adds to it."""
    checking.agencies_known(action.agency_id for action in said.actions)
    return doing.on_episode(request, reference, support_agreed.record, said.told())


@router.post(
    "/{reference}/support-not-needed", response={201: Recorded}, summary="No support is needed"
)
def not_needed(request: HttpRequest, reference: str, said: schemas.NotNeeded) -> Outcome:
    """Record why no support is needed."""
    return doing.on_episode(request, reference, support_agreed.not_needed, because=said.because)


@router.post(
    "/{reference}/support-actions/{action_id}/done",
    response={201: Recorded},
    summary="An action was done",
)
def action_done(
    request: HttpRequest, reference: str, action_id: UUID, said: response.Outcome
) -> Outcome:
    """Record that an action of the plan was done, and what came of it."""
    return doing.on_episode(
        request, reference, support_worked.done, action_id, outcome=said.outcome
    )


@router.post(
    "/{reference}/support-actions/{action_id}/not-done",
    response={201: Recorded},
    summary="An action will not be done",
)
def action_not_done(
    request: HttpRequest, reference: str, action_id: UUID, said: response.Reason
) -> Outcome:
    """Record why an action of the plan will not be done."""
    return doing.on_episode(
        request, reference, support_worked.not_done, action_id, reason=said.reason
    )


@router.post("/{reference}/asked/{asked_id}/we-did", response={201: Recorded}, summary="We did")
def we_did(request: HttpRequest, reference: str, asked_id: UUID, said: schemas.WeDid) -> Outcome:
    """Say what was done about something the child asked for."""
    return doing.on_episode(request, reference, support_agreed.we_did, asked_id, answer=said.answer)
