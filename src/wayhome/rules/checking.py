"""Who is told that a report waits for a person, in what order, and by when.

It came out of the journal and could not be recorded: a child may be missing, and nobody has judged
how grave that is. So it is as urgent as the highest level. Only those who may check it are told.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from wayhome.rules import ladders, protocol, sources
from wayhome.rules.vocabulary import Capacity, Level, PostKind

SOURCE = sources.ESCALATION_LADDER
URGENCY = Level.HIGH
POSTS = (PostKind.CALL_HANDLER, PostKind.DUTY_SERGEANT, PostKind.DUTY_INSPECTOR)


def ladder_of_held(agreed: protocol.Protocol) -> tuple[protocol.Rung, ...]:
    """The posts of a force in turn: the first at once, the others as a notice of that urgency."""
    answered, each = (
        agreed.acknowledge_within_minutes[URGENCY],
        agreed.climb_within_minutes[URGENCY],
    )
    return tuple(
        protocol.Rung(Capacity.HOST_FORCE, post, minutes)
        for post, minutes in zip(POSTS, (0, answered, each), strict=True)
    )


def told_of_held(
    agreed: protocol.Protocol,
    *,
    held_at: datetime,
    now: datetime,
    lacking: Collection[int] = (),
    empty: Mapping[int, datetime] | None = None,
) -> tuple[ladders.Reached, ...]:
    """Who is to have been told by now that a report waits, while nobody has it.

    A rung in `lacking` has no post in this force and gives its turn to the next; after one for
    which nobody is on duty, since the moment in `empty`, the next is told at once.
    """
    said = ladders.with_nobody_on_duty(ladders.NOTHING_SAID, empty or {})
    return ladders.rungs_reached(
        ladder_of_held(agreed), waiting_since=held_at, now=now, passed_over=lacking, said=said
    )
