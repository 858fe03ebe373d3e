"""A photograph or a document is shown: the policy is asked, and the look entered, before a byte.

A file is seen through the child's own record, for a stated purpose; or through an episode of the
child that has not ended for the viewer, where a photograph is of the child and needs no purpose,
and a document is of that episode.
"""

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
    return _through_record(file, by=by, now=now) or _through_episodes(file, by=by, now=now)


def _through_record(file: File, *, by: facts.Viewer, now: datetime) -> bool:
    if by.purpose is None or not visibility.children(by).filter(id=file.child_id).exists():
        return False
    parties = visibility.parties_to_child(file.child_id)
    relations = tuple(facts.Relation(party) for party in parties)
    return _shows(file, relations, access.Deed.SEE_CHILD, by=by, now=now)


def _through_episodes(file: File, *, by: facts.Viewer, now: datetime) -> bool:
    among = visibility.episodes(by).filter(child_id=file.child_id)
    if files.FileSubject(file.subject) not in files.ONLY_A_PICTURE:
        among = among.filter(files=file)
    else:
        among = among.filter(closed_at__isnull=True)
    held = episodes.relations_of(among.values_list("id", flat=True))
    return any(
        _shows(file, relations, access.Deed.SEE_EPISODE, by=by, now=now)
        for relations in held.values()
    )


def _shows(
    file: File,
    relations: tuple[facts.Relation, ...],
    deed: access.Deed,
    *,
    by: facts.Viewer,
    now: datetime,
) -> bool:
    looking = files.Looking(by, by.purpose, relations, file.child_id, now)
    answer = files.may_be_seen(files.FileSubject(file.subject), looking, deed=deed)
    return answer.answer is policy.Answer.ALLOW
