"""A practitioner signs in on a device; it ends there, or everywhere.

What the database shows on a device, it shows by the sign-in there: once that has ended, nothing.
"""

from datetime import datetime
from uuid import UUID

from wayhome.platform.row_security import transactions
from wayhome.records.practitioners import actions as practitioners
from wayhome.records.practitioners import viewers


def begun(practitioner_id: UUID, *, token: str, device: str, now: datetime) -> None:
    """Somebody is signed in by the session whose key is this token."""
    with transactions.step():
        practitioners.begin_sign_in(practitioner_id, token=token, device=device, at=now)


def ended(token: str, *, now: datetime) -> None:
    """The sign-in of this session is over; nothing happens where it is over already."""
    with transactions.step():
        practitioners.end_sign_in(token, at=now)


def digest_of(token: str) -> str:
    """How the token of a sign-in is kept."""
    return viewers.digest_of(token)
