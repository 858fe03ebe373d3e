"""Somebody ends where they are signed in: one place, every other, or all of them for them.

What is ended has ended at the next request of that device, whatever its browser still holds.
"""

from datetime import datetime
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.practitioners import sign_ins, viewers
from wayhome.rules import facts

DEED = "end a sign-in elsewhere"


def one(sign_in_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """End one of the viewer's own. Raises NoSuchSignIn."""
    with transactions.step():
        ended = sign_ins.open_ones(by.practitioner_id).filter(id=sign_in_id).update(ended_at=now)
        if not ended:
            raise sign_ins.NoSuchSignIn(sign_in_id)
        ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, object_id=sign_in_id)


def others(*, here: str, by: facts.Viewer, now: datetime) -> None:
    """End each of the viewer's own but the one of this token."""
    with transactions.step():
        elsewhere = sign_ins.open_ones(by.practitioner_id).exclude(digest=viewers.digest_of(here))
        count = elsewhere.update(ended_at=now)
        ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, count=count)


def everywhere(practitioner_id: UUID, *, now: datetime) -> None:
    """End all of this person's: their password is set anew. Whoever asks for it enters it."""
    with transactions.step():
        sign_ins.open_ones(practitioner_id).update(ended_at=now)


def used(token: str, *, now: datetime) -> None:
    """Somebody is at the device of this token."""
    with transactions.step():
        sign_ins.noted(token, at=now)


def goes_on(*, before: str, after: str) -> None:
    """The session goes on under another key: it is the same sign-in."""
    with transactions.step():
        sign_ins.renamed(before, after)
