"""A notice reaches a screen or a mailbox, is opened, and is acknowledged by a named person.

Delivered, opened and acknowledged are three moments. Only the last says: I have this.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Outcome
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts, notifications
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Notice

DEED = access.Deed.ACKNOWLEDGE
TO_A_POST_ALONE = notifications.TO_A_POST_ALONE
DELIVER = "deliver a notice"


def delivered(notice_ids: Iterable[UUID], *, by: facts.Viewer | None = None, now: datetime) -> None:
    """These notices reached their post: shown to a holder of it, or by message, from nobody.

    Each is delivered once; the first time is the one that is kept and entered.
    """
    with transactions.step():
        response.mark_delivered(notice_ids, by=by, at=now, deed=DELIVER)


def opened(notice_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """A named person opened the notice. Raises NoSuchThing for one not to the viewer's posts."""
    with transactions.step():
        notice = _mine(notice_id, by=by)
        response.mark_opened(notice, by=by, at=now)
        return _entered(notice, verb=Verb.CONSULT, by=by, now=now)


def acknowledged(notice_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """A named person says: I have this. Said again it changes nothing; the first is kept."""
    with transactions.step():
        notice = _mine(notice_id, by=by)
        response.acknowledge(notice, by=by, at=now)
        return _entered(notice, verb=Verb.ALTER, by=by, now=now)


def _mine(notice_id: UUID, *, by: facts.Viewer) -> "Notice":
    found = response_queries.notice_for(by, notice_id)
    if found.reason in TO_A_POST_ALONE:
        access.require(by, access.Deed.WORK_SUPPORT)
    else:
        parties, child_id = episodes.parties_of(found.episode_id), found.episode.child_id
        access.require(by, DEED, parties=parties, child_id=child_id)
    return response_queries.notice(found.episode_id, notice_id)


def _entered(notice: "Notice", *, verb: Verb, by: facts.Viewer, now: datetime) -> Outcome:
    """What came of it, without the episode for a supervisor who may not know at whom it was."""
    episode = notice.episode
    ledger.write(
        verb,
        by=by,
        at=now,
        deed=DEED,
        child_id=episode.child_id,
        episode_id=episode.id,
        object_id=notice.id,
    )
    is_unnamed = notice.reason == NoticeReason.BREAK_GLASS
    if is_unnamed and not visibility.episodes(by).filter(id=episode.id).exists():
        return Outcome("", notice.id, notice.id)
    return Outcome(episode.reference, episode.id, notice.id)
