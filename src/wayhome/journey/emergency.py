"""Which child an emergency look names, who is told of it at once, and lists of such looks."""

from datetime import datetime

from django.db.models import Q, QuerySet

from wayhome.journey.acting import Acting, NotNow, resume
from wayhome.platform import keyset, references
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.protection import queries as protection
from wayhome.rules import emergency, facts, matching, told
from wayhome.rules.vocabulary import NoticeReason


def supervisor(by: facts.Viewer, *, now: datetime) -> Post:
    """The post above that somebody else holds. Raises NotNow where nobody could be told."""
    posts = {post.kind: post for post in agencies.posts_of([by.agency_id])}
    for kind in emergency.supervisors(by):
        post = posts.get(kind)
        if post and practitioners.somebody_holds(post.id, but=by.practitioner_id, now=now):
            return post
    raise NotNow(emergency.NOBODY_ABOVE)


def meant(named: told.ExactChild) -> Child | None:
    """The one child of this reference, or of this whole name and birth; None for none or several.

    Of everything the rule calls the same child, the record that was made first.
    """
    if named.reference:
        return children.by_reference(references.read(named.reference))
    if named.date_of_birth is None:
        return None
    identity = matching.Identity(named.given_name, named.family_name, named.date_of_birth)
    return next(iter(children.same_children(identity)), None)


def told_of(meant: Child | None, *, by: facts.Viewer, now: datetime) -> Acting | None:
    """The child's newest episode, to tell those who answer for the child; None to open nothing."""
    if meant is None or meant.id not in visibility.exist_for(by, [meant.id]):
        return None
    newest = next(reversed(episodes.reports_of(meant.id)), None)
    if newest is None or newest.owner_post_id is None:
        return None
    acting = resume(episodes.locked(newest.id), by=by, now=now)
    return acting if acting.owed(NoticeReason.BREAK_GLASS) else None


def newest(
    rows: QuerySet[BreakGlass], *, by: facts.Viewer, after: keyset.Place | None, most: int
) -> list[BreakGlass]:
    """Some of these looks, newest first, but at children who exist for the viewer no more."""
    known = rows.filter(Q(child=None) | protection.known_to(by, child="child_id"))
    return list(keyset.ordered(known, by="opened_at", after=after, newest_first=True)[:most])
