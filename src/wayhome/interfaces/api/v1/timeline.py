"""The timeline of an episode, now or as it was known at a moment."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, episodes, reading
from wayhome.interfaces.api.v1.presenters import episodes as shown
from wayhome.interfaces.api.v1.presenters import timeline as presenter
from wayhome.interfaces.api.v1.schemas import episodes as schemas
from wayhome.interfaces.pages.shared import naming
from wayhome.journey import account as accounts
from wayhome.journey import shown_for
from wayhome.records.episodes import queries as episode_queries
from wayhome.rules import access, purposes

router = Router(tags=["Episodes"])


@router.get("/{reference}/timeline", response=schemas.Timeline, summary="Read the timeline")
def read_timeline(
    request: HttpRequest, reference: str, asked: Annotated[schemas.AsOf, Query()]
) -> schemas.Timeline:
    """Every fact your agency's part lets you read, in the order it was recorded."""
    viewer = auth.caller(request).viewer
    episode = reading.episode(request, reference)
    as_of = reading.moment(request, asked.as_of, of=episode)
    whole = accounts.whole_of(episode, as_of=as_of)
    parties = episode_queries.parties_of(episode.id)
    readable = episodes.readable_of(request, whole, parties=parties)
    reading.looked(
        request,
        access.Deed.SEE_EPISODE,
        child_id=episode.child_id,
        episode_id=episode.id,
        sections=readable.sections,
        purpose=readable.purpose,
    )
    whole = shown_for.episode(whole, readable)
    entries = presenter.entries(whole, viewer=viewer, may_read=readable.sections)
    wanted = {entry.by_id for entry in entries if entry.by_id is not None}
    unsaid = purposes.agencies_unsaid(viewer, parties, shown=readable)
    return schemas.Timeline(
        reference=episode.reference,
        as_of=as_of,
        entries=entries,
        people=shown.named(naming.people(wanted, unsaid=unsaid), wanted),
    )
