"""Episodes: listed, read whole, given another type, and closed."""

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, doing, lookups, reading
from wayhome.interfaces.api.v1.presenters import episodes as shown
from wayhome.interfaces.api.v1.schemas import episodes as schemas
from wayhome.interfaces.api.v1.schemas import found, risk
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.interfaces.pages.shared import naming
from wayhome.journey import account as accounts
from wayhome.journey import episode_closed, shown_for, type_changed
from wayhome.journey.acting import Outcome
from wayhome.records.episodes import named, visibility
from wayhome.records.episodes import queries as episode_queries
from wayhome.rules import access, facts, purposes, redaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wayhome.records.episodes.models import Episode

router = Router(tags=["Episodes"])


@router.get("", response=schemas.Episodes, summary="List episodes")
def list_episodes(
    request: HttpRequest, asked: Annotated[schemas.EpisodesAsked, Query()]
) -> schemas.Episodes:
    """The episodes your agency has a part in, newest report first, a page at a time."""
    viewer = auth.caller(request).viewer
    rows = _chosen(visibility.episodes(viewer), asked, viewer=viewer).select_related(
        "child", "owner_post", "owner_agency", "owner"
    )
    page = cursors.page(
        rows, by="reported_at", newest_first=True, cursor=asked.cursor, limit=asked.limit
    )
    reading.listed(request, access.Deed.SEE_EPISODE, [row.child_id for row in page.rows])
    for row in page.rows:
        row.child = named.child_of(row, viewer=viewer)
    return schemas.Episodes(
        episodes=[shown.in_list(row) for row in page.rows], next_cursor=page.next_cursor
    )


@router.get("/{reference}", response=schemas.Episode, summary="Read an episode")
def read_episode(
    request: HttpRequest, reference: str, asked: Annotated[schemas.OpenedAsOf, Query()]
) -> schemas.Episode:
    """Everything about one episode that your agency's part lets you read, now or `as_of`."""
    viewer = auth.caller(request).viewer
    episode = reading.episode(request, reference)
    as_of = reading.moment(request, asked.as_of, of=episode)
    parties = episode_queries.parties_of(episode.id)
    whole = accounts.whole_of(episode, as_of=as_of)
    readable = readable_of(request, whole, parties=parties)
    reading.looked(
        request,
        access.Deed.SEE_EPISODE,
        verb=asked.verb,
        child_id=episode.child_id,
        episode_id=episode.id,
        sections=readable.sections,
        purpose=readable.purpose,
    )
    whole = accounts.as_read_by(whole, viewer, parties=parties)
    whole = shown_for.episode(whole, readable)
    posts = lookups.posts_of(party.agency_id for party in whole.account.parties)
    answer = shown.whole(whole, viewer=viewer, readable=readable, posts=posts)
    wanted = shown.people_in(answer.model_dump())
    unsaid = purposes.agencies_unsaid(viewer, parties, shown=readable)
    answer.people = shown.named(naming.people(wanted, unsaid=unsaid), wanted)
    return answer


@router.post("/{reference}/type", response={201: Recorded}, summary="Change the type")
def change_type(request: HttpRequest, reference: str, said: risk.NewType) -> Outcome:
    """Give the episode another type from now on. Every type carries every duty."""
    return doing.on_episode(request, reference, type_changed.record, said.type, reason=said.reason)


@router.post("/{reference}/close", response={201: Recorded}, summary="Close the episode")
def close(request: HttpRequest, reference: str, said: found.Summary) -> Outcome:
    """Close the episode. While something must still be done this is refused, and says what."""
    return doing.on_episode(request, reference, episode_closed.record, summary=said.summary)


def sections_for(viewer: facts.Viewer, episode: "Episode") -> frozenset[redaction.Section]:
    """The sections the viewer may read, by the part their agency has now."""
    parties = episode_queries.parties_of(episode.id)
    return redaction.sections_for(viewer, parties=parties, child_id=episode.child_id)


def readable_of(
    request: HttpRequest, whole: accounts.Whole, *, parties: tuple[facts.Party, ...]
) -> purposes.Readable:
    """What the caller may read, for the purpose they say or what the episode's state means."""
    caller = auth.caller(request)
    meant = purposes.meant(
        caller.viewer,
        parties=parties,
        is_back=whole.account.returned is not None,
        is_closed=whole.episode.closed_at is not None,
    )
    return purposes.readable(
        caller.viewer,
        caller.viewer.purpose or meant,
        access.Deed.SEE_EPISODE,
        parties=parties,
        child_id=whole.episode.child_id,
        now=caller.now,
    )


def _chosen(
    episodes: "QuerySet[Episode]", asked: schemas.EpisodesAsked, *, viewer: facts.Viewer
) -> "QuerySet[Episode]":
    owners: dict[str, dict[str, Any]] = {
        "me": {"owner_id": viewer.practitioner_id},
        "my_posts": {"owner_post_id__in": viewer.post_ids},
        "my_agency": {"owner_agency_id": viewer.agency_id},
        "any": {},
    }
    wanted: dict[str, Any] = {
        "state": asked.state,
        "level": asked.level,
        "type": asked.type,
        "next_due_at__lte": asked.due_before,
        "closed_at__isnull": {"true": True, "false": False, "any": None}[asked.open],
        **owners[asked.owner],
    }
    return episodes.filter(**{name: value for name, value in wanted.items() if value is not None})
