"""Absences that were over before Wayhome heard of them, many at a time.

Makes rows without writing them; the journey writes them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform import references
from wayhome.records.agencies.models import Post, Protocol
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode, Party, TypeGiven
from wayhome.rules import facts
from wayhome.rules.vocabulary import Capacity, EpisodeState, EpisodeType, Level


@dataclass(frozen=True, slots=True)
class Over:
    """An absence that is over: what its own row says of it."""

    type: EpisodeType
    starting_level: Level
    level: Level
    reported_at: datetime
    absent_until: datetime
    summary: str
    last_seen_at: datetime | None = None
    police_reference: str = ""
    label_as_recorded: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """One absence already known, as the next one is compared with it."""

    episode_id: UUID
    child_id: UUID
    reported_at: datetime
    absent_from: datetime
    absent_until: datetime | None
    is_closed: bool


def absences(child_ids: Iterable[UUID]) -> list[Absence]:
    """Every absence of some children, in the order they began."""
    rows = Episode.objects.filter(child_id__in=list(child_ids)).order_by("absent_from", "id")
    return [
        Absence(episode_id, child_id, reported_at, began, until, closed_at is not None)
        for episode_id, child_id, reported_at, began, until, closed_at in rows.values_list(
            "id", "child_id", "reported_at", "absent_from", "absent_until", "closed_at"
        )
    ]


def one(episode_id: UUID) -> Episode:
    """An episode by its identifier, locked until the transaction ends."""
    return Episode.objects.select_for_update().get(id=episode_id)


def over(
    child: Child,
    said: Over,
    *,
    protocol: Protocol,
    owner: Post | None,
    by: facts.Viewer,
    at: datetime,
) -> Episode:
    """An episode that is closed as it is written; the importer closes it, at this moment."""
    return Episode(
        reference=references.new(),
        child=child,
        protocol=protocol,
        police_reference=said.police_reference,
        label_as_recorded=said.label_as_recorded,
        type=said.type,
        state=EpisodeState.CLOSED,
        level=said.level,
        starting_level=said.starting_level,
        owner_post=owner,
        owner_agency_id=owner.agency_id if owner else None,
        reported_at=said.reported_at,
        recorded_at=at,
        last_seen_at=said.last_seen_at,
        absent_from=said.reported_at,
        absent_until=said.absent_until,
        closed_at=at,
        closed_by_id=by.practitioner_id,
        closing_summary=said.summary,
    )


def type_given(
    episode: Episode, *, reason: str, happened_at: datetime, by: facts.Viewer, at: datetime
) -> TypeGiven:
    """The type the record gave the absence."""
    return TypeGiven(
        episode=episode,
        type=episode.type,
        at=happened_at,
        reason=reason,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def parties(
    episode: Episode,
    parts: Iterable[tuple[UUID | None, Capacity]],
    *,
    by: facts.Viewer,
    at: datetime,
) -> list[Party]:
    """The part of each agency that has one."""
    return [
        Party(
            episode=episode,
            agency_id=agency_id,
            capacity=capacity,
            recorded_at=at,
            recorded_by_id=by.practitioner_id,
        )
        for agency_id, capacity in dict.fromkeys(parts)
        if agency_id is not None
    ]
