"""A person is given an address at which they set their password once, and sets it there.

The operator gives it, at a console: on the first day, and whenever a password or what goes with
it is lost. Every sign-in of theirs ends when it is given, and any that began since when it is used.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import factors_changed, sign_in_ended
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.factors import actions, queries

INVITED = "give an address to set a password"
SET = "set a password"


def invited(practitioner_id: UUID, *, forgets_factors: bool, now: datetime) -> str:
    """The secret part of the address, good once within a quarter of an hour."""
    with transactions.step():
        secret = actions.invite(practitioner_id, at=now, forgets_factors=forgets_factors)
        sign_in_ended.everywhere(practitioner_id, now=now)
        ledger.write(Verb.ALTER, by=None, at=now, deed=INVITED, object_id=practitioner_id)
        factors_changed.tell(practitioner_id, now=now)
    return secret


def is_good(secret: str, *, now: datetime) -> bool:
    """Whether a password can still be set with this secret. Asking uses nothing up."""
    return queries.invited_by(secret, now=now)


def by_invitation(secret: str, password: str, *, now: datetime) -> UUID | None:
    """Whose password was set with this secret; None where it is unknown, used or too old."""
    with transactions.step():
        used = actions.use_invitation(secret, at=now)
        if used is None:
            return None
        actions.set_password(used.practitioner_id, password)
        sign_in_ended.everywhere(used.practitioner_id, now=now)
        if used.forgets_factors:
            actions.forget_all(used.practitioner_id)
        ledger.write(Verb.ALTER, by=None, at=now, deed=SET, object_id=used.practitioner_id)
        factors_changed.tell(used.practitioner_id, now=now)
    return used.practitioner_id
