"""A look was not reviewed in time: those above the reviewer, in the same agency, are told.

The clocks ask for it with everything else that waits. Whoever is told sees whose review is late
and since when, and nothing of the look or of the child.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Above:
    """The posts of the reviewers' agencies and who holds each: asked once for all that is late."""

    posts: dict[tuple[UUID, str], Post]
    held_by: Mapping[UUID, set[UUID]]

    def held(self, given: Given, kind: PostKind) -> Post | None:
        """The post above a reviewer, where somebody other than they hold it."""
        post = self.posts.get((given.practitioner.agency_id, kind))
        others = self.held_by.get(post.id, set()) - {given.practitioner_id} if post else set()
        return post if others else None


def climb(*, now: datetime) -> int:
    """Tell each rung that is newly reached, once; how many were told."""
    told, late = 0, list(queries.late(now=now).prefetch_related("told_late"))
    above = _above({given.practitioner.agency_id for given in late}, now=now)
    for given in late:
        new = _newly_reached(given, above, now=now)
        if not new:
            continue
        with apart("a review of a look"), transactions.step():
            told += sum(_tell(given, rung, post, now=now) for rung, post in new)
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


def _above(agency_ids: Collection[UUID], *, now: datetime) -> _Above:
    if not agency_ids:
        return _Above({}, {})
    posts = {(post.agency_id, post.kind): post for post in agencies.posts_of(agency_ids)}
    asked = [post.id for post in posts.values() if post.kind in looks.TOLD_OF_LATE_ONES]
    return _Above(posts, practitioners.holders_of(asked, now=now))


def _newly_reached(given: Given, above: _Above, *, now: datetime) -> list[tuple[int, Post]]:
    """The rungs that are reached and were not told: worked out of each, by no question."""
    kind = AgencyKind(given.practitioner.agency.kind)
    posts = [above.held(given, rung.post) for rung in looks.LATE_LADDERS.get(kind, ())]
    nobodys = {number for number, post in enumerate(posts) if post is None}
    told = {each.rung for each in given.told_late.all()}
    reached = looks.told_late(kind, given.due_at, now=now, passed_over=nobodys)
    found = [(each.number, posts[each.number]) for each in reached if each.number not in told]
    return [(number, post) for number, post in found if post is not None]


def _tell(given: Given, rung: int, post: Post, *, now: datetime) -> bool:
    """Whether this rung is told now, and was not before."""
    is_new = actions.told_late(given, rung, post, at=now)
    if is_new:
        outbox.queue([(post.email, given.review_id)], at=now)
    return is_new
