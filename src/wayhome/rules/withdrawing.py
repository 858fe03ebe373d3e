"""When an end of an absence that was recorded by mistake can be taken back, and what goes with it.

A mistaken find, return or death is withdrawn, not erased: the absence goes on as if it had never
ended. Once something has been done that cannot have been done with a child who is away, or
another absence has begun, the way on is a new report, which opens a new search at once.
"""

from wayhome.rules import episode_state, facts
from wayhome.rules.vocabulary import DutyKind, OfferAnswer

AWAY_AGAIN = (
    "This child has been reported missing again since, so this absence cannot go on. Add what you "
    "know to the newer report: that is the search that goes on now."
)
HEARD = (
    "The child has been heard since, so this return cannot be withdrawn. Correct it if its time or "
    "place is wrong. If the child is missing now, make a new report."
)
ANSWERED = (
    "The child has answered an offer of an interview since. If that is also a mistake, correct the "
    "answer first. If the child is missing now, make a new report."
)
NOT_OFFERED = (
    "It was authorised that no interview is offered after this return. If that is also a mistake, "
    "take it back first. If the child is missing now, make a new report."
)
RETURN_FIRST = "The child's return is recorded too. If that is also a mistake, withdraw it first."
SEEN_FIRST = (
    "It is recorded that the police have seen the child. If that is also a mistake, withdraw it "
    "first."
)
RECORD_CLOSED = (
    "The police record is closed on the strength of this. Correct it, or withdraw the child's "
    "return: that opens the police record again."
)

# What is asked once the child is back, and of nobody while the child is away.
AFTER_A_RETURN = (
    DutyKind.OFFER_INTERVIEW,
    DutyKind.SECOND_OFFER,
    DutyKind.FINALISE_EPISODE,
)


# What is done by recording one of the ends: undone once that is withdrawn.
DONE_BY_RECORDING = (
    DutyKind.PREVENTION_INTERVIEW,
    DutyKind.CLOSE_POLICE_RECORD,
    DutyKind.FINALISE_EPISODE,
)


def why_not_return(account: facts.Account, *, is_away_again: bool) -> str | None:
    """Why a return, or an end without one, cannot be withdrawn, with what to do; None if it can."""
    if is_away_again:
        return AWAY_AGAIN
    if account.interview is not None:
        return HEARD
    if any(offer.answer is not OfferAnswer.NO_ANSWER for offer in account.offers):
        return ANSWERED
    return NOT_OFFERED if account.not_offered is not None else None


def why_not_find(account: facts.Account) -> str | None:
    """Why a find cannot be withdrawn yet, with what to do first; None if it can."""
    if account.returned is not None:
        return RETURN_FIRST
    return SEEN_FIRST if account.seen_by_police is not None else None


def why_not_seen(account: facts.Account) -> str | None:
    """Why it cannot be withdrawn that the police saw the child; None if it can."""
    return RECORD_CLOSED if account.police_closed is not None else None


def not_owed_now(account: facts.Account) -> tuple[DutyKind, ...]:
    """What nobody owes any longer, in an account from which a mistake has been withdrawn."""
    found = account.located is not None or account.returned is not None
    over = [] if found else [DutyKind.PREVENTION_INTERVIEW]
    if account.returned is None:
        over += AFTER_A_RETURN
    if account.seen_by_police is None and not episode_state.ended_without_return(account):
        over.append(DutyKind.CLOSE_POLICE_RECORD)
    return tuple(over)
