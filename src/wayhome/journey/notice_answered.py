"""A notice reaches a screen or a mailbox, is opened, and is acknowledged by a named person.

Delivered, opened and acknowledged are three moments. Only the last says: I have this.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import own_notices
from wayhome.journey.acting import Outcome
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, notifications
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Notice

DEED = access.Deed.ACKNOWLEDGE
TO_A_POST_ALONE = notifications.TO_A_POST_ALONE
DELIVER = "deliver a notice"


def delivered(
    notice_ids: Iterable[UUID],
    *,
    of: Iterable[UUID] | None = None,
    by: facts.Viewer | None = None,
    now: datetime,
) -> None:
    """These notices reached their post: shown to a holder of it, or by message, from nobody.

    Each is delivered once; the first time is the one that is kept and entered. `of` are the
    episodes they are of, where those are known.
    """
    with transactions.step():
        response.mark_delivered(notice_ids, of=of, by=by, at=now, deed=DELIVER)


def opened(notice_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """A named person opened the notice. Raises NoSuchThing for one not to the viewer's posts."""
    with transactions.step():
        notice = _mine(notice_id, by=by)
        response.mark_opened(notice, by=by, at=now)
        return own_notices.entered(notice, by=by, now=now, deed=DEED, verb=Verb.CONSULT)


def acknowledged(notice_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """A named person says: I have this. Said again it changes nothing; the first is kept."""
    with transactions.step():
        notice = _mine(notice_id, by=by)
        response.acknowledge(notice, by=by, at=now)
        return own_notices.entered(notice, by=by, now=now, deed=DEED)


def _mine(notice_id: UUID, *, by: facts.Viewer) -> "Notice":
    found = own_notices.may_answer(notice_id, by=by, deed=DEED)
    return response_queries.notice(found.episode_id, notice_id)
