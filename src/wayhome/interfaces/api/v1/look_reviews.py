"""The looks by other agencies that you are to review: each without the child it was at."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, reading
from wayhome.interfaces.api.v1.presenters import episodes as shown
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import looks as schemas
from wayhome.journey import look_reviewed
from wayhome.records.children import queries as children
from wayhome.records.looks import queries as looks
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access
from wayhome.rules.vocabulary import ReviewOutcome

if TYPE_CHECKING:
    from wayhome.records.looks.models import LookReview

router = Router(tags=["Looks"])
REVIEW = access.Deed.REVIEW_LOOKS
AT_ONCE = 50


@router.get("", response=schemas.LooksToReview, summary="Looks to review")
def to_review(
    request: HttpRequest, asked: Annotated[schemas.LooksAsked, Query()]
) -> schemas.LooksToReview:
    """The looks that wait for your review, what is due first, fifty at a time."""
    viewer = auth.caller(request).viewer
    access.require(viewer, REVIEW)
    rows = looks.waiting_for(viewer)
    page = cursors.page(rows, by="due_at", newest_first=False, cursor=asked.cursor, limit=AT_ONCE)
    wanted = {row.looker_id for row in page.rows}
    return schemas.LooksToReview(
        looks=sections.each(schemas.LookToReview, page.rows),
        people=shown.named(practitioners.names(wanted), wanted),
        next_cursor=page.next_cursor,
    )


@router.get("/{review_id}", response=schemas.LookUnderReview, summary="A look to review")
def one(request: HttpRequest, review_id: UUID) -> schemas.LookUnderReview:
    """One look, as the ledger holds it. That you read it is itself in the ledger."""
    return _answered(request, review_id)


@router.post(
    "/{review_id}/answer", response={201: schemas.LookUnderReview}, summary="Review a look"
)
def answer(request: HttpRequest, review_id: UUID, said: schemas.Answer) -> schemas.LookUnderReview:
    """Say whether there was a good reason for it, and how you know."""
    caller = auth.caller(request)
    row = looks.review(caller.viewer, review_id)
    look_reviewed.record(
        row.id, said.outcome, explanation=said.explanation, by=caller.viewer, now=caller.now
    )
    return _answered(request, review_id)


@router.post(
    "/{review_id}/child", response={201: schemas.LookUnderReview}, summary="Which child it was"
)
def open_child(
    request: HttpRequest, review_id: UUID, said: schemas.OpenChild
) -> schemas.LookUnderReview:
    """Learn which child it was, once you have said why. Of a sealed record it is not told."""
    caller = auth.caller(request)
    row = looks.review(caller.viewer, review_id)
    look_reviewed.open_child(row.id, why=said.why, by=caller.viewer, now=caller.now)
    return _answered(request, review_id)


def _answered(request: HttpRequest, review_id: UUID) -> schemas.LookUnderReview:
    viewer = auth.caller(request).viewer
    row = looks.review(viewer, review_id)
    access.require(viewer, REVIEW)
    entry = looks.entry_under(row)
    reading.looked(request, REVIEW, child_id=row.child_id)
    named = children.reference_of(entry.child_id) if entry.child_id else None
    return schemas.LookUnderReview(
        **schemas.LookToReview.model_validate(row).model_dump(),
        verb=entry.verb,
        deed=entry.deed,
        purpose=entry.purpose,
        reason=entry.reason,
        reference=entry.reference,
        is_held_back=entry.is_held_back,
        sections=entry.sections,
        pseudonym=_pseudonym(row, reviewer_id=viewer.practitioner_id),
        child_reference=named,
        outcome=ReviewOutcome(row.outcome) if row.outcome else None,
        explanation=row.explanation,
    )


def _pseudonym(row: "LookReview", *, reviewer_id: UUID) -> str:
    return looks.pseudonym(row.child_id, reviewer_id=reviewer_id) if row.child_id else ""
