"""A look was not reviewed in time: those above the reviewer, in the same agency, are told.

The clocks ask for it with everything else that waits. Whoever is told sees whose review is late
and since when, and nothing of the look or of the child.
"""

from datetime import datetime
from uuid import UUID

from wayhome.platform import keyset
from wayhome.platform.apart import apart
from wayhome.platform.messaging import outbox
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.looks import actions, queries
from wayhome.records.looks.models import Given
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, facts, looks
from wayhome.rules.vocabulary import AgencyKind, PostKind


def climb(*, now: datetime) -> int:
    """Tell each rung that is newly reached, once; how many were told."""
    told = 0
    for given in queries.late(now=now).prefetch_related("told_late"):
        if not _asks_anything(given, now=now):
            continue
        with apart("a review of a look"), transactions.step():
            told += _told_above(given, now=now)
    return told


def of_agency(
    *, by: facts.Viewer, now: datetime, after: keyset.Place | None = None, most: int = 51
) -> list[Given]:
    """The late reviews of the people of the viewer's agency, longest first, for those told of them.

    Not the viewer's own: those stand among the looks they are to review.
    """
    access.require(by, access.Deed.REVIEW_LOOKS)
    if not by.posts & looks.TOLD_OF_LATE_ONES:
        return []
    with transactions.step():
        rows = queries.late(now=now).filter(practitioner__agency_id=by.agency_id)
        others = rows.exclude(practitioner_id=by.practitioner_id)
        return list(keyset.ordered(others, by="due_at", after=after)[:most])


def is_told(review_id: UUID, *, by: facts.Viewer, now: datetime) -> bool:
    """Whether this is a late review of which the viewer may be told."""
    if not by.posts & looks.TOLD_OF_LATE_ONES:
        return False
    with transactions.step():
        rows = queries.late(now=now).filter(practitioner__agency_id=by.agency_id)
        return rows.filter(review_id=review_id).exists()


def _asks_anything(given: Given, *, now: datetime) -> bool:
    """Whether a rung is reached that was not told: asked of each, by no question of its own."""
    told = {each.rung for each in given.told_late.all()}
    kind = AgencyKind(given.practitioner.agency.kind)
    return any(each.number not in told for each in looks.told_late(kind, given.due_at, now=now))


def _told_above(given: Given, *, now: datetime) -> int:
    kind = AgencyKind(given.practitioner.agency.kind)
    ladder = looks.LATE_LADDERS.get(kind, ())
    posts = {post.kind: post for post in agencies.posts_of([given.practitioner.agency_id])}
    held = {rung.post: _held_above(posts, rung.post, given, now=now) for rung in ladder}
    nobodys = {number for number, rung in enumerate(ladder) if held[rung.post] is None}
    told = 0
    for reached in looks.told_late(kind, given.due_at, now=now, passed_over=nobodys):
        post = held[reached.rung.post]
        if post is not None and actions.told_late(given, reached.number, post, at=now):
            outbox.queue([(post.email, given.review_id)], at=now)
            told += 1
    return told


def _held_above(
    posts: dict[str, Post], kind: PostKind, given: Given, *, now: datetime
) -> Post | None:
    """The post, where somebody other than the reviewer holds it."""
    post = posts.get(kind)
    held = post and practitioners.somebody_holds(post.id, but=given.practitioner_id, now=now)
    return post if held else None
