"""A child's times away, as far as somebody may know of them: a page of them, and all in sums.

However often a child was away, no more of them are read than are shown. What is said of all of
them is counted by the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from wayhome.platform import keyset
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, redaction
from wayhome.rules.london import LONDON
from wayhome.rules.vocabulary import Capacity


@dataclass(frozen=True, slots=True)
class TimesAway:
    """The times a child was away, as one person may know of them; nothing is read yet."""

    viewer: facts.Viewer
    child_id: UUID
    seen: QuerySet[Episode]

    def newest_first(self, *, after: keyset.Place | None = None) -> QuerySet[Episode]:
        """Them by when each began, from beyond a place; all of them for none."""
        return keyset.ordered(self.seen, by="absent_from", after=after, newest_first=True)

    def by_weekday_and_hour(self) -> dict[tuple[int, int], int]:
        """How many of them began in each hour of the week in London; Monday is 0.

        The counts together are how many times the child was away.
        """
        began = self.seen.values_list(
            ExtractIsoWeekDay("absent_from", tzinfo=LONDON),
            ExtractHour("absent_from", tzinfo=LONDON),
        )
        counted = began.annotate(times=Count("id")).order_by()
        return {(day - 1, hour): times for day, hour, times in counted}

    def with_section(self, section: redaction.Section) -> QuerySet[Episode]:
        """Those in which the viewer reads a section: `redaction.sections_for`, said as a query.

        The rule is asked of each part that an agency can play. A test holds the two equal.
        """
        if self._opens(section):
            return self.seen
        parts = [part for part in Capacity if self._opens(section, part)]
        return self.seen.filter(visibility.has_part(self.viewer, "pk", Q(capacity__in=parts)))

    def _opens(self, section: redaction.Section, *parts: Capacity) -> bool:
        parties = tuple(facts.Party(self.viewer.agency_id, part) for part in parts)
        sections = redaction.sections_for(self.viewer, parties=parties, child_id=self.child_id)
        return section in sections

    def among(self, episode_ids: Iterable[UUID]) -> set[UUID]:
        """Which of them are among these episodes."""
        return set(self.seen.filter(id__in=list(episode_ids)).values_list("id", flat=True))


def of_child(viewer: facts.Viewer, child_id: UUID) -> TimesAway:
    """The times a child was away that the viewer may see."""
    return TimesAway(viewer, child_id, visibility.episodes(viewer).filter(child_id=child_id))
