"""A report came out of the journal and could not be recorded: a person looks at it.

Whoever sent it was told that it was received. So it is recorded by somebody, or somebody says why
not; until then it stands on the list of those who take reports for the police.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import acting, held_told
from wayhome.platform.apart import apart
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.journal import holding
from wayhome.platform.journal.models import HeldReport
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import AgencyKind

DEED = access.Deed.CHECK_REPORT
SAY_HOW = "Say what became of it: the reference it was recorded under, or why it was not recorded"


def hold(
    entry: holding.Entry,
    *,
    claimed_by: UUID | None,
    why: str,
    problems: list[str],
    now: datetime,
) -> bool:
    """Keep it for a person, once. False where it is kept already."""
    with transactions.step():
        person = practitioners.one(claimed_by) if claimed_by else None
        is_new = holding.hold(
            entry,
            claimed_by=person.id if person else None,
            force_id=_force_of(person.agency_id) if person else None,
            why=why,
            problems=problems,
            at=now,
        )
        if is_new:
            made = UUID(entry["id"])
            ledger.write(Verb.COLLECT, by=None, at=now, deed=DEED, object_id=made, reason=why)
    if is_new:
        with apart("a report to check"):  # kept is kept: who is not told now is told in a minute
            held_told.tell(holding.nobodys().filter(id=UUID(entry["id"])), now=now)
    return is_new


def waiting(*, by: facts.Viewer, now: datetime) -> list[HeldReport]:
    """What waits for the viewer's force, the oldest first, each entered. Raises Refused."""
    access.require(by, DEED)
    with transactions.step():
        rows = holding.waiting(force_id=by.agency_id)
        found = list(rows.select_related("claimed_by__agency", "had_by__agency"))
        for held in found:
            ledger.write(Verb.CONSULT, by=by, at=now, deed=DEED, object_id=held.id)
        return found


def look(
    held_id: UUID, *, by: facts.Viewer, now: datetime
) -> tuple[HeldReport, holding.Entry, list[str]]:
    """One of them, with what was sent and what stood in its way. Raises NoSuchHeld."""
    _require_to_know(held_id, by=by)
    with transactions.step():
        held = holding.one(held_id, force_id=by.agency_id)
        ledger.write(Verb.CONSULT, by=by, at=now, deed=DEED, object_id=held.id)
        entry, problems = holding.content_of(held)
        return held, entry, problems


def have(held_id: UUID, *, by: facts.Viewer, now: datetime) -> bool:
    """A named person says: I have this. Whether it is they who have it. Raises NoSuchHeld."""
    _require_to_know(held_id, by=by)
    with transactions.step():
        held = holding.one(held_id, force_id=by.agency_id)
        is_theirs = holding.have(held, by=by.practitioner_id, at=now)
        ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, object_id=held.id)
        return is_theirs


def settle(held_id: UUID, *, how: str, by: facts.Viewer, now: datetime) -> None:
    """Somebody has dealt with it. Raises NoSuchHeld, and Contradiction without a how."""
    _require_to_know(held_id, by=by)
    with transactions.step():
        held = holding.one(held_id, force_id=by.agency_id)
        acting.unless(acting.said(how, field="how", or_else=SAY_HOW))
        holding.settle(held, how=how, by=by.practitioner_id, at=now)
        ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, object_id=held.id, reason=how[:300])


def became_of(key: str, *, by: facts.Viewer, now: datetime) -> HeldReport | None:
    """What was kept for a person of what the viewer sent under a key; None where nothing was."""
    with transactions.step():
        held = holding.of_key(key, claimed_by=by.practitioner_id)
        if held is not None:
            deed = access.Deed.READ_OWN_REPORT
            ledger.write(Verb.CONSULT, by=by, at=now, deed=deed, object_id=held.id)
        return held


def _require_to_know(held_id: UUID, *, by: facts.Viewer) -> None:
    """Whoever may not check reports is not told whether there is this one. Raises NoSuchHeld."""
    if not access.decide(by, DEED).allowed:
        raise holding.NoSuchHeld(held_id)


def _force_of(agency_id: UUID) -> UUID | None:
    agency = agencies.agency(agency_id)
    if agency.kind == AgencyKind.POLICE:
        return agency.id
    if agency.police_force_id is not None:
        return agency.police_force_id
    council = agencies.agency(agency.council_id) if agency.council_id else None
    return council.police_force_id if council else None
