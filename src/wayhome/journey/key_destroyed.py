"""The key of a child's protected text is destroyed: one person asks, and another agrees.

Nothing that was enciphered under it can be read again, wherever it was copied. What is left says
who asked, who agreed, when and why.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import text_protected
from wayhome.journey.acting import NotNow, said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.enciphering import rotating
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.episodes import visibility
from wayhome.rules import access, facts

DEED = access.Deed.DESTROY_KEY
ANOTHER_AGREES = "Another person must agree"
NOTHING = "There is no key to destroy, or nobody has asked for it"


def ask(child_id: UUID, *, why: str, by: facts.Viewer, now: datetime) -> None:
    """Ask for it. Raises NoSuchChild, Refused, Contradiction, or NotNow where there is no key."""
    with transactions.step():
        _mine(child_id, by=by)
        unless(said(why, field="why", or_else="Say why it is destroyed"))
        try:
            rotating.ask_to_destroy(child_id, why=why, by=by.practitioner_id, at=now)
        except rotating.NothingToDestroy as none:
            raise NotNow(NOTHING) from none
        ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, child_id=child_id)


def agree(child_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """Agree, and it is destroyed. Raises NoSuchChild, Refused or NotNow."""
    with transactions.step():
        _mine(child_id, by=by)
        try:
            rotating.destroy(child_id, by=by.practitioner_id, at=now)
        except rotating.NotTwoPeople as alone:
            raise NotNow(ANOTHER_AGREES) from alone
        except rotating.NothingToDestroy as none:
            raise NotNow(NOTHING) from none
        ledger.write(Verb.ERASE, by=by, at=now, deed=DEED, child_id=child_id)


def asked(child_id: UUID, *, by: facts.Viewer) -> tuple[UUID, str] | None:
    """Who asked for it and why, while nobody has agreed; None also for whoever could not agree."""
    found = rotating.asked_to_destroy(child_id)
    parties = visibility.parties_to_child(child_id)
    may = access.decide(by, DEED, parties=parties, child_id=child_id).allowed
    return found if may else None


def _mine(child_id: UUID, *, by: facts.Viewer) -> None:
    child = children.locked(visibility.children(by), child_id)
    text_protected.may(child.id, DEED, by=by)
