"""The rotas of posts: read as the rules know them, and changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform.unknown import NoSuch
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners.models import DutyCover, Holding, RotaGap, RotaShift
from wayhome.rules import clocks, facts, rotas

EVER = datetime(9999, 1, 1, tzinfo=UTC)
A_WEEK = timedelta(days=7)


class NoSuchShift(NoSuch):
    """No line of a rota is known by that identifier."""


@dataclass(frozen=True, slots=True)
class NewShift:
    """Lines to be put on a rota: somebody, at the same hours of some days of the week."""

    practitioner_id: UUID
    weekdays: frozenset[int]
    begins: time
    ends: time
    since: date


def rotas_of(post_ids: Collection[UUID] | None, *, at: datetime) -> dict[UUID, rotas.Rota]:
    """The rotas around a moment of these posts, or of all, that have one. By three queries or one.

    Covers that were over for more than a week are left out.
    """
    shifts = _of(RotaShift.objects.order_by("recorded_at", "id"), post_ids)
    by_post: dict[UUID, list[RotaShift]] = {}
    for shift in shifts:
        by_post.setdefault(shift.post_id, []).append(shift)
    if not by_post:
        return {}
    covers, held = _covers(by_post, at=at), _held(by_post)
    return {
        post_id: rotas.Rota(
            [_shift(each) for each in lines], covers.get(post_id, []), held.get(post_id, {})
        )
        for post_id, lines in by_post.items()
    }


def _of(rows: QuerySet, post_ids: Collection[UUID] | None) -> QuerySet:
    return rows if post_ids is None else rows.filter(post_id__in=list(post_ids))


def _shift(row: RotaShift) -> rotas.Shift:
    return rotas.Shift(row.practitioner_id, row.weekday, row.begins, row.ends, row.since, row.until)


def _covers(post_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, list[rotas.Cover]]:
    found: dict[UUID, list[rotas.Cover]] = {}
    lasting = DutyCover.objects.filter(
        post_id__in=list(post_ids), ends_at__gt=clocks.after(at, -A_WEEK)
    )
    for row in lasting.order_by("recorded_at", "id"):
        span = rotas.Span(row.begins_at, row.ends_at)
        cover = rotas.Cover(row.practitioner_id, span, row.instead_of_id)
        found.setdefault(row.post_id, []).append(cover)
    return found


def _held(post_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, list[rotas.Span]]]:
    found: dict[UUID, dict[UUID, list[rotas.Span]]] = {}
    held = Holding.objects.filter(post_id__in=list(post_ids), practitioner__is_active=True)
    for row in held:
        span = rotas.Span(row.since, row.until or EVER)
        found.setdefault(row.post_id, {}).setdefault(row.practitioner_id, []).append(span)
    return found


def empty_posts(*, at: datetime) -> dict[UUID, datetime]:
    """The posts for which nobody is on duty though they have a rota, and since when."""
    found = {
        post_id: rotas.empty_since(rota, at=at) for post_id, rota in rotas_of(None, at=at).items()
    }
    return {post_id: since for post_id, since in found.items() if since is not None}


def on_duty_for(post_ids: Collection[UUID], *, at: datetime) -> dict[UUID, Collection[UUID]]:
    """Who is on duty for each of some posts: by its rota, or everybody who holds it without one."""
    found = rotas_of(post_ids, at=at)
    by_rota = {
        post_id: rotas.on_duty(rota, at=at)
        for post_id, rota in found.items()
        if rotas.has_rota(rota, at=at)
    }
    without = [post_id for post_id in post_ids if post_id not in by_rota]
    return {**practitioners.holders_of(without, now=at), **by_rota}


def shifts_of(post_id: UUID, *, on: date) -> list[RotaShift]:
    """The lines of a post's rota that stand on a day or later, by day and hour."""
    standing = RotaShift.objects.filter(Q(until__isnull=True) | Q(until__gt=on), post_id=post_id)
    return list(standing.select_related("practitioner").order_by("weekday", "begins", "id"))


def covers_of(post_id: UUID, *, at: datetime) -> list[DutyCover]:
    """Who stands in for a while, now or later, soonest first."""
    coming = DutyCover.objects.filter(post_id=post_id, ends_at__gt=at)
    people = coming.select_related("practitioner", "instead_of", "recorded_by")
    return list(people.order_by("begins_at", "id"))


def shift(shift_id: UUID) -> RotaShift:
    """One line of a rota, locked. Raises NoSuchShift."""
    found = RotaShift.objects.select_for_update().filter(id=shift_id).first()
    if found is None:
        raise NoSuchShift(str(shift_id))
    return found


def post_of_shift(shift_id: UUID) -> UUID:
    """The post on whose rota a line is. Raises NoSuchShift."""
    found = RotaShift.objects.filter(id=shift_id).values_list("post_id", flat=True).first()
    if found is None:
        raise NoSuchShift(str(shift_id))
    return found


def add_shifts(
    post_id: UUID, new: NewShift, *, by: facts.Viewer | None, at: datetime
) -> list[RotaShift]:
    """Put a line on a post's rota for each of the days."""
    return RotaShift.objects.bulk_create(
        RotaShift(
            post_id=post_id,
            practitioner_id=new.practitioner_id,
            weekday=weekday,
            begins=new.begins,
            ends=new.ends,
            since=new.since,
            recorded_at=at,
            recorded_by_id=by.practitioner_id if by else None,
        )
        for weekday in sorted(new.weekdays)
    )


def end_shift(line: RotaShift, *, until: date, by: facts.Viewer, at: datetime) -> None:
    """From a day on a line stands no more."""
    line.until, line.ended_at, line.ended_by_id = until, at, by.practitioner_id
    line.save(update_fields=["until", "ended_at", "ended_by"])


def add_cover(
    post_id: UUID, cover: rotas.Cover, *, by: facts.Viewer | None, at: datetime
) -> DutyCover:
    """Somebody is on duty for a while."""
    return DutyCover.objects.create(
        post_id=post_id,
        practitioner_id=cover.practitioner_id,
        instead_of_id=cover.instead_of,
        begins_at=cover.span.begins_at,
        ends_at=cover.span.ends_at,
        recorded_at=at,
        recorded_by_id=by.practitioner_id if by else None,
    )


def open_gaps() -> list[RotaGap]:
    """The gaps that were raised and have not ended."""
    return list(RotaGap.objects.filter(ended_at__isnull=True).order_by("begins_at", "id"))


def gap_or_none(gap_id: UUID) -> RotaGap | None:
    """The gap of this identifier, with the post that is told of it; None where it is none."""
    return RotaGap.objects.select_related("told_post").filter(id=gap_id).first()


def raise_gap(post_id: UUID, told_post_id: UUID, span: rotas.Span, *, at: datetime) -> RotaGap:
    """Nobody will be on duty for a post: kept, with whom is told."""
    return RotaGap.objects.create(
        post_id=post_id,
        told_post_id=told_post_id,
        begins_at=span.begins_at,
        ends_at=span.ends_at,
        raised_at=at,
    )


def change_gap(gap: RotaGap, span: rotas.Span) -> None:
    """This much is left of a gap, where it is not as it was."""
    if (gap.begins_at, gap.ends_at) != (span.begins_at, span.ends_at):
        gap.begins_at, gap.ends_at = span.begins_at, span.ends_at
        gap.save(update_fields=["begins_at", "ends_at"])


def end_gap(gap: RotaGap, *, at: datetime) -> None:
    """Somebody is on duty after all, or the time went by."""
    gap.ended_at = at
    gap.save(update_fields=["ended_at"])
