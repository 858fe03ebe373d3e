"""Photographs and documents: listed, added and fetched, each only where you may see it."""

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, doing, problems, reading
from wayhome.interfaces.api.v1.presenters import sections
from wayhome.interfaces.api.v1.schemas import files as schemas
from wayhome.interfaces.pages.files import refusing
from wayhome.interfaces.pages.shared import cleaning, pictured
from wayhome.journey import file_added, file_opened, file_withdrawn
from wayhome.journey.acting import Outcome
from wayhome.platform.uploads import documents, pictures
from wayhome.platform.uploads.kinds import MOST_BYTES, NotTaken
from wayhome.records.episodes import visibility
from wayhome.records.files import queries
from wayhome.rules import access, files, moments

if TYPE_CHECKING:
    from wayhome.records.files.models import File

of_child = Router(tags=["Files"])
router = Router(tags=["Files"])
_BYTES = {"schema": {"type": "string", "format": "binary"}}
SENT = {
    "requestBody": {
        "required": True,
        "description": "The bytes of a JPEG, PNG, WebP or PDF, up to 10 MB.",
        "content": {"application/octet-stream": _BYTES},
    }
}
A_FILE = {
    "responses": {
        200: {
            "description": "The file as it is kept.",
            "content": {pictures.MEDIA_TYPE: _BYTES, documents.MEDIA_TYPE: _BYTES},
        }
    }
}


@of_child.get("/{reference}/files", response=schemas.Files, summary="Photographs and documents")
def list_files(request: HttpRequest, reference: str) -> schemas.Files:
    """Those you may see. Say why you look in the header Wayhome-Purpose."""
    caller = auth.caller(request)
    child = reading.child(request, reference)
    parties = visibility.parties_to_child(child.id)
    access.require(caller.viewer, access.Deed.SEE_CHILD, parties=parties, child_id=child.id)
    reading.looked(request, access.Deed.SEE_CHILD, child_id=child.id)
    found = pictured.seen(child.id, by=caller.viewer, now=caller.now)
    return schemas.Files(files=sections.each(schemas.File, found))


@of_child.post(
    "/{reference}/files",
    response={201: schemas.FileKept},
    summary="Add a photograph or document",
    openapi_extra=SENT,
)
def add(
    request: HttpRequest,
    reference: str,
    subject: files.FileSubject,
    title: str = Query("", max_length=120),  # how ninja takes a limit
    episode: str = Query("", max_length=20),
    replaces: UUID | None = None,
) -> Outcome:
    """Add a file: the body is its bytes. It is made anew, without what hides in it.

    It is of the whole record, or of one `episode` by its reference. One that `replaces` another of
    the same subject is shown in its place.
    """
    child = reading.child(request, reference)
    content = request.read(MOST_BYTES + 1)
    before = _seen(request, replaces) if replaces else None
    of_episode = reading.episode(request, episode).id if episode else None
    sent = file_added.Sent(
        content=content,
        subject=subject,
        title=cleaning.line(title),
        episode_id=before.episode_id if before else of_episode,
        replaces=before.id if before else None,
        digest=hashlib.sha256(content).hexdigest(),
    )
    try:
        return doing.take(request, file_added.record, child.id, sent)
    except NotTaken as refused:
        problem = moments.Problem("file", refusing.words(refused.reason))
        raise problems.NotUnderstood((problem,)) from refused


@router.post("/{file_id}/withdraw", response={201: schemas.FileKept}, summary="Withdraw a file")
def withdraw(request: HttpRequest, file_id: UUID, said: schemas.Withdraw) -> Outcome:
    """Withdraw a file that was wrong: it is shown to nobody any more, and is not lost."""
    return doing.take(request, file_withdrawn.record, _seen(request, file_id).id, why=said.why)


def _seen(request: HttpRequest, file_id: UUID) -> "File":
    """A file that the caller may see. Raises NoSuchFile, alike for all others."""
    caller = auth.caller(request)
    found = queries.standing(file_id)
    if not file_opened.may_see(found, by=caller.viewer, now=caller.now):
        raise queries.NoSuchFile(str(file_id))
    return found


@router.get("/{file_id}", summary="Fetch a photograph or document", openapi_extra=A_FILE)
def fetch(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file, if you may see it now; the look is entered before a byte of it is sent."""
    caller = auth.caller(request)
    found = file_opened.record(file_id, by=caller.viewer, now=caller.now)
    answer = HttpResponse(found.content, content_type=found.file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="wayhome-{found.file.id}"'
    return answer
