"""Questions about files. Which of them a viewer may see is decided by `rules/files.py`."""

from uuid import UUID

from wayhome.platform.unknown import NoSuch
from wayhome.records.files.models import File, FileContent
from wayhome.rules.files import FileSubject


class NoSuchFile(NoSuch):
    """No file is known by that identifier, or none the viewer may know of."""


def of_child(child_id: UUID) -> list[File]:
    """The files of a child that stand: neither withdrawn nor replaced, newest first."""
    return list(
        File.objects.filter(child_id=child_id, withdrawn_at=None, corrected_by=None)
        .select_related("agency", "recorded_by", "episode")
        .order_by("-recorded_at", "-id")
    )


def photograph_of(child_id: UUID) -> File | None:
    """The newest photograph of a child that stands, or None."""
    return next(
        (file for file in of_child(child_id) if file.subject == FileSubject.PHOTOGRAPH), None
    )


def standing(file_id: UUID) -> File:
    """One file that stands. Raises NoSuchFile, also for one withdrawn or replaced."""
    found = (
        File.objects.filter(id=file_id, withdrawn_at=None, corrected_by=None)
        .select_related("child", "episode", "agency")
        .first()
    )
    if found is None:
        raise NoSuchFile(str(file_id))
    return found


def locked(file_id: UUID) -> File:
    """One file that stands, locked until the transaction ends. Raises NoSuchFile."""
    File.objects.select_for_update().filter(id=file_id).first()
    return standing(file_id)


def sealed_content(file_id: UUID) -> bytes:
    """The bytes as they are kept. Raises NoSuchFile where there are none."""
    found = FileContent.objects.filter(file_id=file_id).first()
    if found is None:
        raise NoSuchFile(str(file_id))
    return bytes(found.sealed)
