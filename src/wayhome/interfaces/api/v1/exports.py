"""Exports: those you asked for, where each stands, and the file itself."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Router

from wayhome.interfaces.api.v1 import auth, problems
from wayhome.interfaces.api.v1.schemas import exports as schemas
from wayhome.journey import export_fetched, export_making
from wayhome.records.exports import queries
from wayhome.rules import access, exports

if TYPE_CHECKING:
    from wayhome.records.exports.models import Export

router = Router(tags=["Exports"])
NEWEST = 50
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


@router.get("", response=schemas.Exports, summary="My exports")
def my_exports(request: HttpRequest) -> schemas.Exports:
    """The exports you asked for. They are asked for on a page, where a person says for whom."""
    viewer = auth.caller(request).viewer
    access.require(viewer, access.Deed.EXPORT)
    found = queries.asked_by(viewer)[:NEWEST]
    return schemas.Exports(exports=[_shown(request, export) for export in found])


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
