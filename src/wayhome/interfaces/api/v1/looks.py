"""The ledger read back: your own looks, and who looked at a child and why."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, reading
from wayhome.interfaces.api.v1.presenters import episodes as shown
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import looks as schemas
from wayhome.records.episodes import visibility
from wayhome.records.looks import queries as looks
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access

router = Router(tags=["Looks"])
of_children = Router(tags=["Looks"])


@router.get("/mine", response=schemas.Looks, summary="Your own looks")
def my_looks(request: HttpRequest, asked: Annotated[schemas.LooksAsked, Query()]) -> schemas.Looks:
    """Everything the ledger holds of you, newest first, a page at a time."""
    viewer = auth.caller(request).viewer
    access.require(viewer, access.Deed.SEE_OWN_LOOKS)
    return _page(looks.mine(until=_until(asked)))


@of_children.get("/{reference}/looks", response=schemas.Looks, summary="Who looked at a child")
def looks_at_child(
    request: HttpRequest, reference: str, asked: Annotated[schemas.LooksAsked, Query()]
) -> schemas.Looks:
    """Who looked at a child and why, newest first. Say why you ask in the header Wayhome-Purpose.

    That you asked is itself in the ledger.
    """
    viewer = auth.caller(request).viewer
    child = reading.child(request, reference)
    deed = access.Deed.SEE_LOOKS
    access.require(viewer, deed, parties=visibility.parties_to_child(child.id), child_id=child.id)
    reading.looked(request, deed, child_id=child.id, sections=["who looked"])
    return _page(looks.at_child(child.id, until=_until(asked)))


def _until(asked: schemas.LooksAsked) -> tuple[datetime, UUID] | None:
    return cursors.read(asked.cursor) if asked.cursor else None


def _page(found: looks.Page) -> schemas.Looks:
    wanted = {entry.practitioner_id for entry in found.entries}
    last = found.last
    return schemas.Looks(
        looks=sections.each(schemas.Look, found.entries),
        people=shown.named(practitioners.names(wanted), wanted),
        next_cursor=cursors.written(last.at, last.id) if last else "",
    )
