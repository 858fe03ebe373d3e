"""Adding a file, and withdrawing one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.records.files.models import File, FileContent
from wayhome.rules import facts
from wayhome.rules.files import FileSubject


@dataclass(frozen=True, slots=True)
class New:
    """A file that was made anew, and what it is said to tell."""

    subject: FileSubject
    title: str
    media_type: str
    size: int
    width: int
    height: int
    digest: str


def add(
    new: New,
    *,
    child_id: UUID,
    episode_id: UUID | None,
    replaces: UUID | None,
    by: facts.Viewer,
    at: datetime,
) -> File:
    """A new file of a child, in place of another where one is named. Its bytes follow."""
    return File.objects.create(
        child_id=child_id,
        episode_id=episode_id,
        subject=new.subject,
        title=new.title,
        media_type=new.media_type,
        size=new.size,
        width=new.width,
        height=new.height,
        digest=new.digest,
        agency_id=by.agency_id,
        corrects_id=replaces,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def keep(file: File, sealed: bytes) -> None:
    """The bytes of a file, sealed."""
    FileContent.objects.create(file=file, sealed=sealed)


def withdraw(file: File, *, why: str, by: facts.Viewer, at: datetime) -> None:
    """A file is shown to nobody any more, and why."""
    file.withdrawn_at, file.withdrawn_by_id, file.withdrawn_why = at, by.practitioner_id, why
    file.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
