"""Opening a record in an emergency, ending the look, and reviewing those of other agencies."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, reading
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import emergency as schemas
from wayhome.journey import glass_broken, glass_reviewed, reviewer_named
from wayhome.rules import access

router = Router(tags=["Emergency looks"])
MOST = 50


@router.post("", response={201: schemas.Opened}, summary="Open a record in an emergency")
def ask(request: HttpRequest, said: schemas.Ask) -> schemas.Opened:
    """Open the record of one child, in which your agency has no part, for sixty minutes.

    The answer is the same for a child nobody knows and for one who must not be known to you. Your
    supervisor and the agencies that answer for the child are told at once, and another agency
    reviews it within 72 hours; until then read the record, and change nothing.
    """
    caller = auth.caller(request)
    opened = glass_broken.ask(said.named(), said.why(), by=caller.viewer, now=caller.now)
    child = opened.child
    return schemas.Opened(
        look_id=opened.look_id,
        reference=child.reference if child else None,
        ends_at=opened.ends_at if child else None,
    )


@router.get("", response=schemas.EmergencyLooks, summary="My emergency looks")
def mine(
    request: HttpRequest, asked: Annotated[schemas.EmergencyLooksAsked, Query()]
) -> schemas.EmergencyLooks:
    """Every time you asked, newest first, fifty at a time."""
    viewer = auth.caller(request).viewer
    access.require(viewer, access.Deed.BREAK_GLASS)
    found = glass_broken.asked(by=viewer, after=_after(asked), most=MOST + 1)
    reading.listed(request, access.Deed.BREAK_GLASS, _children(found[:MOST]))
    return _page(found)


@router.get("/to-review", response=schemas.EmergencyLooks, summary="Emergency looks to review")
def to_review(
    request: HttpRequest, asked: Annotated[schemas.EmergencyLooksAsked, Query()]
) -> schemas.EmergencyLooks:
    """Looks by other agencies at children your agency has a part in, soonest due, fifty a time."""
    viewer = auth.caller(request).viewer
    if not viewer.posts & access.MAY[access.Deed.REVIEW_BREAK_GLASS]:
        access.require(viewer, access.Deed.REVIEW_BREAK_GLASS)
    found = glass_reviewed.waiting(by=viewer, after=_after(asked), most=MOST + 1)
    reading.listed(request, access.Deed.REVIEW_BREAK_GLASS, _children(found[:MOST]))
    return _page(found)


def _after(asked: schemas.EmergencyLooksAsked) -> tuple[datetime, UUID] | None:
    return cursors.read(asked.cursor) if asked.cursor else None


def _page(found: list) -> schemas.EmergencyLooks:
    """The first fifty of what was found; one more says that there are others."""
    shown = found[:MOST]
    goes_on = len(found) > MOST
    return schemas.EmergencyLooks(
        looks=sections.each(schemas.EmergencyLook, shown),
        next_cursor=cursors.written(shown[-1].opened_at, shown[-1].id) if goes_on else "",
    )


def _children(rows: list) -> list[UUID]:
    return [row.child_id for row in rows if row.child_id]


@router.post("/{look_id}/end", response={201: schemas.Kept}, summary="End your look")
def end(request: HttpRequest, look_id: UUID) -> schemas.Kept:
    """You have seen enough: the record is closed to you at once."""
    caller = auth.caller(request)
    glass_broken.end(look_id, by=caller.viewer, now=caller.now)
    return schemas.Kept()


@router.get(
    "/{look_id}/reviewer", response=schemas.Reviewers, summary="Who may be named to review a look"
)
def reviewers(request: HttpRequest, look_id: UUID) -> schemas.Reviewers:
    """For those on the list of a sealed record of which nobody on the list may review a look."""
    caller = auth.caller(request)
    people = reviewer_named.choices(look_id, by=caller.viewer, now=caller.now)
    return schemas.Reviewers(
        people=[
            schemas.MayReview(id=each.id, name=each.name, agency=each.agency.name)
            for each in people
        ]
    )


@router.post("/{look_id}/reviewer", response={201: schemas.Kept}, summary="Name who reviews a look")
def name_reviewer(request: HttpRequest, look_id: UUID, said: schemas.NameReviewer) -> schemas.Kept:
    """Name somebody of another agency: they are told neither which child it was nor why."""
    caller = auth.caller(request)
    reviewer_named.name(look_id, said.practitioner_id, by=caller.viewer, now=caller.now)
    return schemas.Kept()


@router.post("/{look_id}/review", response={201: schemas.Kept}, summary="Review a look")
def review(request: HttpRequest, look_id: UUID, said: schemas.Review) -> schemas.Kept:
    """Say what you found of a look by another agency, once it is over."""
    caller = auth.caller(request)
    glass_reviewed.review(
        look_id, said.finding, findings=said.findings, by=caller.viewer, now=caller.now
    )
    return schemas.Kept()
