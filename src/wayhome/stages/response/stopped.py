"""What stopped, and what was said, when an absence ended: asked when that was a mistake."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.records.agencies.models import Post
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response.models import Duty, FamilyTold, Notice, Step


def duties(episode_id: UUID, kinds: Iterable[DutyKind], *, at: datetime) -> list[Duty]:
    """The duties of these kinds that fell away at that moment, soonest due first."""
    fallen = Duty.objects.filter(episode_id=episode_id, kind__in=list(kinds), declined_at=at)
    return list(fallen.order_by("due_at", "id"))


def steps(episode_id: UUID, *, at: datetime) -> list[Step]:
    """The steps that stood down at that moment, soonest due first, each with its post."""
    stood = Step.objects.filter(episode_id=episode_id, stood_down_at=at)
    return list(stood.select_related("owner_post").order_by("due_at", "id"))


def posts_told(episode_id: UUID, reasons: Iterable[NoticeReason], *, since: datetime) -> list[Post]:
    """The posts that were told any of this since a moment."""
    told = Notice.objects.filter(
        episode_id=episode_id, reason__in=list(reasons), recorded_at__gte=since
    )
    return list(Post.objects.filter(id__in=told.values("post")).select_related("agency"))


def family_told(episode_id: UUID, *, since: datetime) -> set[UUID]:
    """The parents and carers, as they were known then, who were told anything since a moment."""
    told = FamilyTold.objects.filter(episode_id=episode_id, told=True, recorded_at__gte=since)
    return set(told.values_list("contact_id", flat=True))
