"""A child is kept from a person, and taking it back.

What somebody declares of themselves is taken whoever the child is, and answered alike whether or
not the child is known. What a manager says of others is said of a child their agency has a part
in. Taking a conflict back takes two people of two agencies.
"""

from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from wayhome.journey import keeping_apart as apart
from wayhome.journey.acting import Contradiction, NotNow, said, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children import queries as children
from wayhome.records.safety import actions as safety
from wayhome.records.safety import queries
from wayhome.rules import access, conflicts, facts, matching, moments, told
from wayhome.rules import vocabulary as v

if TYPE_CHECKING:
    from wayhome.records.practitioners.models import Practitioner

DECLARE = access.Deed.DECLARE
NOT_OF_YOURSELF = (
    "This is your own account. Say that you must not look at a child on the page for it."
)


def declare(
    named: told.NamedChild, *, kind: v.Conflict, reason: str, by: facts.Viewer, now: datetime
) -> None:
    """Somebody says that they must not look at a child. The answer tells nothing of the child."""
    access.require(by, DECLARE)
    unless(
        said(
            matching.folded(named.family_name), field="family_name", or_else="Give the family name."
        ),
        said(matching.folded(named.given_name), field="given_name", or_else="Give the first name."),
        said(reason, field="reason", or_else=apart.SAY_WHY),
    )
    with transactions.step():
        person = apart.person(told.Someone(by.name), accounts=[by.practitioner_id], by=by, now=now)
        declared = safety.declare(person, named, kind=kind, reason=reason, by=by, at=now)
        for child_id in _called(named):
            safety.keep_from(
                person, child_id, kind=kind, reason=reason, by=by, at=now, declared=True
            )
            apart.follow_joins(child_id, by=by, now=now)
        ledger.write(Verb.COLLECT, by=by, at=now, deed=DECLARE, object_id=declared.id)


def _called(named: told.NamedChild) -> list[UUID]:
    identity = matching.Identity(named.given_name, named.family_name, named.date_of_birth)
    return [child.id for child in children.same_children(identity)]


def matched(*, now: datetime) -> int:
    """Children who have become known are kept from whoever declared them before."""
    with transactions.step():
        known = safety.match_declared(at=now)
        for child_id in known:
            apart.follow_joins(child_id, by=None, now=now)
        return len(known)


def keep_from(
    child_id: UUID,
    someone: told.Someone,
    *,
    kind: v.Conflict,
    reason: str,
    by: facts.Viewer,
    now: datetime,
) -> None:
    """A manager says that a person must not know of a child. Raises NoSuchChild, Refused."""
    with transactions.step():
        child = apart.child_of(child_id, by=by)
        unless(
            said(someone.name, field="name", or_else="Say who they are."),
            said(reason, field="reason", or_else=apart.SAY_WHY),
        )
        accounts = apart.accounts_of(someone)
        if by.practitioner_id in accounts:
            raise Contradiction((moments.Problem("username", NOT_OF_YOURSELF),))
        person = apart.person(someone, accounts=accounts, by=by, now=now)
        row = safety.keep_from(person, child.id, kind=kind, reason=reason, by=by, at=now)
        apart.follow_joins(child.id, by=by, now=now)
        apart.enter(child, by=by, now=now, object_id=row.id)


def ask_to_lift(
    child_id: UUID, conflict_id: UUID, *, reason: str, by: facts.Viewer, now: datetime
) -> bool:
    """Ask that a conflict be taken back, or agree as the second of two; whether it now is.

    Raises NotNow where the same person, or another of the same agency, asks again.
    """
    with transactions.step():
        child = apart.child_of(child_id, by=by)
        unless(said(reason, field="reason", or_else=apart.SAY_WHY))
        row = queries.conflict(child.id, conflict_id)
        if row.lift_asked_at is None:
            safety.ask_to_lift(row, reason=reason, by=by, at=now)
        elif conflicts.may_lift(by, asked=_asked(cast("Practitioner", row.lift_asked_by))):
            safety.lift(row, by=by, at=now)
        else:
            raise NotNow("Somebody of another agency must agree before this is taken back.")
        apart.enter(child, by=by, now=now, object_id=row.id, reason=reason)
        return row.lifted_at is not None


def _asked(first: "Practitioner") -> conflicts.Asked:
    """The first of the two, whom the database keeps with the moment at which they asked."""
    return conflicts.Asked(queries.accounts_of_person(first.id), first.agency_id)
