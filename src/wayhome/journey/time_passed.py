"""Time went by and nobody acted: what is overdue climbs, long absences are told.

Nothing counts down. Each sweep asks the rules what should have happened by now and does what
has not been done, so that a worker that was away catches up at once and two never do it twice.
An episode is locked only when there is something to do for it, and each is dealt with apart: one
that cannot be is passed over, and holds up no other.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import (
    climbs,
    glass_late,
    held_told,
    long_absences,
    mornings,
    nobody_left,
    reminders,
    reviews_late,
    rota_gaps,
    support_overdue,
)
from wayhome.journey.acting import begin_even_if_closed
from wayhome.platform.apart import apart
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.rules import access

if TYPE_CHECKING:
    from wayhome.records.episodes.models import Episode

Doing = climbs.Doing
DEED = "time passed"


@dataclass(slots=True)
class Asked:
    """What the clocks ask for in one episode."""

    episode: "Episode"
    doings: list[Doing] = field(default_factory=list)


def record(*, now: datetime) -> int:
    """Do everything the clocks ask for by `now`; how many episodes something was done for.

    A review of a look, a gap in a rota and a report to check belong to no episode, and are looked
    at beside them.
    """
    asked = _asked(now=now)
    touched = sum(_for(asked[episode_id], now=now) for episode_id in sorted(asked))
    reviews_late.climb(now=now)
    rota_gaps.look(now=now)
    held_told.climb(now=now)
    return touched


def record_for(episode_ids: Collection[UUID], *, now: datetime) -> frozenset[UUID]:
    """As `record`, for these episodes alone: a rehearsal leaves every other as it is.

    Those of them that were changed.
    """
    asked = _asked(now=now)
    among = sorted(asked.keys() & set(episode_ids))
    return frozenset(episode_id for episode_id in among if _for(asked[episode_id], now=now))


def _asked(*, now: datetime) -> dict[UUID, Asked]:
    asked: dict[UUID, Asked] = {}
    for episode, do in chain(
        climbs.asking(now=now),
        _long_absences(now=now),
        reminders.asking(now=now),
        nobody_left.asking(now=now),
        mornings.asking(now=now),
        support_overdue.asking(now=now),
        glass_late.asking(now=now),
    ):
        asked.setdefault(episode.id, Asked(episode)).doings.append(do)
    return asked


def _long_absences(*, now: datetime) -> Iterator[tuple["Episode", Doing]]:
    for episode in long_absences.asking(now=now):
        yield episode, long_absences.answer


def _for(asked: Asked, *, now: datetime) -> bool:
    """Do what is asked for one episode, apart from every other; whether anything changed."""
    changed = False
    with apart(asked.episode.reference), transactions.step():
        changed = _done(asked, now=now)
    return changed  # noqa: RET504  # it stays false where the episode was passed over


def _done(asked: Asked, *, now: datetime) -> bool:
    """What an open episode was asked for falls away if it has closed meanwhile."""
    acting = begin_even_if_closed(asked.episode.id, access.Deed.SEE_EPISODE, by=None, now=now)
    if acting.episode.closed_at != asked.episode.closed_at:
        return False
    changed = [do(acting) for do in asked.doings]
    if not any(changed):
        return False
    acting.restated()
    ledger.write(
        Verb.ALTER,
        by=None,
        at=acting.now,
        deed=DEED,
        child_id=acting.episode.child_id,
        episode_id=acting.episode.id,
    )
    return True
