"""A child's photograph and documents, as a page shows them: what somebody may see of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import naming, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.journey import file_opened
from wayhome.records.files import queries as files_known
from wayhome.rules import facts, redaction
from wayhome.rules.files import FileSubject

if TYPE_CHECKING:
    from wayhome.records.files.models import File

WIDTH = 240  # pixels on the page


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph on a page. Its words in place of the picture name nobody."""

    src: str
    alt: str
    width: int
    height: int
    taken: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file in a list, and where it is put right."""

    title: str
    href: str
    lines: str
    withdraw: str
    replace: str


def photograph(
    child_id: UUID, *, by: facts.Viewer, now: datetime, unsaid: redaction.Unsaid | None
) -> Photograph | None:
    """The newest photograph of a child, where this person may see it."""
    found = files_known.photograph_of(child_id)
    if found is None or not file_opened.may_see(found, by=by, now=now):
        return None
    return _shown(found, now=now, unsaid=unsaid)


def newest(child_id: UUID, *, now: datetime, unsaid: redaction.Unsaid | None) -> Photograph | None:
    """The newest photograph of a child, for a page that has asked whether it may be seen.

    The address of the picture asks again.
    """
    found = files_known.photograph_of(child_id)
    return _shown(found, now=now, unsaid=unsaid) if found else None


def _shown(found: "File", *, now: datetime, unsaid: redaction.Unsaid | None) -> Photograph:
    return Photograph(
        src=reverse("file", args=[found.id]),
        alt=_("Photograph of the child"),
        width=WIDTH,
        height=round(WIDTH * found.height / max(found.width, 1)),
        taken=_("Added %(moment)s by %(agency)s")
        % {
            "moment": presenters.moment(found.recorded_at, now=now),
            "agency": naming.agency(found.agency, unsaid=unsaid),
        },
    )


def seen(child_id: UUID, *, by: facts.Viewer, now: datetime) -> "list[File]":
    """The files of a child that this person may see, newest first."""
    return file_opened.those_seen(child_id, files_known.of_child(child_id), by=by, now=now)


def documents(
    found: "Iterable[File]", *, now: datetime, unsaid: redaction.Unsaid | None
) -> list[Document]:
    """Files in a list."""
    return [
        Document(
            title=file.title or presenters.sentence(FileSubject(file.subject).label),
            href=reverse("file", args=[file.id]),
            lines=_("%(what)s · %(size)s · added %(moment)s by %(agency)s")
            % {
                "what": presenters.sentence(FileSubject(file.subject).label),
                "size": _size(file.size),
                "moment": presenters.moment(file.recorded_at, now=now),
                "agency": naming.agency(file.agency, unsaid=unsaid),
            },
            withdraw=reverse("file_withdraw", args=[file.id]),
            replace=reverse("file_replace", args=[file.id]),
        )
        for file in found
    ]


def _size(count: int) -> str:
    return _("%(size)s KB") % {"size": f"{max(1, round(count / 1024)):,}"}
