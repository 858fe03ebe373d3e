"""How long a message waits before it is tried again.

Full jitter: any wait up to a ceiling that doubles with each try, so that what failed together does
not come back together. `chance` is at least 0 and less than 1, and comes from outside.
"""

from datetime import timedelta

from wayhome.platform.messaging.courier import Outcome

FIRST = timedelta(seconds=5)
LONGEST: dict[Outcome, timedelta] = {
    # Asked often, since nothing is wrong with the message: what waited goes soon after.
    Outcome.AWAY: timedelta(minutes=1),
    Outcome.REFUSED: timedelta(minutes=15),
}
MOST_DOUBLED = 12  # further doubling would change nothing


def ceiling(outcome: Outcome, *, tries: int) -> timedelta:
    """The longest wait after so many tries, of which there was one at least."""
    return min(FIRST * 2 ** min(tries - 1, MOST_DOUBLED), LONGEST[outcome])


def wait(outcome: Outcome, *, tries: int, chance: float) -> timedelta:
    """How long to wait now: never as long as the ceiling, and never less than nothing."""
    return ceiling(outcome, tries=tries) * chance
