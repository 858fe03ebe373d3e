"""Somebody signs in, confirms that it is still they, or signs out; or a proof is not taken.

A wrong code is counted apart for each account: whoever gets so far has the password already.
"""

from datetime import datetime
from uuid import UUID

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.platform.throttling import counting
from wayhome.records.factors import actions, codes, passkeys
from wayhome.rules import facts

DEED = "sign in"
AGAIN = "confirm who they are"
WITHIN = 5  # minutes
WAIT = WITHIN + 1  # minutes: the one that has begun is counted whole
ENTERED_A_MINUTE = 10
WRONG_CODE = "a wrong code"
TOO_MANY_CODES = "too many wrong codes"
WRONG_PASSKEY = "a passkey that proves nothing"


def code_is_right(
    practitioner_id: UUID, code: str, *, most: int, by: facts.Viewer | None, now: datetime
) -> bool:
    """Whether this code is right, unused, and not one try too many. A wrong one is entered."""
    key, said_by = counting.key_of("code", str(practitioner_id)), str(practitioner_id)
    [tried] = counting.take([key], now=now, minutes=WAIT)
    if tried > most:
        counting.give_back([key], now=now)  # waiting ends by itself
        _refuse(TOO_MANY_CODES, said_by, by=by, now=now)
        return False
    with transactions.step():
        is_right = codes.use(practitioner_id, code, now=now)
    if is_right:
        counting.give_back([key], now=now)
        return True
    _refuse(WRONG_CODE, said_by, by=by, now=now)
    return False


def bearer_of_passkey(answer: dict[str, object], *, place: str, now: datetime) -> UUID | None:
    """Whose passkey made this answer; None, and entered, where it proves nothing.

    `place` is where it came from.
    """
    try:
        with transactions.step():
            return passkeys.proven(answer, now=now)
    except passkeys.NotProven:
        _refuse(WRONG_PASSKEY, place, by=None, now=now)
        return None


def let_in(*, how: str, by: facts.Viewer, now: datetime) -> None:
    """Enter that this person has signed in, and by what they proved it."""
    with transactions.step():
        ledger.write(Verb.CONSULT, by=by, at=now, deed=DEED, reason=how)


def confirmed(*, how: str, by: facts.Viewer, now: datetime) -> None:
    """Enter that this person has proved anew who they are."""
    with transactions.step():
        ledger.write(Verb.CONSULT, by=by, at=now, deed=AGAIN, reason=how)


def refused(reason: str, *, place: str, reference: str = "", now: datetime) -> None:
    """Enter that somebody at this place was not let in, by nobody's name."""
    _refuse(reason, place, reference=reference, by=None, now=now)


def known_by_provider(
    practitioner_id: UUID, *, provider_id: str, subject: str, now: datetime
) -> None:
    """This is whom the provider means by this subject. The operator says so, at a console."""
    with transactions.step():
        actions.know_by_provider(practitioner_id, provider_id=provider_id, subject=subject)
        ledger.write(
            Verb.ALTER,
            by=None,
            at=now,
            deed="join a sign-in of an agency",
            object_id=practitioner_id,
        )


def _refuse(
    reason: str, said_by: str, *, reference: str = "", by: facts.Viewer | None, now: datetime
) -> None:
    """Enter a refusal; of one reason and one place so many a minute, so as not to flood it."""
    [times] = counting.take([counting.key_of("refused", f"{reason} {said_by}")], now=now)
    if times <= ENTERED_A_MINUTE:
        with transactions.step():
            ledger.write(Verb.REFUSE, by=by, at=now, deed=DEED, reason=reason, reference=reference)
