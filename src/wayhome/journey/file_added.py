"""A photograph or a document is added to a child or an episode, or put in the place of another.

What was sent is made anew first (`platform/uploads`), and only that is kept, enciphered.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wayhome.journey import acting
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.enciphering import enciphering
from wayhome.platform.row_security import transactions
from wayhome.platform.uploads import confined, pictures
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.files import actions as files_kept
from wayhome.records.files import queries as files_known
from wayhome.records.files.models import File
from wayhome.rules import access, facts, files, moments

DEED = access.Deed.ADD_FILE
ONLY_A_PICTURE = "A photograph of the child must be a picture: JPEG, PNG or WebP."
ANOTHER_SUBJECT = "Put a file of the same kind in its place, or withdraw it and add a new one."


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, as it was, and what it is said to tell."""

    content: bytes = field(repr=False)
    subject: files.FileSubject
    title: str = ""
    episode_id: UUID | None = None
    replaces: UUID | None = None
    digest: str = ""  # tells one file from another where what was sent is compared


def record(child_id: UUID, sent: Sent, *, by: facts.Viewer, now: datetime) -> acting.Outcome:
    """Add a file. Raises Refused, NoSuchChild, NoSuchFile, Contradiction, and NotTaken.

    A file that is not taken leaves nothing behind.
    """
    with transactions.step():
        _check(child_id, sent, by=by)
        made = confined.anew(sent.content)  # may take seconds: nobody waits for a lock meanwhile
        acting.unless(_wrong_kind(sent.subject, made.media_type))
        child = children.locked(visibility.children(by), child_id)
        if sent.replaces is not None:
            _check_replaced(child_id, sent, by=by)
        file = files_kept.add(
            _as_kept(sent, made),
            child_id=child.id,
            episode_id=sent.episode_id,
            replaces=sent.replaces,
            by=by,
            at=now,
        )
        place = enciphering.Place("files_filecontent", "sealed", file.id)
        files_kept.keep(
            file, enciphering.encipher_bytes(made.content, of=child.id, place=place, at=now)
        )
        _enter(file, by=by, now=now)
        return acting.Outcome(child.reference, child.id, file.id)


def _check(child_id: UUID, sent: Sent, *, by: facts.Viewer) -> None:
    """Whether this may be added here, before anything is read of what was sent."""
    if not visibility.children(by).filter(id=child_id).exists():
        raise children.NoSuchChild(str(child_id))
    access.require(by, DEED, parties=visibility.parties_to_child(child_id), child_id=child_id)
    among = visibility.episodes(by).filter(child_id=child_id)
    if sent.episode_id is not None and not among.filter(id=sent.episode_id).exists():
        raise episodes.NoSuchEpisode(str(sent.episode_id))


def _check_replaced(child_id: UUID, sent: Sent, *, by: facts.Viewer) -> None:
    """A file is replaced by one that tells the same, by whoever could withdraw it."""
    before = files_known.locked(UUID(str(sent.replaces)))
    if before.child_id != child_id:
        raise files_known.NoSuchFile(str(before.id))
    parties = visibility.parties_to_child(child_id)
    decision = files.may_withdraw(by, added_by_agency=before.agency_id, parties=parties)
    if not decision.allowed:
        raise access.Refused(decision.reason)
    if before.subject != sent.subject:
        raise acting.Contradiction((moments.Problem("subject", ANOTHER_SUBJECT),))


def _wrong_kind(subject: files.FileSubject, media_type: str) -> tuple[moments.Problem, ...]:
    is_wrong = subject in files.ONLY_A_PICTURE and media_type != pictures.MEDIA_TYPE
    return (moments.Problem("file", ONLY_A_PICTURE),) if is_wrong else ()


def _as_kept(sent: Sent, made: confined.Made) -> files_kept.New:
    return files_kept.New(
        subject=sent.subject,
        title=sent.title,
        media_type=made.media_type,
        size=len(made.content),
        width=made.width,
        height=made.height,
        digest=hashlib.sha256(made.content).hexdigest(),
    )


def _enter(file: File, *, by: facts.Viewer, now: datetime) -> None:
    ledger.write(
        Verb.COLLECT,
        by=by,
        at=now,
        deed=DEED,
        child_id=file.child_id,
        episode_id=file.episode_id,
        object_id=file.id,
        sections=[files.TOLD[files.FileSubject(file.subject)].field_class],
    )
