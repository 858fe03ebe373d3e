"""A person adds or removes a passkey or an app that makes codes, or makes new recovery codes.

Each change is in the ledger, and its bearer is told of it by message, in the same transaction.
"""

from datetime import datetime
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.messaging import outbox, words
from wayhome.platform.row_security import transactions
from wayhome.records.factors import actions, passkeys, queries
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import facts


class LastFactor(Exception):
    """The only passkey or app somebody has is not removed before there is another."""


def app_added(secret: str, code: str, *, by: facts.Viewer, now: datetime) -> bool:
    """Whether the code was right; then the app that made it is kept, in place of any before."""
    with transactions.step():
        is_right = actions.add_app(by.practitioner_id, secret, code, now=now)
        if is_right:
            _enter("add an app that makes codes", by=by, now=now)
    return is_right


def passkey_added(answer: dict[str, object], *, name: str, by: facts.Viewer, now: datetime) -> None:
    """Keep the passkey a browser made. Raises passkeys.NotProven."""
    with transactions.step():
        passkeys.registered(by.practitioner_id, answer, name=name, now=now)
        _enter("add a passkey", by=by, now=now)


def removed(factor_id: int, *, by: facts.Viewer, now: datetime) -> None:
    """Forget a passkey or an app. Raises NoSuchFactor, or LastFactor where it is the only one."""
    with transactions.step():
        practitioners.lock(by.practitioner_id)  # or two at once would each leave the other
        held = queries.of(by.practitioner_id)
        if factor_id not in {each.id for each in held}:
            raise queries.NoSuchFactor(factor_id)
        if len(held) == 1:
            raise LastFactor
        actions.remove(by.practitioner_id, factor_id)
        _enter("remove a passkey or an app", by=by, now=now)


def codes_made(*, by: facts.Viewer, now: datetime) -> list[str]:
    """Ten new recovery codes, shown this once; those before are no longer good."""
    with transactions.step():
        made = actions.new_recovery_codes(by.practitioner_id, now=now)
        _enter("make recovery codes", by=by, now=now)
    return made


def _enter(deed: str, *, by: facts.Viewer, now: datetime) -> None:
    ledger.write(Verb.ALTER, by=by, at=now, deed=deed, object_id=by.practitioner_id)
    tell(by.practitioner_id, now=now)


def tell(practitioner_id: UUID, *, now: datetime) -> None:
    """Owe a person a message that how they sign in was changed; nobody's address, no message."""
    addresses = practitioners.emails_of([practitioner_id])
    outbox.queue(((each, practitioner_id) for each in addresses), at=now, says=words.SIGNING_IN)
