"""What the posts of a ladder said: "I have this", or "I cannot take this".

Whoever says so of one unanswered notice says it of every other that was taken to them by then:
one such notice stands at a post for all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wayhome.rules import ladders
from wayhome.rules.vocabulary import NoticeReason
from wayhome.stages.response.models import Escalation, Notice
from wayhome.stages.response.waiting import CLIMB_BY_THEMSELVES, about_of_rung, rung_of


@dataclass(frozen=True, slots=True)
class OnLadders:
    """What was said on the ladders of some episodes, by the thing that waited."""

    answered: dict[UUID, set[UUID]] = field(default_factory=dict)
    had: dict[UUID, dict[int, datetime]] = field(default_factory=dict)
    declined: dict[UUID, dict[int, datetime]] = field(default_factory=dict)

    def of(self, about: UUID) -> ladders.Said:
        """What was said of one thing that waits, by the rung."""
        return ladders.Said(self.had.get(about, {}), self.declined.get(about, {}))


def on_ladders(episode_ids: Iterable[UUID]) -> OnLadders:
    """What was said on the ladders of these episodes, by one query or two."""
    said = Notice.objects.filter(
        Q(acknowledged_at__isnull=False) | Q(declined_at__isnull=False),
        episode_id__in=list(episode_ids),
        reason__in=CLIMB_BY_THEMSELVES,
    )
    notices = list(said)
    return among(notices, _taken(notices))


def among(notices: Iterable[Notice], taken: Iterable[Escalation]) -> OnLadders:
    """As `on_ladders`, of notices and rungs that were read already."""
    found = OnLadders()
    steps = [step for step in taken if step.kind == "notice" and step.post_id is not None]
    for notice in notices:
        if notice.reason not in CLIMB_BY_THEMSELVES:
            continue
        if notice.declined_at is not None:
            for about, rung in _of_what(notice, steps, until=notice.declined_at):
                found.declined.setdefault(about, {})[rung] = notice.declined_at
        if notice.acknowledged_at is not None:
            for about, _rung in _of_what(notice, steps, until=notice.acknowledged_at):
                found.answered.setdefault(about, set()).add(notice.post_id)
            if notice.reason == NoticeReason.DUTY_OVERDUE:
                had = found.had.setdefault(about_of_rung(notice.key), {})
                had[rung_of(notice.key)] = notice.acknowledged_at
    return found


def _of_what(
    notice: Notice, steps: Iterable[Escalation], *, until: datetime
) -> Iterator[tuple[UUID, int]]:
    """What the notice tells a rung about, and what was taken to it meanwhile, with each rung."""
    yield about_of_rung(notice.key), rung_of(notice.key)
    if notice.reason != NoticeReason.NOTICE_UNANSWERED:
        return
    for step in steps:
        theirs = (step.episode_id, step.post_id) == (notice.episode_id, notice.post_id)
        if theirs and notice.recorded_at <= step.at <= until:
            yield step.about, step.rung


def _taken(notices: Iterable[Notice]) -> list[Escalation]:
    episode_ids = {
        one.episode_id for one in notices if one.reason == NoticeReason.NOTICE_UNANSWERED
    }
    if not episode_ids:
        return []
    taken = Escalation.objects.filter(episode_id__in=episode_ids, kind="notice", post__isnull=False)
    return list(taken)
