"""Finding notices by their own identifiers alone, in the part of one year.

A notice lies in the part of its episode's year, and its identifier is of that year too; unless it
was told in another year before that was so.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform import years
from wayhome.stages.response.models import Notice


def notice(notices: QuerySet[Notice], notice_id: UUID) -> Notice | None:
    """The one of these notices with this identifier, or None."""
    wanted = notices.filter(id=notice_id).order_by()
    since, until = years.bounds(notice_id)
    of_its_year = wanted.filter(episode_id__gte=since, episode_id__lt=until).first()
    return of_its_year or wanted.first()


def episodes_of(notice_ids: Collection[UUID]) -> list[UUID]:
    """The episodes that these notices are of, each once."""
    wanted = Notice.objects.filter(id__in=notice_ids).values_list("id", "episode_id")
    theirs = [years.bounds(each) for each in notice_ids]
    if not theirs:
        return []
    since, until = min(first for first, _ in theirs), max(after for _, after in theirs)
    found = dict(wanted.filter(episode_id__gte=since, episode_id__lt=until))
    if len(found) < len(set(notice_ids)):
        found = dict(wanted)
    return sorted(set(found.values()))
