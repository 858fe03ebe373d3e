"""Who is turned to next when nobody answers.

A ladder is climbed by the clock, never by counting tries: each rung's moment is worked out
from the moment the waiting began, so a worker that was away climbs to the right rung at once.
Nobody is asked to answer for not having answered: the next person is asked in their place.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from wayhome.rules import clocks, protocol, sources
from wayhome.rules.reasons import WhyAsked
from wayhome.rules.vocabulary import AgencyKind, DutyKind, Level, PostKind

SOURCE = sources.ESCALATION_LADDER


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung whose moment has come, and why it came then."""

    number: int
    rung: protocol.Rung
    at: datetime
    why: WhyAsked = WhyAsked.TIME


@dataclass(frozen=True, slots=True)
class Said:
    """When the posts of some rungs said "I have this", or "I cannot take this", by the rung.

    For those in `empty` nobody said so: nobody is on duty there, since the moment given.
    """

    had: Mapping[int, datetime] = field(default_factory=dict)
    declined: Mapping[int, datetime] = field(default_factory=dict)
    empty: Collection[int] = ()

    def why_not(self, number: int) -> WhyAsked:
        """Why the next is turned to after a rung that is among the declined."""
        return WhyAsked.NOBODY_ON_DUTY if number in self.empty else WhyAsked.DECLINED


NOTHING_SAID = Said()


def with_nobody_on_duty(said: Said, since: Mapping[int, datetime]) -> Said:
    """What was said, where a rung for which nobody is on duty is as good as declined."""
    empty = frozenset(since) - said.declined.keys()
    return replace(said, declined={**since, **said.declined}, empty=empty)


def rungs(
    ladder: Sequence[protocol.Rung],
    *,
    waiting_since: datetime,
    passed_over: Collection[int] = (),
    said: Said = NOTHING_SAID,
    because: WhyAsked = WhyAsked.TIME,
) -> tuple[Reached, ...]:
    """Every rung with its moment, lowest first; `because` says why the waiting began.

    Each rung's time counts from the moment of the rung before it. A rung that is passed over,
    because its post is the very one that did not answer, gives its moment to the next. After a
    rung that was declined the next is turned to then, and does not wait for its time; those turned
    to together are one for this. Whoever said "I have this" has that rung's own time to see that
    the thing is done, and nobody further up is turned to before; saying it stops nothing for ever.
    """
    found: list[Reached] = []
    moment, why, is_given = waiting_since, because, False
    paused, turned_down = waiting_since, None
    for number, rung in enumerate(ladder):
        if rung.after_minutes and not is_given:
            moment, why = _moment(rung, after=moment, turned_down=turned_down, said=said)
            turned_down = None
        moment = max(moment, paused)
        paused = _has_until(number, rung, had=said.had) or paused
        is_given = number in passed_over
        if not is_given:
            turned_down = number if number in said.declined else turned_down
            found.append(Reached(number, rung, moment, why))
    return tuple(found)


def _moment(
    rung: protocol.Rung, *, after: datetime, turned_down: int | None, said: Said
) -> tuple[datetime, WhyAsked]:
    """When a rung is turned to after the one before, and why then."""
    moment = clocks.after(after, protocol.minutes(rung.after_minutes))
    if turned_down is None or said.declined[turned_down] >= moment:
        return moment, WhyAsked.TIME
    return max(after, said.declined[turned_down]), said.why_not(turned_down)


def _has_until(number: int, rung: protocol.Rung, *, had: Mapping[int, datetime]) -> datetime | None:
    """How long whoever said "I have this" has for it; None where nobody of the rung did."""
    if number not in had:
        return None
    return clocks.after(had[number], protocol.minutes(rung.after_minutes))


def rungs_reached(
    ladder: Sequence[protocol.Rung],
    *,
    waiting_since: datetime,
    now: datetime,
    passed_over: Collection[int] = (),
    said: Said = NOTHING_SAID,
) -> tuple[Reached, ...]:
    """Every rung whose moment is not after `now`, lowest first; those passed over are left out."""
    every = rungs(ladder, waiting_since=waiting_since, passed_over=passed_over, said=said)
    return tuple(reached for reached in every if reached.at <= now)


def waits_since(acknowledge_by: datetime, *, declined_at: datetime | None) -> datetime:
    """From when a notice climbs: once its time is up, or when it was declined before that."""
    return acknowledge_by if declined_at is None else min(acknowledge_by, declined_at)


def is_nobody_left(asked: Collection[int], *, to_come: Collection[Reached], said: Said) -> bool:
    """Whether everybody on a ladder who could be asked was, and said that they cannot take it.

    `asked` are the rungs that had somebody to ask, `to_come` those whose moment has not come.
    Whoever declined and somebody of whose post has it now is not counted as having declined.
    """
    return not to_come and all(
        number in said.declined and number not in said.had for number in asked
    )


def told_again_at(agreed: protocol.Protocol, *, level: Level, told_at: datetime) -> datetime:
    """When what nobody has taken is told again: one interval of the reviews after it was told."""
    return clocks.after(told_at, protocol.minutes(agreed.review_every_minutes[level]))


def ladder_of(agreed: protocol.Protocol, kind: AgencyKind) -> tuple[protocol.Rung, ...]:
    """The ladder climbed when a post of this kind of agency does not answer."""
    return agreed.police_ladder if kind is AgencyKind.POLICE else agreed.council_ladder


def ladder_of_duty(
    agreed: protocol.Protocol, duty: DutyKind, kind: AgencyKind
) -> tuple[protocol.Rung, ...]:
    """The ladder up which a duty of an agency of this kind goes."""
    if duty is DutyKind.ANSWER_CHALLENGE:
        return agreed.challenge_ladder
    return ladder_of(agreed, kind)


def stands_for(
    ladder: Sequence[protocol.Rung], *, owner: PostKind, held: Collection[PostKind]
) -> bool:
    """Whether somebody in the posts `held` may answer for the post that owes the answer.

    It is their own post, or one at least as far up its ladder, in the same agency. A post that
    the ladder does not name is below all of it, so that an answer never comes from further down.
    """
    places = {rung.post: number for number, rung in reversed(list(enumerate(ladder)))}
    lowest = places.get(owner, 0)
    return owner in held or any(places.get(post, -1) >= lowest for post in held)


def notice_ladder(
    agreed: protocol.Protocol, kind: AgencyKind, *, urgency: Level
) -> tuple[protocol.Rung, ...]:
    """The ladder of an unacknowledged notice, by how urgent it was when it was told.

    Those who are turned to are as for anything else. The first is reached the moment its time is
    up; every further one has the protocol's time for that urgency, and not that of a duty.
    """
    each = agreed.climb_within_minutes[urgency]
    return tuple(
        replace(rung, after_minutes=each if number else 0)
        for number, rung in enumerate(ladder_of(agreed, kind))
    )
