"""Questions about episodes, each asked for a viewer or for the journey."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wayhome.platform.gather import Tables
from wayhome.platform.unknown import NoSuch
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode, Party, TypeGiven
from wayhome.rules import facts
from wayhome.rules.vocabulary import Capacity, EpisodeType


class NoSuchEpisode(NoSuch):
    """No episode is known by that reference, or none the viewer may know of."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an episode's own tables hold besides its row."""

    types: list[TypeGiven]
    parties: list[Party]


def locked(episode_id: UUID) -> Episode:
    """The episode, locked until the transaction ends, so that two keys cannot race.

    Raises NoSuchEpisode.
    """
    found = (
        Episode.objects.select_for_update(of=("self",), no_key=True)
        .select_related("child")
        .filter(id=episode_id)
    ).first()
    if found is None:
        raise NoSuchEpisode(str(episode_id))
    return found


def lock_child_of(episode_id: UUID) -> None:
    """Lock the child of an episode, before the episode, as a report of the child does.

    Nobody can then open another absence of the child until the transaction ends.
    """
    among = Child.objects.select_for_update(of=("self",), no_key=True)
    among.filter(episodes__id=episode_id).first()


def tables(episode_id: UUID) -> Tables:
    """The tables of an episode besides its row, in the order of `Recorded`."""
    return (
        TypeGiven.objects.filter(episode_id=episode_id),
        Party.objects.filter(episode_id=episode_id),
    )


def child_of(episode_id: UUID) -> UUID | None:
    """Whose an episode is; None for one that is not known."""
    return Episode.objects.filter(id=episode_id).values_list("child_id", flat=True).first()


def of_children(child_ids: Collection[UUID]) -> list[UUID]:
    """Every episode of some children."""
    if not child_ids:
        return []
    return list(Episode.objects.filter(child_id__in=child_ids).values_list("id", flat=True))


def parties_of(episode_id: UUID) -> tuple[facts.Party, ...]:
    """Who has a part in an episode now."""
    held = Party.objects.filter(episode_id=episode_id, ended_at__isnull=True)
    return tuple(_as_party(row) for row in held)


def as_parties(rows: Sequence[Party], *, as_of: datetime) -> tuple[facts.Party, ...]:
    """Who had a part at a moment."""
    return tuple(
        _as_party(row)
        for row in rows
        if row.recorded_at <= as_of and (row.ended_at is None or row.ended_at > as_of)
    )


def _as_party(row: Party) -> facts.Party:
    return facts.Party(row.agency_id, Capacity(row.capacity), row.recorded_at, row.finished_at)


def as_types(rows: Sequence[TypeGiven], *, as_of: datetime) -> tuple[facts.TypeGiven, ...]:
    """The types given by a moment, in order."""
    return tuple(
        facts.TypeGiven(EpisodeType(row.type), row.recorded_at)
        for row in rows
        if row.recorded_at <= as_of
    )


def open_absence_of(child_id: UUID) -> Episode | None:
    """The child's episode in which they are still away, locked, or None."""
    return (
        Episode.objects.select_for_update(no_key=True)
        .filter(child_id=child_id, absent_until__isnull=True, closed_at__isnull=True)
        .first()
    )


def away(child_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Of these children, those who are away, each with the episode of that absence."""
    still = Episode.objects.filter(
        child_id__in=child_ids, absent_until__isnull=True, closed_at__isnull=True
    )
    return dict(still.values_list("child_id", "id"))


def absence_at(child_id: UUID, moment: datetime) -> Episode | None:
    """The child's episode in which they were away at a moment and are back since, locked, or None.

    The moment of return itself is no longer away.
    """
    return (
        Episode.objects.select_for_update(no_key=True)
        .filter(child_id=child_id, absent_from__lte=moment, absent_until__gt=moment)
        .first()
    )


def open_episodes_of(child_id: UUID) -> list[UUID]:
    """The child's episodes that are not closed, in the order in which they are locked."""
    found = Episode.objects.filter(child_id=child_id, closed_at__isnull=True)
    return list(found.order_by("id").values_list("id", flat=True))


def next_absence_after(episode: Episode) -> datetime | None:
    """When the same child's next absence began, or None."""
    later = Episode.objects.filter(
        child_id=episode.child_id, absent_from__gte=episode.absent_from
    ).exclude(id=episode.id)
    return later.order_by("absent_from").values_list("absent_from", flat=True).first()


def reports_of(child_id: UUID) -> list[Episode]:
    """Every episode of a child, oldest first."""
    return list(Episode.objects.filter(child_id=child_id).order_by("reported_at"))


def reports_of_each(child_ids: Iterable[UUID]) -> list[Episode]:
    """Every episode of some children, each child's oldest first."""
    return list(Episode.objects.filter(child_id__in=set(child_ids)).order_by("reported_at", "id"))


def starts_of(child_id: UUID) -> list[datetime]:
    """When each of a child's absences was reported, oldest first."""
    return [episode.reported_at for episode in reports_of(child_id)]


def played_by(
    among: QuerySet[Episode], agency_id: UUID, parts: Collection[Capacity]
) -> QuerySet[Episode]:
    """Of these, the episodes in which an agency plays one of these parts now."""
    held = Party.objects.filter(
        episode_id=OuterRef("pk"), agency_id=agency_id, capacity__in=parts, ended_at__isnull=True
    )
    return among.filter(Exists(held))


def relations_of(episode_ids: Iterable[UUID]) -> dict[UUID, tuple[facts.Relation, ...]]:
    """Who has a part in each of these episodes now, by one query."""
    held: dict[UUID, list[facts.Relation]] = {episode_id: [] for episode_id in episode_ids}
    rows = Party.objects.filter(episode_id__in=list(held), ended_at__isnull=True)
    for row in rows.select_related("episode"):
        relation = facts.Relation(_as_party(row), row.ended_at, row.episode.closed_at)
        held[row.episode_id].append(relation)
    return {episode_id: tuple(parts) for episode_id, parts in held.items()}
