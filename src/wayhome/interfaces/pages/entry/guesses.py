"""How often a password may be guessed: for one account, and from one address.

A name nobody bears is counted like any other, so that being stopped tells nothing of who there is.
Only wrong guesses stay counted: an office behind one address is not kept out by its own arrivals.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from wayhome.interfaces.pages.signing import known, places
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.throttling import counting

WITHIN = 5  # minutes
WAIT = WITHIN + 1  # minutes: the one that has begun is counted whole
DEED = "sign in"
WRONG = "a wrong name or password"
TOO_OFTEN = "too many wrong names or passwords"
NAMED_BY = 32  # characters of the keyed hash that stand in the ledger


@dataclass(frozen=True, slots=True)
class Guess:
    """One try to sign in, counted before the password is looked at."""

    account: str
    address: str
    counted_by: tuple[str, ...]
    now: datetime
    is_taken: bool

    def was_right(self) -> None:
        """It was no guess: take it off the count."""
        counting.give_back(self.counted_by, now=self.now)

    def was_refused(self) -> None:
        """Enter it in the ledger; once a minute where no more are taken, so as not to flood it."""
        if self.is_taken:
            self._enter(WRONG)
            return
        counting.give_back(self.counted_by, now=self.now)  # waiting ends by itself
        [entered] = counting.take([counting.key_of("entered", self.address)], now=self.now)
        if entered == 1:
            self._enter(TOO_OFTEN)

    def _enter(self, reason: str) -> None:
        name = self.account[:NAMED_BY]
        ledger.write(Verb.REFUSE, by=None, at=self.now, deed=DEED, reference=name, reason=reason)


def counted(request: HttpRequest, username: str, *, now: datetime) -> Guess:
    """This try, and whether its password may be looked at.

    In a browser in which this account has signed in before it is counted apart from strangers'.
    """
    account, said = known.account_of(username), places.of(request)
    address = counting.key_of("address", said)
    limits: dict[str, float] = {account: settings.WAYHOME_GUESSES_FOR_AN_ACCOUNT}
    # Where nobody says where a try came from, everybody's would be counted as one.
    limits[address] = settings.WAYHOME_GUESSES_FROM_AN_ADDRESS if said else math.inf
    if browser := known.browser_of(request, username):
        limits = {browser: settings.WAYHOME_GUESSES_FOR_AN_ACCOUNT}
    tried = counting.take(list(limits), now=now, minutes=WAIT)
    is_taken = all(times <= most for times, most in zip(tried, limits.values(), strict=True))
    return Guess(account, address, tuple(limits), now, is_taken)
