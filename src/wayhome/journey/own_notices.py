"""Which notice somebody may answer, and how an answer to one is entered in the ledger."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Outcome
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, notifications
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Notice


def may_answer(notice_id: UUID, *, by: facts.Viewer, deed: access.Deed) -> "Notice":
    """The notice, to somebody who may answer it. Raises NoSuchThing or Refused."""
    found = response_queries.notice_to(by, notice_id)
    if found.reason in notifications.TO_A_POST_ALONE:
        access.require(by, access.Deed.WORK_SUPPORT)
    else:
        parties, child_id = episodes.parties_of(found.episode_id), found.episode.child_id
        access.require(by, deed, parties=parties, child_id=child_id)
    return found


def entered(
    notice: "Notice",
    *,
    by: facts.Viewer,
    now: datetime,
    deed: access.Deed,
    verb: Verb = Verb.ALTER,
) -> Outcome:
    """What came of it, without the episode for a supervisor who may not know at whom it was."""
    episode = notice.episode
    ledger.write(
        verb,
        by=by,
        at=now,
        deed=deed,
        child_id=episode.child_id,
        episode_id=episode.id,
        object_id=notice.id,
    )
    is_unnamed = notice.reason == NoticeReason.BREAK_GLASS
    if is_unnamed and not visibility.episodes(by).filter(id=episode.id).exists():
        return Outcome("", notice.id, notice.id)
    return Outcome(episode.reference, episode.id, notice.id)
