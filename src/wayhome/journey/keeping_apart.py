"""Who a person is whom a child is kept from, and who may say so of a child."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import Contradiction, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.protection import queries as protection
from wayhome.records.safety import actions as safety
from wayhome.records.safety import queries
from wayhome.records.safety.models import Person
from wayhome.rules import access, facts, moments, told

KEEP = access.Deed.KEEP_FROM
SAY_WHY = "Say why."
LEADS = (
    "This agency owns an open episode of the child, and must be able to find them. Hand over first."
)


def accounts_of(someone: told.Someone) -> list[UUID]:
    """The accounts that are a person's. Raises Contradiction for a sign-in name nobody has."""
    named = practitioners.by_username(someone.username) if someone.username else None
    if someone.username and named is None:
        missing = "Nobody here has this sign-in name. Leave it empty for a person with no account."
        raise Contradiction((moments.Problem("username", missing),))
    email = someone.email or (named.email if named else "")
    return [*([named.id] if named else []), *practitioners.with_email(email)]


def person(
    someone: told.Someone, *, accounts: Iterable[UUID], by: facts.Viewer, now: datetime
) -> Person:
    """The person, with every account of the same e-mail address as one of these."""
    found = list(accounts)
    emails = practitioners.emails_of(found)
    alike = (each for email in emails for each in practitioners.with_email(email))
    every = dict.fromkeys([*found, *alike])
    email = someone.email or next(iter(emails), "")
    return safety.identify(someone.name, email=email, accounts=every, by=by, at=now)


def child_of(child_id: UUID, *, by: facts.Viewer) -> Child:
    """A child of whom the viewer may say so, locked. Raises NoSuchChild or Refused."""
    child = children.locked(visibility.children(by), child_id)
    parties = visibility.parties_to_child(child.id)
    access.require(by, KEEP, parties=parties, child_id=child.id)
    return child


def enter(
    child: Child, *, by: facts.Viewer, now: datetime, object_id: UUID, reason: str = ""
) -> None:
    """Enter in the ledger who is kept from a child, or that it was taken back."""
    ledger.write(
        Verb.ALTER,
        by=by,
        at=now,
        deed=KEEP,
        child_id=child.id,
        object_id=object_id,
        reason=reason[:300],
    )


def follow_joins(child_id: UUID, *, by: facts.Viewer | None, now: datetime) -> None:
    """Records joined as one child are kept from the same people and agencies, as any of them is.

    Raises Contradiction where whoever leads the search in one would be shut out of it.
    """
    records = sorted(protection.one_child(child_id))
    gained = safety.spread(records, by=by, at=now) if len(records) > 1 else []
    unless(*(_leads_what_it_must_not_know(each) for each in records))
    for each in gained:
        ledger.write(Verb.ALTER, by=by, at=now, deed=KEEP, child_id=each)


def _leads_what_it_must_not_know(child_id: UUID) -> tuple[moments.Problem, ...]:
    """A child who is missing must be found: whoever leads hands over before they know no more."""
    for episode in episodes.reports_of(child_id):
        leads = episode.owner_agency_id if episode.closed_at is None else None
        if leads is not None and queries.agency_must_not_know(leads, child_id):
            return (moments.Problem("agency", LEADS),)
    return ()


def require_one(child: Child, of: told.WithheldFrom) -> None:
    """Exactly one is named, and is there. Raises Contradiction, NoSuchAgency or NoSuchChild."""
    if sum(each is not None for each in (of.agency_id, of.person_id, of.contact_id)) != 1:
        raise Contradiction((moments.Problem("whom", "Say who must not be told: one of them."),))
    if of.agency_id is not None:
        agencies.agency(of.agency_id)
    if of.contact_id is not None:
        known = children.known(child.id)
        if of.contact_id not in {row.id for row in known.contacts}:
            raise children.NoSuchChild(str(of.contact_id))
