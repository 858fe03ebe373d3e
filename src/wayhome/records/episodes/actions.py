"""Changing an episode's own tables: open, restate, add a party, give a type, close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.platform import adding, references
from wayhome.records.agencies.models import Post, Protocol
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode, Party, TypeGiven
from wayhome.rules import facts
from wayhome.rules.vocabulary import Capacity, EpisodeState, EpisodeType, Level


@dataclass(frozen=True, slots=True)
class Opening:
    """What an episode starts with. The level stands until someone assesses."""

    type: EpisodeType
    level: Level
    owner_post: Post
    reported_at: datetime
    review_due_at: datetime
    absent_from: datetime
    last_seen_at: datetime | None = None
    police_reference: str = ""
    label_as_recorded: str = ""


@dataclass(frozen=True, slots=True)
class Restated:
    """What is worked out from the facts of every stage and stored for lists."""

    state: EpisodeState
    type: EpisodeType
    level: Level
    review_due_at: datetime | None
    next_due_at: datetime | None
    absent_until: datetime | None


def open_episode(
    child: Child, opening: Opening, *, protocol: Protocol, by: facts.Viewer | None, at: datetime
) -> Episode:
    """A new episode with its type and owner; its first step and review follow before commit."""
    new = Episode(
        reference=references.new(),
        child=child,
        protocol=protocol,
        police_reference=opening.police_reference,
        label_as_recorded=opening.label_as_recorded,
        type=opening.type,
        state=EpisodeState.REPORTED,
        level=opening.level,
        starting_level=opening.level,
        owner_post=opening.owner_post,
        owner_agency_id=opening.owner_post.agency_id,
        reported_at=opening.reported_at,
        recorded_at=at,
        last_seen_at=opening.last_seen_at,
        absent_from=opening.absent_from,
        review_due_at=opening.review_due_at,
    )
    episode = adding.add(new)
    give_type(episode, opening.type, reason="", happened_at=opening.reported_at, by=by, at=at)
    return episode


def give_type(
    episode: Episode,
    type_: EpisodeType,
    *,
    reason: str,
    happened_at: datetime,
    by: facts.Viewer | None,
    at: datetime,
) -> TypeGiven:
    """Add the type the episode has from this moment."""
    given = TypeGiven(
        episode=episode,
        type=type_,
        reason=reason,
        at=happened_at,
        recorded_at=at,
        recorded_by_id=by.practitioner_id if by else None,
    )
    return adding.add(given)


def add_parties(
    episode: Episode,
    parts: Iterable[tuple[UUID | None, Capacity]],
    *,
    by: facts.Viewer | None,
    at: datetime,
) -> None:
    """Give agencies their part; one already held, and one nobody holds, are left out."""
    adding.add_missing(
        Party(
            episode=episode,
            agency_id=agency_id,
            capacity=capacity,
            recorded_at=at,
            recorded_by_id=by.practitioner_id if by else None,
        )
        for agency_id, capacity in dict.fromkeys(parts)
        if agency_id is not None
    )


def end_parties(
    episode: Episode, parties: Iterable[facts.Party], *, by: facts.Viewer, at: datetime
) -> None:
    """These agencies no longer have this part in the episode."""
    for party in parties:
        Party.objects.filter(
            episode=episode,
            agency_id=party.agency_id,
            capacity=party.capacity,
            ended_at__isnull=True,
        ).update(ended_at=at, ended_by=by.practitioner_id)


def finish_parties(episode: Episode, parties: Iterable[facts.Party], *, at: datetime) -> None:
    """These agencies have done what they were asked to do in this part; they keep it."""
    for party in parties:
        Party.objects.filter(
            episode=episode,
            agency_id=party.agency_id,
            capacity=party.capacity,
            ended_at__isnull=True,
            finished_at__isnull=True,
        ).update(finished_at=at)


def restate(episode: Episode, worked_out: Restated) -> Episode:
    """Store what was worked out. An unchanged row is not written."""
    names = ("state", "type", "level", "review_due_at", "next_due_at", "absent_until")
    changed = [name for name in names if getattr(episode, name) != getattr(worked_out, name)]
    for name in changed:
        setattr(episode, name, getattr(worked_out, name))
    if changed:
        episode.save(update_fields=changed)
    return episode


def give_owner(episode: Episode, post: Post, *, owner_id: UUID | None) -> Episode:
    """Store who owns the episode now."""
    episode.owner_post, episode.owner_agency_id, episode.owner_id = post, post.agency_id, owner_id
    episode.save(update_fields=["owner_post", "owner_agency", "owner"])
    return episode


def close(episode: Episode, *, summary: str, by: facts.Viewer, at: datetime) -> Episode:
    """Close the episode."""
    episode.closed_at, episode.closed_by_id = at, by.practitioner_id
    episode.closing_summary = summary
    episode.save(update_fields=["closed_at", "closed_by", "closing_summary"])
    return episode
