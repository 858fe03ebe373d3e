"""Whom an episode names to a reader: the child as they are, or as they were known at its end."""

from typing import TYPE_CHECKING

from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import facts, redaction

if TYPE_CHECKING:
    from wayhome.records.children.models import Child
    from wayhome.records.episodes.models import Episode


def child_of(episode: "Episode", *, viewer: facts.Viewer) -> "Child":
    """The child of an episode, as the viewer's part in it lets them know the child today.

    An agency whose part ended with the episode is named the child as known when it was closed.
    """
    if episode.closed_at is None:
        return episode.child
    parties = episodes.parties_of(episode.id)
    until = redaction.record_until(
        viewer, parties=parties, closed_at=episode.closed_at, child_id=episode.child_id
    )
    if until is None:
        return episode.child
    return children.as_known(children.known(episode.child_id), as_of=until).child
