"""What a practitioner's own page needs of the response, read in one query.

A list of fifty episodes must not ask fifty questions: here is what is due next for each of
them, and what waits for the viewer's own posts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wayhome.platform.gather import among, gather
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules import facts
from wayhome.stages.response.models import Duty, Notice, Step

MOST = 10
NEXT = "next_duties"
WAITING = ("waiting_notices", "waiting_duties", "waiting_steps")
NONE_OF_THEM = UUID(int=0)  # asked for where a list is empty, so that the question stays one query


@dataclass(frozen=True, slots=True)
class Board:
    """What is due next for some episodes, and what waits for the viewer.

    `episodes`, `children`, `posts` and `agencies` are those of the duties, steps and notices.
    """

    parts: list[Party]
    next_duties: list[Duty]
    notices: list[Notice]
    duties: list[Duty]
    steps: list[Step]
    episodes: list[Episode]
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
    posts = Post.objects.filter(Q(id__in=among("owner_post_id", NEXT)) | Q(id__in=my_posts))
    others = Episode.objects.filter(id__in=among("episode_id", *WAITING))
    mine = Party.objects.filter(agency_id=viewer.agency_id, ended_at__isnull=True)
    *found, parts, parts_elsewhere, elsewhere, children, their_posts, agencies = gather(
        mine.filter(episode_id__in=shown),
        mine.filter(episode_id__in=among("episode_id", *WAITING)),
        others,
        Child.objects.filter(id__in=others.values("child_id")),
        posts,
        Agency.objects.filter(id__in=posts.values("agency_id")),
        first={NEXT: _next_duties(shown)} | _waiting(my_posts, most=most),
    )
    next_duties, notices, duties, steps = found
    listed = set(shown)
    return Board(
        parts=list({part.id: part for part in (*parts, *parts_elsewhere)}.values()),
        next_duties=next_duties,
        notices=notices,
        duties=duties,
        steps=steps,
        episodes=[episode for episode in elsewhere if episode.id not in listed],
        children=children,
        posts=their_posts,
        agencies=agencies,
    )


def _next_duties(episode_ids: list[UUID]) -> QuerySet[Duty]:
    return (
        Duty.objects.filter(
            episode_id__in=episode_ids, met_at__isnull=True, declined_at__isnull=True
        )
        .order_by("episode_id", "due_at", "id")
        .distinct("episode_id")
    )


def _waiting(my_posts: Collection[UUID], *, most: int) -> dict[str, QuerySet]:
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
    found = (
        notices.order_by("-recorded_at", "-id")[:most],
        duties.order_by("due_at", "id")[:most],
        steps.order_by("due_at", "id")[:most],
    )
    return dict(zip(WAITING, found, strict=True))
