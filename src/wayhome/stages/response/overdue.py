"""The duties of some episodes that are past their time and that nobody has met or declined."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.stages.response.models import Duty


def overdue_in(episode_ids: Iterable[UUID], *, now: datetime, most: int) -> list[Duty]:
    """Those duties, the longest overdue first, with who owes them."""
    return list(
        Duty.objects.filter(
            episode_id__in=list(episode_ids), met_at=None, declined_at=None, due_at__lt=now
        )
        .select_related("owner_post", "owner_agency")
        .order_by("due_at", "id")[:most]
    )
