"""Children: looked up, opened for a stated purpose, introduced and added to."""

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, checking, cursors, reading, words
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import children as schemas
from wayhome.journey import child_introduced, shown_for
from wayhome.records.children import queries as children
from wayhome.records.episodes import times_away, visibility
from wayhome.rules import access, facts, purposes, told
from wayhome.stages.response.queries import NoSuchThing

if TYPE_CHECKING:
    from wayhome.records.children.models import Child

router = Router(tags=["Children"])


@router.post("/look-up", response=schemas.Found, summary="Look a child up")
def look_up(request: HttpRequest, said: schemas.LookUp) -> schemas.Found:
    """Find a child your agency has a part in. A POST, so that no name is left in an address."""
    viewer = auth.caller(request).viewer
    access.require(viewer, access.Deed.LOOK_UP_CHILD)
    found = children.candidates(visibility.children(viewer), **dict(said))
    reading.searched(request, access.Deed.LOOK_UP_CHILD, [child.id for child in found])
    return schemas.Found(children=sections.each(schemas.ChildFound, found))


@router.get("/{reference}", response=schemas.ChildRecord, summary="Open a child's record")
def read_child(
    request: HttpRequest, reference: str, asked: Annotated[schemas.ChildAsked, Query()]
) -> schemas.ChildRecord:
    """A child's record. Say why you open it in the header Wayhome-Purpose.

    Its episodes come a page at a time; each page is a look at the record, and a print is of the
    page that was asked for.
    """
    viewer = auth.caller(request).viewer
    if viewer.purpose is None:
        raise access.Refused(
            "Say why you are opening this child's record, in the header Wayhome-Purpose"
        )
    child = reading.child(request, reference)
    parties = visibility.parties_to_child(child.id)
    access.require(viewer, access.Deed.SEE_CHILD, parties=parties, child_id=child.id)
    shown = purposes.readable(
        viewer,
        viewer.purpose,
        access.Deed.SEE_CHILD,
        parties=parties,
        child_id=child.id,
        now=auth.caller(request).now,
    )
    reading.looked(
        request,
        access.Deed.SEE_CHILD,
        verb=asked.verb,
        child_id=child.id,
        sections=shown.sections,
    )
    return _record(request, child, asked, shown=shown, parties=parties)


@router.post("", response={201: schemas.Introduced}, summary="Introduce a child")
def introduce(request: HttpRequest, said: schemas.NewChild) -> schemas.Introduced:
    """Make a child's record before any episode, with who is responsible for them."""
    caller = auth.caller(request)
    made = child_introduced.record(
        said.child.told(),
        arrangement=checking.arrangement(said.arrangement).told(),
        contacts=[contact.told() for contact in said.contacts],
        concerns=[concern.told() for concern in said.concerns],
        by=caller.viewer,
        now=caller.now,
    )
    return _introduced(made)


@router.post("/{reference}/details", response={201: schemas.Introduced}, summary="Add details")
def add_details(request: HttpRequest, reference: str, said: schemas.Details) -> schemas.Introduced:
    """Add what was learned of a child, and from whom. What is left out stays as it is known."""
    caller = auth.caller(request)
    care = said.arrangement
    made = child_introduced.learned(
        reading.child(request, reference).id,
        said.child.told(),
        supplied_by=said.supplied_by,
        arrangement=checking.arrangement(care).told() if care else None,
        by=caller.viewer,
        now=caller.now,
    )
    return _introduced(made)


@router.post("/{reference}/contacts", response={201: schemas.Introduced}, summary="Add a contact")
def add_contact(
    request: HttpRequest, reference: str, said: schemas.NewContact
) -> schemas.Introduced:
    """Add a parent or carer, or put one in the place of one that was wrong."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    standing = {contact.id for contact in children.known(child.id).standing_contacts}
    if said.corrects_id is not None and said.corrects_id not in standing:
        raise NoSuchThing(str(said.corrects_id))
    made = child_introduced.learned(
        child.id,
        told.Child(),
        supplied_by=caller.viewer.name,
        contact=said.told(),
        corrects_contact_id=said.corrects_id,
        by=caller.viewer,
        now=caller.now,
    )
    return _introduced(made)


@router.post("/{reference}/markers", response={201: schemas.Introduced}, summary="Add a concern")
def add_marker(
    request: HttpRequest, reference: str, said: schemas.ConcernSaid
) -> schemas.Introduced:
    """Add a lasting concern. One that stands already is left as it is."""
    caller = auth.caller(request)
    made = child_introduced.learned(
        reading.child(request, reference).id,
        told.Child(),
        supplied_by=said.supplied_by,
        concern=said.told(),
        by=caller.viewer,
        now=caller.now,
    )
    return _introduced(made)


def _introduced(made: child_introduced.Introduced) -> schemas.Introduced:
    return schemas.Introduced(
        reference=made.reference,
        child_id=made.child_id,
        warnings=[words.said(warning) for warning in made.warnings],
    )


def _record(
    request: HttpRequest,
    child: "Child",
    asked: schemas.ChildAsked,
    *,
    shown: purposes.Readable,
    parties: tuple[facts.Party, ...],
) -> schemas.ChildRecord:
    caller, known = auth.caller(request), shown_for.child(children.known(child.id), shown)
    may_know = shown.may_know
    contacts = sections.each(schemas.Contact, known.standing_contacts)
    standing = [marker for marker in known.markers if marker.lifted_at is None]
    seen = times_away.of_child(caller.viewer, child.id).seen
    page = cursors.page(
        seen, by="reported_at", newest_first=True, cursor=asked.cursor, limit=asked.limit
    )
    return schemas.ChildRecord(
        child=sections.child(known, may_know, now=caller.now),
        care=sections.care(known, may_know),
        contacts=contacts if "contacts" in may_know else None,
        markers=sections.each(schemas.ChildMarker, standing) if "markers" in may_know else None,
        episodes=sections.each(schemas.EarlierEpisode, page.rows),
        episode_count=seen.count(),
        next_cursor=page.next_cursor,
        purpose=shown.purpose,
        held_back_for_purpose=sorted(shown.held_classes),
        ask_for_address=sections.to_ask(purposes.whom_to_ask(parties, shown=shown)),
    )
