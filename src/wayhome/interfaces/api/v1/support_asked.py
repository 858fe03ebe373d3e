"""Support that is asked of your posts, whether or not your agency has a part in the episode."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, doing, reading
from wayhome.interfaces.api.v1.schemas import response
from wayhome.interfaces.api.v1.schemas import support as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import own_support, support_worked
from wayhome.journey.acting import Outcome
from wayhome.rules import access
from wayhome.stages.support import queries

DEED = access.Deed.WORK_SUPPORT
MOST = 100
router = Router(tags=["Waiting for my posts"])


@router.get("", response=schemas.MySupport, summary="Support asked of my posts")
def list_asked(request: HttpRequest) -> schemas.MySupport:
    """What support your posts are asked to give, soonest first; at most a hundred."""
    viewer = auth.caller(request).viewer
    access.require(viewer, DEED)
    rows = list(queries.asked_of(viewer)[:MOST])
    reading.listed(request, DEED, [row.plan.episode.child_id for row in rows])
    return schemas.MySupport(
        actions=[
            schemas.MyAction(
                **dict(schemas.PlanAction.model_validate(row)),
                child=row.plan.episode.child.full_name,
            )
            for row in rows
        ]
    )


@router.post("/{action_id}/done", response={201: Recorded}, summary="Support was given")
def done(request: HttpRequest, action_id: UUID, said: response.Outcome) -> Outcome:
    """Say what was done, and whether it helped."""
    row = own_support.asked(action_id, by=auth.caller(request).viewer)
    return doing.take(
        request, support_worked.done, row.plan.episode_id, row.id, outcome=said.outcome
    )


@router.post("/{action_id}/not-done", response={201: Recorded}, summary="It will not be done")
def not_done(request: HttpRequest, action_id: UUID, said: response.Reason) -> Outcome:
    """Say why the support that was asked of your post will not be given."""
    row = own_support.asked(action_id, by=auth.caller(request).viewer)
    return doing.take(
        request, support_worked.not_done, row.plan.episode_id, row.id, reason=said.reason
    )
