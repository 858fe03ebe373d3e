"""A photograph or a document is shown: the policy is asked, and the look entered, before a byte.

A file is seen through the child's own record, for a stated purpose; or through an episode of the
child that has not ended for the viewer, where a photograph is of the child and needs no purpose,
and a document is of that episode.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.enciphering import enciphering
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.files import queries as files_known
from wayhome.records.files.models import File
from wayhome.rules import access, facts, files, policy

LOOKING = "see a photograph or document"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it is sent."""

    file: File
    content: bytes


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody comes to a child's files: by the record, or by one episode."""

    deed: access.Deed
    relations: tuple[facts.Relation, ...]
    episode_id: UUID | None = None
    is_open: bool = True

    def leads_to(self, file: File) -> bool:
        """Whether it leads to this file: an open episode to a picture, any to its own documents."""
        if self.episode_id is None:
            return True
        if files.FileSubject(file.subject) in files.ONLY_A_PICTURE:
            return self.is_open
        return self.episode_id == file.episode_id


def record(file_id: UUID, *, by: facts.Viewer, now: datetime) -> Opened:
    """The file. Raises NoSuchFile, alike for unknown, withdrawn and not to be seen."""
    with transactions.step():
        file = files_known.standing(file_id)
        if not may_see(file, by=by, now=now):
            raise files_known.NoSuchFile(str(file_id))
        subject = files.FileSubject(file.subject)
        ledger.write(
            Verb.CONSULT,
            by=by,
            at=now,
            deed=LOOKING,
            child_id=file.child_id,
            episode_id=file.episode_id,
            object_id=file.id,
            sections=[files.TOLD[subject].field_class],
        )
        place = enciphering.Place("files_filecontent", "sealed", file.id)
        return Opened(
            file, enciphering.decipher_bytes(files_known.sealed_content(file.id), place=place)
        )


def may_see(file: File, *, by: facts.Viewer, now: datetime) -> bool:
    """Whether the policy shows a file to somebody now."""
    return bool(those_seen(file.child_id, [file], by=by, now=now))


def those_seen(
    child_id: UUID, held: Iterable[File], *, by: facts.Viewer, now: datetime
) -> list[File]:
    """Of some files of one child, those the policy shows to somebody now, by as many questions."""
    asked = list(held)
    if not asked:
        return []
    ways = [*_through_record(child_id, by=by), *_through_episodes(child_id, by=by)]
    return [file for file in asked if any(_shows(file, way, by=by, now=now) for way in ways)]


def _through_record(child_id: UUID, *, by: facts.Viewer) -> list[Way]:
    if by.purpose is None or not visibility.children(by).filter(id=child_id).exists():
        return []
    parties = visibility.parties_to_child(child_id)
    return [Way(access.Deed.SEE_CHILD, tuple(facts.Relation(party) for party in parties))]


def _through_episodes(child_id: UUID, *, by: facts.Viewer) -> list[Way]:
    rows = visibility.episodes(by).filter(child_id=child_id).values_list("id", "closed_at")
    closed = dict(rows)
    return [
        Way(access.Deed.SEE_EPISODE, relations, episode_id, is_open=closed[episode_id] is None)
        for episode_id, relations in episodes.relations_of(closed).items()
    ]


def _shows(file: File, way: Way, *, by: facts.Viewer, now: datetime) -> bool:
    if not way.leads_to(file):
        return False
    looking = files.Looking(by, by.purpose, way.relations, file.child_id, now)
    answer = files.may_be_seen(files.FileSubject(file.subject), looking, deed=way.deed)
    return answer.answer is policy.Answer.ALLOW
