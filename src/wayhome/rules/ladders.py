"""Who is turned to next when nobody answers.

A ladder is climbed by the clock, never by counting tries: each rung's moment is worked out
from the moment the waiting began, so a worker that was away climbs to the right rung at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wayhome.rules import clocks, protocol, sources
from wayhome.rules.vocabulary import AgencyKind

SOURCE = sources.ESCALATION_LADDER


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung whose moment has come."""

    number: int
    rung: protocol.Rung
    at: datetime


def rungs_reached(
    ladder: Sequence[protocol.Rung], *, waiting_since: datetime, now: datetime
) -> tuple[Reached, ...]:
    """Every rung whose moment is not after `now`, lowest first.

    Each rung's time counts from the moment of the rung before it.
    """
    reached = []
    moment = waiting_since
    for number, rung in enumerate(ladder):
        moment = clocks.after(moment, protocol.minutes(rung.after_minutes))
        if moment > now:
            break
        reached.append(Reached(number, rung, moment))
    return tuple(reached)


def ladder_of(agreed: protocol.Protocol, kind: AgencyKind) -> tuple[protocol.Rung, ...]:
    """The ladder climbed when a post of this kind of agency does not answer."""
    return agreed.police_ladder if kind is AgencyKind.POLICE else agreed.council_ladder


def notice_ladder(ladder: Sequence[protocol.Rung]) -> tuple[protocol.Rung, ...]:
    """The ladder of an unacknowledged notice: its first rung is reached the moment time is up."""
    return tuple(
        replace(rung, after_minutes=0) if number == 0 else rung
        for number, rung in enumerate(ladder)
    )
