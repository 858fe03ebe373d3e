"""Who is on duty for a post, when nobody is, and whose task it is to see that somebody is.

A rota is a weekly pattern by the clock in London, with people who stand in for others. A shift
lasts from one wall-clock time to another: on the nights the clocks change it is an hour longer or
shorter, and nobody is off duty in between. Spans are moments in UTC, the end not included.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from wayhome.rules import clocks, london, sources
from wayhome.rules.vocabulary import PostKind

SOURCE = sources.ESCALATION_LADDER
RAISED_BEFORE = timedelta(hours=12)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

MANAGED_BY: Mapping[PostKind, PostKind] = {
    PostKind.CALL_HANDLER: PostKind.DUTY_INSPECTOR,
    PostKind.DUTY_SERGEANT: PostKind.DUTY_INSPECTOR,
    PostKind.DUTY_INSPECTOR: PostKind.SUPERINTENDENT,
    PostKind.MISSING_PERSON_COORDINATOR: PostKind.DETECTIVE_INSPECTOR,
    PostKind.DETECTIVE_INSPECTOR: PostKind.SUPERINTENDENT,
    PostKind.SOCIAL_WORK_TEAM: PostKind.TEAM_MANAGER,
    PostKind.EMERGENCY_DUTY_TEAM: PostKind.TEAM_MANAGER,
    PostKind.MISSING_COORDINATOR: PostKind.TEAM_MANAGER,
    PostKind.TEAM_MANAGER: PostKind.SERVICE_MANAGER,
    PostKind.SERVICE_MANAGER: PostKind.DIRECTOR,
    PostKind.PLACEMENT_STAFF: PostKind.HOME_MANAGER,
    PostKind.INTERVIEWER: PostKind.INTERVIEW_COORDINATOR,
}


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment until another, which is not in it."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """One line of the weekly pattern: who, on which day (Monday is 0), from when until when.

    It is the next day's time where it is no later. In force from one day until another.
    """

    practitioner_id: UUID
    weekday: int
    begins: time
    ends: time
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody is on duty for a while: in somebody's stead, or besides whoever is."""

    practitioner_id: UUID
    span: Span
    instead_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rota:
    """What is known of one post's duty: its pattern, its covers as they were made, its holders.

    `held` says for how long each person holds the post: nobody is on duty in a post they left.
    """

    shifts: Sequence[Shift]
    covers: Sequence[Cover]
    held: Mapping[UUID, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Turn:
    """One person on duty for one span."""

    practitioner_id: UUID
    span: Span


def manager_of(post: PostKind) -> PostKind | None:
    """The post that sees that this one is filled; None where nobody is set over it."""
    return MANAGED_BY.get(post)


def has_rota(rota: Rota, *, at: datetime) -> bool:
    """Whether the post is answered by whoever is on duty, and not by whoever holds it."""
    day = london.day_of(at)
    return any(shift.since <= day and _stands(shift, day=day) for shift in rota.shifts)


def turns(rota: Rota, *, within: Span) -> tuple[Turn, ...]:
    """Everybody's turns of duty in a span, soonest first, cut to it.

    Whoever stands in for somebody is on duty in their stead, and so is a third who stands in for
    them: covers count in the order in which they were made.
    """
    spans: dict[UUID, list[Span]] = {}
    for shift in rota.shifts:
        spans.setdefault(shift.practitioner_id, []).extend(_of_shift(shift, within=within))
    for cover in rota.covers:
        _cover(spans, cover)
    found = [
        Turn(who, span)
        for who, theirs in spans.items()
        for span in _both(_merged(theirs), [*rota.held.get(who, ())])
        for span in _both([span], [within])
    ]
    return tuple(sorted(found, key=lambda turn: (turn.span.begins_at, turn.practitioner_id)))


def on_duty(rota: Rota, *, at: datetime) -> frozenset[UUID]:
    """Who is on duty at a moment; nobody where the rota is empty then."""
    moment = Span(at, clocks.after(at, timedelta(microseconds=1)))
    return frozenset(turn.practitioner_id for turn in turns(rota, within=moment))


def gaps(rota: Rota, *, within: Span) -> tuple[Span, ...]:
    """When nobody is on duty in a span, soonest first."""
    free, begins = [], within.begins_at
    for span in _merged([turn.span for turn in turns(rota, within=within)]):
        if span.begins_at > begins:
            free.append(Span(begins, span.begins_at))
        begins = max(begins, span.ends_at)
    if begins < within.ends_at:
        free.append(Span(begins, within.ends_at))
    return tuple(free)


def gaps_ahead(rota: Rota, *, now: datetime) -> tuple[Span, ...]:
    """The gaps of the next seven days; none for a post that has no rota."""
    if not has_rota(rota, at=now):
        return ()
    return gaps(rota, within=Span(now, clocks.after(now, 7 * DAY)))


def gaps_to_raise(rota: Rota, *, now: datetime) -> tuple[Span, ...]:
    """The gaps that begin within twelve hours, or have begun: raised before a child needs the post.

    A gap goes on to its end, or for as long as a week: it is one gap whenever it is looked at.
    """
    soon = clocks.after(now, RAISED_BEFORE)
    return tuple(gap for gap in gaps_ahead(rota, now=now) if gap.begins_at < soon)


def empty_since(rota: Rota, *, at: datetime) -> datetime | None:
    """Since when nobody has been on duty, at most a week back; None where somebody is."""
    if not has_rota(rota, at=at):
        return None
    before = Span(clocks.after(at, -7 * DAY), clocks.after(at, timedelta(microseconds=1)))
    found = gaps(rota, within=before)
    return found[-1].begins_at if found and found[-1].ends_at > at else None


def _stands(shift: Shift, *, day: date) -> bool:
    return shift.until is None or day < shift.until


def _of_shift(shift: Shift, *, within: Span) -> Iterable[Span]:
    """Each time a line of the pattern comes round and reaches into the span."""
    day = london.day_of(within.begins_at) - 2 * DAY
    last = london.day_of(within.ends_at)
    while day <= last:
        if day.weekday() == shift.weekday and shift.since <= day and _stands(shift, day=day):
            ends_on = day if shift.ends > shift.begins else day + DAY
            yield Span(_moment(day, shift.begins), _moment(ends_on, shift.ends))
        day += DAY


def _moment(day: date, at: time) -> datetime:
    """A time of a day in London. In the hour that is skipped in spring, when the clocks show on."""
    wall = datetime.combine(day, at)
    return london.moment_of(wall + HOUR if london.is_skipped(wall) else wall)


def _cover(spans: dict[UUID, list[Span]], cover: Cover) -> None:
    if cover.instead_of is not None:
        theirs = spans.get(cover.instead_of, [])
        spans[cover.instead_of] = [left for span in theirs for left in _without(span, cover.span)]
    spans.setdefault(cover.practitioner_id, []).append(cover.span)


def _without(span: Span, taken: Span) -> Iterable[Span]:
    if span.begins_at < taken.begins_at:
        yield Span(span.begins_at, min(span.ends_at, taken.begins_at))
    if span.ends_at > taken.ends_at:
        yield Span(max(span.begins_at, taken.ends_at), span.ends_at)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same moments in as few spans as there can be, soonest first."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.begins_at):
        if found and span.begins_at <= found[-1].ends_at:
            ends_at = max(found[-1].ends_at, span.ends_at)
            found[-1] = Span(found[-1].begins_at, ends_at)
        else:
            found.append(span)
    return found


def _both(some: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """What is in one of the spans and in one of the others."""
    cut = [
        Span(max(one.begins_at, other.begins_at), min(one.ends_at, other.ends_at))
        for one in some
        for other in others
    ]
    return [span for span in cut if span.begins_at < span.ends_at]
