"""A post that nobody will be on duty for is an alarm, raised before it happens.

The post over it is told once for each gap, twelve hours before; a gap that was filled is told of
no more, and neither is one whose time went by.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from wayhome.journey import written_to
from wayhome.platform.messaging import outbox
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.practitioners import rotas as records
from wayhome.records.practitioners.models import RotaGap
from wayhome.rules import facts, rotas
from wayhome.rules.vocabulary import PostKind


def look(*, now: datetime) -> int:
    """Raise each gap that is to come and end each that is gone; how many were new."""
    with transactions.step():
        found, raised = records.rotas_of(None, at=now), records.open_gaps()
        _fill(found, raised, now=now)
        new = [
            (post_id, span)
            for post_id, rota in found.items()
            for span in rotas.gaps_to_raise(rota, now=now)
            if not any(gap.post_id == post_id and _is_of(gap, span) for gap in raised)
        ]
        for post_id, span in new:
            _raise(post_id, span, now=now)
        return len(new)


def fill(*, now: datetime) -> None:
    """End each gap that is gone, and keep what is left of each that was filled in part.

    None is raised: whoever is still writing a rota is not told that it is not finished.
    """
    _fill(records.rotas_of(None, at=now), records.open_gaps(), now=now)


def _fill(found: Mapping[UUID, rotas.Rota], raised: Iterable[RotaGap], *, now: datetime) -> None:
    for gap in raised:
        rota = found.get(gap.post_id)
        ahead = rotas.gaps_ahead(rota, now=now) if rota else ()
        left = [span for span in ahead if _is_of(gap, span)]
        if not left:
            records.end_gap(gap, at=now)
            continue
        begins_at = gap.begins_at if left[0].begins_at <= now else left[0].begins_at
        records.change_gap(gap, rotas.Span(begins_at, left[0].ends_at))


def empty_posts(post_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Of these posts, those for which nobody is on duty though they have a rota."""
    with transactions.step():
        return records.empty_posts(at=now).keys() & set(post_ids)


def told_of(gap_id: UUID, *, now: datetime) -> list[str] | None:
    """Where a gap is still told of; None where it is no gap."""
    gap = records.gap_or_none(gap_id)
    if gap is None:
        return None
    return written_to.ever_of([gap.told_post], at=now) if gap.ended_at is None else []


def is_gap_for(gap_id: UUID, *, by: facts.Viewer) -> bool:
    """Whether this is a gap in a rota that somebody was told of."""
    with transactions.step():
        gap = records.gap_or_none(gap_id)
        return gap is not None and gap.told_post_id in by.post_ids


def _is_of(gap: RotaGap, span: rotas.Span) -> bool:
    """Whether a gap that was raised is this one: it may have grown or shrunk since."""
    return gap.begins_at < span.ends_at and span.begins_at < gap.ends_at


def _raise(post_id: UUID, span: rotas.Span, *, now: datetime) -> None:
    post = agencies.post(post_id)
    over = _over(post, agencies.posts_of([post.agency_id])) or post
    gap = records.raise_gap(post.id, over.id, span, at=now)
    outbox.queue([(each, gap.id) for each in written_to.of_posts([over], at=now)], at=now)


def _over(post: Post, posts: Iterable[Post]) -> Post | None:
    kind = rotas.manager_of(PostKind(post.kind))
    return next((each for each in posts if each.kind == kind), None)
