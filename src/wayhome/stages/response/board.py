"""What a practitioner's own page needs of the response, read in one query.

A list of fifty episodes must not ask fifty questions: here is what is due next for each of
them, and what waits for the viewer's own posts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wayhome.platform.gather import gather
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules import facts
from wayhome.stages.response.models import Duty, Notice, Step

MOST = 10
NONE_OF_THEM = UUID(int=0)  # asked for where a list is empty, so that the question stays one query


@dataclass(frozen=True, slots=True)
class Board:
    """What is due next for some episodes, and what waits for the viewer.

    `episodes`, `children`, `posts` and `agencies` are those of the duties, steps and notices.
    """

    parts: list[Party]
    episodes: list[Episode]
    next_duties: list[Duty]
    notices: list[Notice]
    duties: list[Duty]
    steps: list[Step]
    children: list[Child]
    posts: list[Post]
    agencies: list[Agency]


def with_waiting(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """The episodes, each with `waiting`: how many notices of it nobody has acknowledged."""
    counted = (
        Notice.objects.filter(episode_id=OuterRef("pk"), acknowledged_at__isnull=True)
        .order_by()
        .values("episode_id")
        .annotate(waiting=Count("id"))
        .values("waiting")
    )
    return episodes.annotate(waiting=Coalesce(Subquery(counted), 0))


def board_of(viewer: facts.Viewer, *, episode_ids: Iterable[UUID], most: int = MOST) -> Board:
    """What is due next for these episodes and what waits for the viewer's posts, by one query.

    At most `most` notices (newest first), duties and steps (soonest first).
    """
    shown = list(episode_ids) or [NONE_OF_THEM]
    my_posts = viewer.post_ids or {NONE_OF_THEM}
    next_duties = _next_duties(shown)
    notices, duties, steps = _waiting(my_posts, most=most)
    # A union and not an `or`: the planner then looks each one up instead of reading them all.
    waiting = notices.values("episode_id").union(
        duties.values("episode_id"), steps.values("episode_id")
    )
    others = Episode.objects.filter(id__in=waiting)
    posts = Post.objects.filter(Q(id__in=next_duties.values("owner_post_id")) | Q(id__in=my_posts))
    mine = Party.objects.filter(agency_id=viewer.agency_id, ended_at__isnull=True)
    parts, parts_elsewhere, elsewhere, *board = gather(
        mine.filter(episode_id__in=shown),
        mine.filter(episode_id__in=waiting),
        others,
        next_duties,
        notices,
        duties,
        steps,
        Child.objects.filter(id__in=others.values("child_id")),
        posts,
        Agency.objects.filter(id__in=posts.values("agency_id")),
    )
    listed = set(shown)
    seen = {part.id: part for part in (*parts, *parts_elsewhere)}
    unlisted = [episode for episode in elsewhere if episode.id not in listed]
    return Board(list(seen.values()), unlisted, *board)


def _next_duties(episode_ids: list[UUID]) -> QuerySet[Duty]:
    soonest = (
        Duty.objects.filter(
            episode_id__in=episode_ids, met_at__isnull=True, declined_at__isnull=True
        )
        .order_by("episode_id", "due_at", "id")
        .distinct("episode_id")
    )
    return Duty.objects.filter(id__in=soonest.values("id"))


def _waiting(my_posts: Collection[UUID], *, most: int) -> tuple[QuerySet, QuerySet, QuerySet]:
    notices = Notice.objects.filter(post_id__in=my_posts, acknowledged_at__isnull=True)
    duties = Duty.objects.filter(
        owner_post_id__in=my_posts,
        met_at__isnull=True,
        declined_at__isnull=True,
        episode__closed_at__isnull=True,
    )
    steps = Step.objects.filter(
        owner_post_id__in=my_posts, done_at__isnull=True, episode__closed_at__isnull=True
    )
    newest = notices.order_by("-recorded_at", "-id")[:most]
    return (
        Notice.objects.filter(id__in=newest.values("id")),
        Duty.objects.filter(id__in=duties.order_by("due_at", "id")[:most].values("id")),
        Step.objects.filter(id__in=steps.order_by("due_at", "id")[:most].values("id")),
    )
