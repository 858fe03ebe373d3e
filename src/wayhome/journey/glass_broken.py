"""A record is opened in an emergency by somebody with no part in it, and the look ends.

Whoever asks names the child exactly. For a child nobody knows, one of whom they must not know, and
one with nobody to tell, the answer is the same, and the asking is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.journey import emergency as asking
from wayhome.journey.acting import NotNow, said, unless
from wayhome.platform import keyset
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children.models import Child
from wayhome.records.emergency import actions
from wayhome.records.emergency import queries as looks
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.safety import queries as safety
from wayhome.rules import access, emergency, facts, moments, told
from wayhome.rules.vocabulary import NoticeReason

DEED = access.Deed.BREAK_GLASS
HAS_A_PART = "Your agency has a part in this child. Look the child up in the ordinary way."
SAY_MORE = "Say in a sentence or two what is happening and why you must open this record now."


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of asking: the child whose record is open, and until when; None where none is."""

    look_id: UUID
    child: Child | None
    ends_at: datetime


def ask(
    named: told.ExactChild, why: told.EmergencyLook, *, by: facts.Viewer, now: datetime
) -> Opened:
    """Open a record in an emergency. Raises Refused, Contradiction or NotNow."""
    access.require(by, DEED)
    unless(
        said(why.live_reference, field="live_reference", or_else="Give the number of it."),
        _too_short(why.statement),
    )
    with transactions.step():
        practitioners.take_turns(by.practitioner_id)
        above = asking.supervisor(by, now=now)
        accounts = safety.accounts_of_person(by.practitioner_id)
        refusal = emergency.why_not(map(looks.as_look, looks.asked_by(accounts)), now=now)
        if refusal:
            raise NotNow(refusal)
        meant = asking.meant(named)
        if meant is not None and visibility.children(by).filter(id=meant.id).exists():
            raise NotNow(HAS_A_PART)
        telling = asking.told_of(meant, by=by, now=now)
        look = actions.ask(meant.id if meant and telling else None, why, by=by, at=now)
        if telling is not None:
            posts = [*telling.owed(NoticeReason.BREAK_GLASS), above]
            telling.tell(NoticeReason.BREAK_GLASS, key=str(look.id), posts=dict.fromkeys(posts))
        _enter(look, meant, by=by, now=now)
        return Opened(look.id, meant if telling else None, look.ends_at)


def _too_short(statement: str) -> tuple[moments.Problem, ...]:
    if len(statement.strip()) >= emergency.SHORTEST_STATEMENT:
        return ()
    return (moments.Problem("statement", SAY_MORE),)


def asked(
    *, by: facts.Viewer, after: keyset.Place | None = None, most: int = 51
) -> list[BreakGlass]:
    """The looks this person asked for, newest first, but at children who exist for them no more."""
    with transactions.step():
        return asking.newest(looks.mine(by), by=by, after=after, most=most)


def of_agency(
    *, by: facts.Viewer, after: keyset.Place | None = None, most: int = 51
) -> list[BreakGlass]:
    """The looks of the people of this manager's agency, but at children who must not exist here."""
    with transactions.step():
        return asking.newest(looks.by_agency(by), by=by, after=after, most=most)


def end(look_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """Whoever looked has seen enough. Raises NoSuchEmergencyLook for a look of anybody else."""
    with transactions.step():
        look = looks.of(look_id)
        if look.practitioner_id != by.practitioner_id:
            raise looks.NoSuchEmergencyLook(str(look_id))
        if not emergency.is_open(looks.as_look(look), now=now):
            raise NotNow("This look has ended already.")
        actions.end(look, at=now)
        _enter(look, look.child, by=by, now=now)


def _enter(look: BreakGlass, meant: Child | None, *, by: facts.Viewer, now: datetime) -> None:
    ledger.write(
        Verb.BREAK_GLASS,
        by=by,
        at=now,
        deed=DEED,
        child_id=meant.id if meant else None,
        object_id=look.id,
        count=int(look.child_id is not None),
        reference=look.live_reference,
        reason=look.statement[:300],
    )
