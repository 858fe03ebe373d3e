"""Who must not know of a child: declared of oneself, said of others, and taken back by two."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, reading
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import emergency as schemas
from wayhome.journey import child_kept_from, disclosure_withheld
from wayhome.records.episodes import visibility
from wayhome.records.safety import queries
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Conflict

KEEP = access.Deed.KEEP_FROM
router = Router(tags=["Who must not know"])
declarations = Router(tags=["Who must not know"])


@declarations.post("", response={201: schemas.Kept}, summary="Declare a child")
def declare(request: HttpRequest, said: schemas.Declaration) -> schemas.Kept:
    """A child you must not look at. The answer is the same whoever the child is."""
    caller = auth.caller(request)
    named = told.NamedChild(said.given_name, said.family_name, said.date_of_birth)
    child_kept_from.declare(
        named, kind=said.kind, reason=said.reason, by=caller.viewer, now=caller.now
    )
    return schemas.Kept()


@router.get("/{reference}/apart", response=schemas.AllApart, summary="Who must not know")
def read(request: HttpRequest, reference: str) -> schemas.AllApart:
    """From whom the child is kept, and what is not disclosed to whom."""
    viewer = auth.caller(request).viewer
    child = reading.child(request, reference)
    parties = visibility.parties_to_child(child.id)
    access.require(viewer, KEEP, parties=parties, child_id=child.id)
    reading.looked(request, KEEP, child_id=child.id)
    return schemas.AllApart(
        people=[
            schemas.Apart(
                id=row.id,
                name=row.person.name,
                kind=Conflict(row.kind),
                reason=row.reason,
                recorded_at=row.recorded_at,
                lift_asked_at=row.lift_asked_at,
                lifted_at=row.lifted_at,
            )
            for row in queries.conflicts_of(child.id)
        ],
        withheld=sections.each(schemas.Withheld, queries.withheld_of(child.id)),
    )


@router.post("/{reference}/apart", response={201: schemas.Kept}, summary="Keep from a person")
def keep_from(request: HttpRequest, reference: str, said: schemas.KeepFrom) -> schemas.Kept:
    """A person must not know of this child, in any post or agency."""
    caller = auth.caller(request)
    child_kept_from.keep_from(
        reading.child(request, reference).id,
        told.Someone(said.name, said.email, said.username),
        kind=said.kind,
        reason=said.reason,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.Kept()


@router.post(
    "/{reference}/apart/{conflict_id}/take-back",
    response={201: schemas.Kept},
    summary="Take a conflict back",
)
def take_back(
    request: HttpRequest, reference: str, conflict_id: UUID, said: schemas.TakeBack
) -> schemas.Kept:
    """Ask that it is taken back, or agree as the second of two people of two agencies."""
    caller = auth.caller(request)
    child_kept_from.ask_to_lift(
        reading.child(request, reference).id,
        conflict_id,
        reason=said.reason,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.Kept()


@router.post("/{reference}/withheld", response={201: schemas.Kept}, summary="Do not disclose")
def withhold(request: HttpRequest, reference: str, said: schemas.Withhold) -> schemas.Kept:
    """Something of this child is not disclosed to an agency, or to a parent or carer."""
    caller = auth.caller(request)
    disclosure_withheld.withhold(
        reading.child(request, reference).id,
        said.matter,
        of=told.WithheldFrom(agency_id=said.agency_id, contact_id=said.contact_id),
        reason=said.reason,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.Kept()


@router.post(
    "/{reference}/withheld/{withholding_id}/take-back",
    response={201: schemas.Kept},
    summary="Disclose again",
)
def disclose_again(
    request: HttpRequest, reference: str, withholding_id: UUID, said: schemas.TakeBack
) -> schemas.Kept:
    """What was not disclosed may be disclosed again: for somebody else to say."""
    caller = auth.caller(request)
    disclosure_withheld.disclose_again(
        reading.child(request, reference).id,
        withholding_id,
        reason=said.reason,
        by=caller.viewer,
        now=caller.now,
    )
    return schemas.Kept()
