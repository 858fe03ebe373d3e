"""A token for the API is issued to an agency's system, or ended.

Whoever answers for the systems of their agency issues tokens to them, and to nobody who is a
person: a token of a person would let somebody else act in their name. Anybody ends their own.
"""

from datetime import datetime, timedelta
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.practitioners import actions, tokens
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import PostKind

DEED = access.Deed.MANAGE_TOKENS
LASTS = (30, 90, 365)  # days that may be chosen


def to_system(
    system_id: UUID, *, label: str, lasts: timedelta, by: facts.Viewer, now: datetime
) -> str:
    """A token of this system, shown once. Raises Refused, or NoSuchToken for what is no system."""
    access.require(by, DEED)
    with transactions.step():
        if not tokens.systems(by.agency_id, now=now).filter(pk=system_id).exists():
            raise tokens.NoSuchToken(system_id)
        shown, kept = actions.issue_token(
            system_id,
            label=label,
            at=now,
            lasts=lasts,
            posts=[PostKind.PARTNER_SYSTEM],
            issued_by=by.practitioner_id,
        )
        ledger.write(Verb.ALTER, by=by, at=now, deed="issue a token", object_id=kept.id)
    return shown


def revoked(token_id: UUID, *, by: facts.Viewer, now: datetime) -> None:
    """End a token: one's own, or one of a system of one's agency. Raises NoSuchToken."""
    with transactions.step():
        token = tokens.one(token_id, now=now)
        if token.practitioner_id != by.practitioner_id and not _answers_for(token_id, by, now):
            raise tokens.NoSuchToken(token_id)
        actions.revoke_token(token, at=now)
        ledger.write(Verb.ALTER, by=by, at=now, deed="end a token", object_id=token_id)


def _answers_for(token_id: UUID, by: facts.Viewer, now: datetime) -> bool:
    if not access.decide(by, DEED).allowed:
        return False
    return token_id in {each.id for each in tokens.of_systems(by.agency_id, now=now)}
