"""The open episodes, a page at a time, for the service to look at when time has passed."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from wayhome.records.episodes.models import Episode, Party
from wayhome.rules import facts
from wayhome.rules.vocabulary import Capacity

PAGE = 200


def open_episodes() -> Iterator[list[Episode]]:
    """Every open episode, by identifier, in pages read one after another."""
    rest = Episode.objects.filter(closed_at__isnull=True).order_by("id")
    page = list(rest[:PAGE])
    while page:
        yield page
        page = list(rest.filter(id__gt=page[-1].id)[:PAGE]) if len(page) == PAGE else []


def parts_held(episode_ids: Iterable[UUID]) -> dict[UUID, set[Capacity]]:
    """The parts that agencies play now, for each episode."""
    held: dict[UUID, set[Capacity]] = {}
    for episode_id, capacity in Party.objects.filter(
        episode_id__in=list(episode_ids), ended_at__isnull=True
    ).values_list("episode_id", "capacity"):
        held.setdefault(episode_id, set()).add(Capacity(capacity))
    return held


def parties_held(episode_ids: Iterable[UUID]) -> dict[UUID, list[facts.Party]]:
    """Who has a part now, for each episode, in the order in which they took it."""
    held: dict[UUID, list[facts.Party]] = {}
    for episode_id, agency_id, capacity in (
        Party.objects.filter(episode_id__in=list(episode_ids), ended_at__isnull=True)
        .order_by("recorded_at", "id")
        .values_list("episode_id", "agency_id", "capacity")
    ):
        held.setdefault(episode_id, []).append(facts.Party(agency_id, Capacity(capacity)))
    return held
