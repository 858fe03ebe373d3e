"""Questions about how absences ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet

from wayhome.platform.gather import Reading, Tables
from wayhome.platform.models import Fact
from wayhome.records.episodes.models import Episode
from wayhome.stages.found.models import (
    Finalised,
    Located,
    PoliceRecordClosed,
    PreventionInterview,
    Returned,
)

Ending = TypeVar("Ending", bound=Fact)


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    located: list[Located]
    returned: list[Returned]
    seen: list[PreventionInterview]
    police_closed: list[PoliceRecordClosed]
    finalised: list[Finalised]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    return tuple(
        model.objects.filter(episode_id=episode_id)
        for model in (
            Located,
            Returned,
            PreventionInterview,
            PoliceRecordClosed,
            Finalised,
        )
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The five ends of an episode, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def standing(rows: Sequence[Ending]) -> Ending | None:
    """The fact that stands among these: the one no other corrects; None when there is none.

    None, too, when the last that was recorded withdraws what was recorded before.
    """
    corrected = {row.corrects_id for row in rows}
    last = next((row for row in reversed(rows) if row.id not in corrected), None)
    return None if getattr(last, "withdrawn", False) else last


def withdrawn_at(*kinds: Sequence[Fact]) -> datetime | None:
    """When one of these was last withdrawn as a mistake, or None."""
    moments = [row.recorded_at for rows in kinds for row in rows if is_withdrawal(row)]
    return max(moments, default=None)


def since_withdrawn(rows: Sequence[Ending]) -> list[Ending]:
    """The first of these since one was withdrawn, and its corrections; none where none stands."""
    by_id = {row.id: row for row in rows}
    found: list[Ending] = []
    row = standing(rows)
    while row is not None and not is_withdrawal(row):
        found.insert(0, row)
        row = by_id[row.corrects_id] if row.corrects_id else None
    return found


def is_withdrawal(row: Fact) -> bool:
    """Whether this withdraws what it names, instead of correcting it."""
    return bool(getattr(row, "withdrawn", False))


def withdrawal_of(model: type[Fact], episode_id: UUID) -> UUID | None:
    """What the next such fact of an episode comes after: its withdrawal, or None."""
    last = model.objects.filter(episode_id=episode_id, withdrawn=True, corrected_by__isnull=True)  # type: ignore[attr-defined]  # a model class
    found: UUID | None = last.values_list("id", flat=True).first()
    return found


def places_found(episode_ids: list[UUID]) -> list[tuple[UUID, str]]:
    """Where the child was located, for each of some episodes."""
    located = _placed().filter(episode_id__in=episode_ids)
    return list(located.values_list("episode_id", "place"))


def counted_found(episodes: QuerySet[Episode]) -> list[tuple[str, int]]:
    """In how many of some episodes the child was located at each place, the most first."""
    located = _placed().filter(episode__in=episodes)
    counted = located.values_list("place").annotate(times=Count("episode_id", distinct=True))
    return list(counted.order_by("-times", "place"))


def _placed() -> QuerySet[Located]:
    standing = Located.objects.filter(corrected_by__isnull=True, withdrawn=False)
    return standing.exclude(place="")


def harmed(episode_ids: list[UUID]) -> set[UUID]:
    """Of some episodes, those in which the police learned of harm."""
    seen = PreventionInterview.objects.filter(
        episode_id__in=episode_ids, corrected_by__isnull=True, withdrawn=False
    ).exclude(harm=[])
    return set(seen.values_list("episode_id", flat=True))
