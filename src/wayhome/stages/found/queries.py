"""Questions about how absences ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from wayhome.platform.gather import Reading, Tables
from wayhome.platform.models import Fact
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
    """The fact that stands among these: the one no other corrects; None when there is none."""
    corrected = {row.corrects_id for row in rows}
    return next((row for row in reversed(rows) if row.id not in corrected), None)


def places_found(episode_ids: list[UUID]) -> list[tuple[UUID, str]]:
    """Where the child was located, for each of some episodes."""
    return list(
        Located.objects.filter(episode_id__in=episode_ids, corrected_by__isnull=True)
        .exclude(place="")
        .values_list("episode_id", "place")
    )


def harmed(episode_ids: list[UUID]) -> set[UUID]:
    """Of some episodes, those in which the police learned of harm."""
    seen = PreventionInterview.objects.filter(
        episode_id__in=episode_ids, corrected_by__isnull=True
    ).exclude(harm=[])
    return set(seen.values_list("episode_id", flat=True))
