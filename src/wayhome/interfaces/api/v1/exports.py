"""Exports: asked for, decided by a second person, fetched and ended; and where each stands."""

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, doing, problems
from wayhome.interfaces.api.v1.schemas import exports as schemas
from wayhome.interfaces.pages.exports import wanting
from wayhome.journey import export_decided, export_fetched, export_making, export_revoked
from wayhome.records.exports import queries
from wayhome.rules import access, exports

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wayhome.records.exports.models import Export

router = Router(tags=["Exports"])
AT_ONCE = 50
A_FILE = {
    "responses": {
        200: {
            "description": "The file. Each fetch is entered as a disclosure of each child in it.",
            "content": {
                str(writer.MEDIA_TYPE): {"schema": {"type": "string", "format": "binary"}}
                for writer in export_making.WRITERS.values()
            },
        },
        problems.NOT_NOW.status: {
            "description": "It is not made, or its time is over.",
            "content": {
                problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        },
    }
}


@router.post("", response={201: schemas.Export}, summary="Ask for an export")
def ask(request: HttpRequest, said: schemas.Ask) -> schemas.Export:
    """Ask to take records out for one named person. It holds what both of you may read.

    One of more than 25 children waits for a second person, and nothing is made before.
    """
    asked = dict(said)
    made = doing.take(request, wanting.ask, asked.pop("kind"), **asked)
    return _shown(request, queries.one(auth.caller(request).viewer, made.reference))


@router.get("", response=schemas.Exports, summary="My exports")
def my_exports(
    request: HttpRequest, asked: Annotated[schemas.ExportsAsked, Query()]
) -> schemas.Exports:
    """The exports you asked for, newest first, fifty at a time."""
    viewer = auth.caller(request).viewer
    access.require(viewer, access.Deed.EXPORT)
    return _listed(request, queries.asked_by(viewer), asked, newest_first=True)


@router.get("/to-decide", response=schemas.Exports, summary="Exports that wait for me")
def to_decide(
    request: HttpRequest, asked: Annotated[schemas.ExportsAsked, Query()]
) -> schemas.Exports:
    """Those of your agency that wait for a second person, the oldest first, fifty at a time."""
    caller = auth.caller(request)
    access.require(caller.viewer, access.Deed.APPROVE_EXPORT)
    found = queries.waiting_for(caller.viewer, now=caller.now)
    return _listed(request, found, asked, newest_first=False)


@router.post("/{reference}/approve", response={201: schemas.Export}, summary="Approve an export")
def approve(request: HttpRequest, reference: str) -> schemas.Export:
    """Be the second person, and agree. It is made within minutes."""
    caller = auth.caller(request)
    return _shown(request, export_decided.approved(reference, by=caller.viewer, now=caller.now))


@router.post("/{reference}/decline", response={201: schemas.Export}, summary="Decline an export")
def decline(request: HttpRequest, reference: str, said: schemas.Decline) -> schemas.Export:
    """Be the second person, and do not agree. Whoever asked reads why."""
    caller = auth.caller(request)
    decided = export_decided.declined(reference, why=said.why, by=caller.viewer, now=caller.now)
    return _shown(request, decided)


@router.post("/{reference}/end", response={201: schemas.Export}, summary="End an export")
def end(request: HttpRequest, reference: str) -> schemas.Export:
    """End an export that you asked for: its link is dead, and the file is gone."""
    caller = auth.caller(request)
    return _shown(request, export_revoked.record(reference, by=caller.viewer, now=caller.now))


@router.get("/{reference}", response=schemas.Export, summary="One export")
def one_export(request: HttpRequest, reference: str) -> schemas.Export:
    """Where an export stands."""
    return _shown(request, queries.one(auth.caller(request).viewer, reference))


@router.get("/{reference}/file", summary="Fetch an export", openapi_extra=A_FILE)
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """The file, while its link lives. The policy is asked again at this moment."""
    caller = auth.caller(request)
    found = export_fetched.record(reference, by=caller.viewer, now=caller.now)
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


def _listed(
    request: HttpRequest,
    rows: "QuerySet[Export]",
    asked: schemas.ExportsAsked,
    *,
    newest_first: bool,
) -> schemas.Exports:
    page = cursors.page(
        rows, by="asked_at", newest_first=newest_first, cursor=asked.cursor, limit=AT_ONCE
    )
    found = [_shown(request, export) for export in page.rows]
    return schemas.Exports(exports=found, next_cursor=page.next_cursor)


def _shown(request: HttpRequest, export: "Export") -> schemas.Export:
    state = exports.state_of(queries.facts_of(export), now=auth.caller(request).now)
    return schemas.Export(
        reference=export.reference,
        kind=export.kind,
        format=export.format,
        state=state,
        purpose=export.purpose,
        reason=export.reason,
        recipient_name=export.recipient_name,
        recipient_agency=export.recipient_agency.name,
        children=export.children,
        classes=export.classes,
        asked_at=export.asked_at,
        expires_at=export.expires_at,
    )
