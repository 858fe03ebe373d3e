"""Reviews of absences that came in as closed history with a label that is withdrawn.

They are the work of a quieter hour: kept apart from what is due for children who are away, told
of by one notice to a post and not one each, and never climbing one by one.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response.models import Duty, Notice

KEY = "label:"
ASKED_OF_A_RECORD = {"kind": DutyKind.REVIEW, "key__startswith": KEY}
_OPEN = {"met_at__isnull": True, "declined_at__isnull": True}


def review(
    episode: Episode,
    *,
    of: str,
    reason: str,
    post: Post,
    due_at: datetime,
    by: facts.Viewer,
    at: datetime,
) -> Duty:
    """A review of one record of the past, not yet written; `of` is that record's own key."""
    return Duty(
        episode=episode,
        kind=DutyKind.REVIEW,
        key=f"{KEY}{of}",
        reason=reason,
        owner_post=post,
        owner_agency_id=post.agency_id,
        started_at=at,
        due_at=due_at,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def reviews_for(viewer: facts.Viewer) -> QuerySet[Duty]:
    """The records of the past that wait for a review by the viewer's posts, soonest due first."""
    return (
        Duty.objects.filter(
            owner_post_id__in=viewer.post_ids,
            episode__closed_at__isnull=False,
            **ASKED_OF_A_RECORD,
            **_OPEN,
        )
        .select_related("episode__child", "owner_post__agency")
        .order_by("due_at", "id")
    )


def reviews_of(episode_id: UUID) -> list[Duty]:
    """The reviews that wait of one record of the past, soonest due first, locked."""
    waiting = Duty.objects.select_for_update(of=("self",)).select_related("owner_post")
    return list(
        waiting.filter(episode_id=episode_id, **ASKED_OF_A_RECORD, **_OPEN).order_by("due_at", "id")
    )


def posts_told(post_ids: Collection[UUID], *, key: str) -> set[UUID]:
    """Of some posts, those that were told by this key, or have such a notice unanswered."""
    told = Notice.objects.filter(post_id__in=post_ids, reason=NoticeReason.PAST_REVIEW)
    by_key, waiting = told.filter(key=key), told.filter(acknowledged_at__isnull=True)
    return set((by_key | waiting).values_list("post_id", flat=True))
