"""Opening a record in an emergency, ending the look, and reviewing those of other agencies."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, reading
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import emergency as schemas
from wayhome.journey import glass_broken, glass_reviewed
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
def mine(request: HttpRequest) -> schemas.EmergencyLooks:
    """Every time you asked, newest first; at most fifty."""
    viewer = auth.caller(request).viewer
    access.require(viewer, access.Deed.BREAK_GLASS)
    rows = glass_broken.asked(by=viewer, most=MOST)
    reading.listed(request, access.Deed.BREAK_GLASS, _children(rows))
    return schemas.EmergencyLooks(looks=sections.each(schemas.EmergencyLook, rows))


@router.get("/to-review", response=schemas.EmergencyLooks, summary="Emergency looks to review")
def to_review(request: HttpRequest) -> schemas.EmergencyLooks:
    """Looks by other agencies at children your agency has a part in, soonest due first."""
    viewer = auth.caller(request).viewer
    if not viewer.posts & access.MAY[access.Deed.REVIEW_BREAK_GLASS]:
        access.require(viewer, access.Deed.REVIEW_BREAK_GLASS)
    rows = glass_reviewed.waiting(by=viewer, most=MOST)
    reading.listed(request, access.Deed.REVIEW_BREAK_GLASS, _children(rows))
    return schemas.EmergencyLooks(looks=sections.each(schemas.EmergencyLook, rows))


def _children(rows: list) -> list[UUID]:
    return [row.child_id for row in rows if row.child_id]


@router.post("/{look_id}/end", response={201: schemas.Kept}, summary="End your look")
def end(request: HttpRequest, look_id: UUID) -> schemas.Kept:
    """You have seen enough: the record is closed to you at once."""
    caller = auth.caller(request)
    glass_broken.end(look_id, by=caller.viewer, now=caller.now)
    return schemas.Kept()


@router.post("/{look_id}/review", response={201: schemas.Kept}, summary="Review a look")
def review(request: HttpRequest, look_id: UUID, said: schemas.Review) -> schemas.Kept:
    """Say what you found of a look by another agency, once it is over."""
    caller = auth.caller(request)
    glass_reviewed.review(
        look_id, said.finding, findings=said.findings, by=caller.viewer, now=caller.now
    )
    return schemas.Kept()
