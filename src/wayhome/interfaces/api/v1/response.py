"""Steps, reviews, duties, telling the family, and handing over."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, doing, reading
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas import response as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import (
    duty_answered,
    family_told,
    handover_offered,
    past_review_held,
    response_agreed,
    review_held,
)
from wayhome.journey.acting import Outcome
from wayhome.records.episodes import visibility
from wayhome.rules import access
from wayhome.stages.response import past as past_reviews
from wayhome.stages.response import queries

mine = Router(tags=["Waiting for my posts"])
router = Router(tags=["Response"])


@mine.get("/duties", response=schemas.MyDuties, summary="Duties of my posts")
def list_duties(request: HttpRequest, asked: Annotated[fields.Asked, Query()]) -> schemas.MyDuties:
    """What your posts must still do, soonest due first."""
    page = _waiting(request, queries.duties_for, asked)
    now = auth.caller(request).now
    shown = [
        schemas.MyDuty(**dict(sections.duty(row, now)), episode=row.episode.reference)
        for row in page.rows
    ]
    return schemas.MyDuties(duties=shown, next_cursor=page.next_cursor)


@mine.get("/past-reviews", response=schemas.MyDuties, summary="Records of the past to be reviewed")
def list_past_reviews(
    request: HttpRequest, asked: Annotated[fields.Asked, Query()]
) -> schemas.MyDuties:
    """Imported absences that were over and labelled absent, soonest due first."""
    page = _waiting(request, past_reviews.reviews_for, asked)
    now = auth.caller(request).now
    shown = [
        schemas.MyDuty(**dict(sections.duty(row, now)), episode=row.episode.reference)
        for row in page.rows
    ]
    return schemas.MyDuties(duties=shown, next_cursor=page.next_cursor)


@mine.get("/steps", response=schemas.MySteps, summary="Steps of my posts")
def list_steps(request: HttpRequest, asked: Annotated[fields.Asked, Query()]) -> schemas.MySteps:
    """The unfinished steps of your posts, soonest due first."""
    page = _waiting(request, queries.steps_for, asked)
    shown = [
        schemas.MyStep(**dict(schemas.Step.model_validate(row)), episode=row.episode.reference)
        for row in page.rows
    ]
    return schemas.MySteps(steps=shown, next_cursor=page.next_cursor)


@router.post("/{reference}/steps", response={201: Recorded}, summary="Add a step")
def add_step(request: HttpRequest, reference: str, said: schemas.StepSaid) -> Outcome:
    """Add a step with one owner and a time."""
    return doing.on_episode(request, reference, response_agreed.add, said.told())


@router.post("/{reference}/steps/{step_id}/take", response={201: Recorded}, summary="Take a step")
def take_step(request: HttpRequest, reference: str, step_id: UUID) -> Outcome:
    """Say that you are doing this step, by name."""
    return doing.on_episode(request, reference, response_agreed.take, step_id)


@router.post("/{reference}/steps/{step_id}/done", response={201: Recorded}, summary="Finish a step")
def finish_step(
    request: HttpRequest, reference: str, step_id: UUID, said: schemas.Outcome
) -> Outcome:
    """Say that the step is done and what came of it."""
    return doing.on_episode(request, reference, response_agreed.done, step_id, outcome=said.outcome)


@router.post("/{reference}/reviews", response={201: Recorded}, summary="Hold a review")
def hold_review(request: HttpRequest, reference: str, said: schemas.Findings) -> Outcome:
    """Record the review that is due first; the next is set by the protocol's timetable."""
    return doing.on_episode(request, reference, review_held.record, findings=said.findings)


@router.post(
    "/{reference}/past-review", response={201: Recorded}, summary="Review a record of the past"
)
def review_past(request: HttpRequest, reference: str, said: schemas.Findings) -> Outcome:
    """Record what was found in an imported absence that was over and labelled absent."""
    return doing.on_episode(request, reference, past_review_held.record, findings=said.findings)


@router.post("/{reference}/duties/{duty_id}/meet", response={201: Recorded}, summary="Meet a duty")
def meet_duty(request: HttpRequest, reference: str, duty_id: UUID) -> Outcome:
    """Say that a duty was done. Most are met by recording the thing itself instead."""
    return doing.on_episode(request, reference, duty_answered.meet, duty_id)


@router.post(
    "/{reference}/duties/{duty_id}/decline", response={201: Recorded}, summary="Decline a duty"
)
def decline_duty(
    request: HttpRequest, reference: str, duty_id: UUID, said: schemas.Reason
) -> Outcome:
    """Say that a duty will not be done, and why."""
    return doing.on_episode(request, reference, duty_answered.decline, duty_id, reason=said.reason)


@router.post("/{reference}/family/told", response={201: Recorded}, summary="The family was told")
def told(request: HttpRequest, reference: str, said: schemas.Told) -> Outcome:
    """Record that a parent or carer was told, and how.

    Refused for one it is unsafe to tell, and while a decision not to tell them stands.
    """
    return doing.on_episode(request, reference, family_told.told, said.contact_id, how=said.how)


@router.post(
    "/{reference}/family/not-told", response={201: Recorded}, summary="The family was not told"
)
def not_told(request: HttpRequest, reference: str, said: schemas.NotTold) -> Outcome:
    """Record the decision not to tell a parent or carer, and why. It stands until taken back."""
    return doing.on_episode(
        request, reference, family_told.not_told, said.contact_id, reason=said.reason
    )


@router.post(
    "/{reference}/family/may-be-told",
    response={201: Recorded},
    summary="A decision not to tell is taken back",
)
def may_be_told(request: HttpRequest, reference: str, said: schemas.NotTold) -> Outcome:
    """Take back the decision not to tell a parent or carer, and say why; then they are told."""
    return doing.on_episode(
        request, reference, family_told.may_be_told, said.contact_id, reason=said.reason
    )


@router.post("/{reference}/handovers", response={201: Recorded}, summary="Offer to hand over")
def offer(request: HttpRequest, reference: str, said: schemas.HandoverSaid) -> Outcome:
    """Offer the episode to a post. Until a named person accepts, you still own it."""
    return doing.on_episode(
        request, reference, handover_offered.offer, said.to_post_id, why=said.why
    )


@router.post(
    "/{reference}/handovers/{handover_id}/accept",
    response={201: Recorded},
    summary="Accept a handover",
)
def accept(request: HttpRequest, reference: str, handover_id: UUID) -> Outcome:
    """Take the episode: from now it is yours, in the post it was offered to."""
    return doing.on_episode(request, reference, handover_offered.accept, handover_id)


@router.post(
    "/{reference}/handovers/{handover_id}/decline",
    response={201: Recorded},
    summary="Decline a handover",
)
def decline(
    request: HttpRequest, reference: str, handover_id: UUID, said: schemas.Reason
) -> Outcome:
    """Do not take the episode, and say why. The giver still owns it and is told."""
    return doing.on_episode(
        request, reference, handover_offered.decline, handover_id, reason=said.reason
    )


@router.post(
    "/{reference}/handovers/{handover_id}/withdraw",
    response={201: Recorded},
    summary="Take an offer to hand over back",
)
def withdraw(request: HttpRequest, reference: str, handover_id: UUID, said: schemas.Why) -> Outcome:
    """Take the offer back, so that another post can be asked."""
    return doing.on_episode(
        request, reference, handover_offered.withdraw, handover_id, why=said.why
    )


def _waiting(
    request: HttpRequest, of_posts: Callable[..., Any], asked: fields.Asked
) -> cursors.Page:
    """A page of what waits for the caller's posts, in episodes they may see."""
    viewer = auth.caller(request).viewer
    rows = of_posts(viewer).filter(episode__in=visibility.episodes(viewer))
    page = cursors.page(
        rows, by="due_at", newest_first=False, cursor=asked.cursor, limit=asked.limit
    )
    reading.listed(request, access.Deed.SEE_EPISODE, [row.episode.child_id for row in page.rows])
    return page
