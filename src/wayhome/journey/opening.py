"""Opening an episode: type, level, owner, steps, review and the first notices, all at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from wayhome.journey import parts, telling
from wayhome.journey.acting import Acting, Contradiction, NotNow, resume, unless
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Agency, Post, Protocol
from wayhome.records.children import queries as children
from wayhome.records.episodes import actions as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import (
    clocks,
    duties,
    facts,
    london,
    moments,
    protocol,
    repeats,
    risk,
    sentences,
    told,
)
from wayhome.rules.vocabulary import Capacity, NoticeReason
from wayhome.stages.response import actions as response

BACK_SINCE_THEN = moments.Problem(
    "received_at",
    "This child is recorded as back since then. If the child is missing now, leave the time of "
    "the report blank.",
)


def open_episode(
    known: children.Known,
    said: told.MissingReport,
    *,
    earlier: Sequence[Episode],
    reporters: Capacity | None,
    by: facts.Viewer,
    now: datetime,
) -> Episode:
    """A new episode of a known child that lacks nothing the database asks of it.

    `earlier` are the child's episodes before, oldest first; `reporters` is the part that the agency
    which reports gains, if any. Raises Contradiction,
    NotNow or NoProtocol.
    """
    child = known.child
    held = parts.of_new_episode(known, said, reporters=reporters, by=by, now=now)
    posts = agencies.posts_of(held.agencies())
    lead, stored = _lead(held, posts=posts, now=now)
    agreed = protocols.read(stored.id)
    owner = _owner(lead, posts=posts, agreed=agreed)
    reported_at = said.received_at or now
    last_end = last_back(earlier)
    unless((BACK_SINCE_THEN,) if last_end is not None and last_end > reported_at else ())
    level, _ = risk.starting_level(
        agreed, child=children.facts_of(known), on=london.day_of(reported_at)
    )
    episode = episodes.open_episode(
        child,
        episodes.Opening(
            type=said.type,
            level=level,
            owner_post=owner,
            reported_at=reported_at,
            review_due_at=clocks.review_due(agreed, level=level, reported_at=reported_at, now=now),
            last_seen_at=_later(said.last_seen_at, last_end) if said.last_seen_at else None,
            absent_from=_later(said.last_seen_at or reported_at, last_end),
            police_reference=said.police_reference,
            label_as_recorded=said.label_as_recorded,
        ),
        protocol=stored,
        by=by,
        at=now,
    )
    episodes.add_parties(episode, held.held, by=by, at=now)
    response.give_ownership(episode, owner, owner_id=None, how="report", by=by, at=now)
    starts = sorted([episode.reported_at, *(one.reported_at for one in earlier)])
    _set_going(resume(episode, by=by, now=now, posts=posts), child=known, starts=starts)
    return episode


def would_open(said: told.MissingReport, *, by: facts.Viewer, now: datetime) -> None:
    """Raise what `open_episode` would, if nobody knew the child this report is of."""
    held = parts.if_nobody_knew(said, by=by)
    posts = agencies.posts_of(held.agencies())
    lead, stored = _lead(held, posts=posts, now=now)
    _owner(lead, posts=posts, agreed=protocols.read(stored.id))


def _lead(held: parts.Parts, *, posts: Iterable[Post], now: datetime) -> tuple[Agency, Protocol]:
    """The agency that leads, and the protocol of its partnership."""
    force = held.holder(Capacity.HOST_FORCE) or held.holder(Capacity.HOME_FORCE)
    if force is None:
        raise Contradiction((parts.CHOOSE_COUNCIL,))
    with_a_post = next((post.agency for post in posts if post.agency_id == force), None)
    lead = with_a_post or agencies.agency(force)
    return lead, protocols.in_force(lead.partnership_id, at=now)


def _owner(lead: Agency, *, posts: Iterable[Post], agreed: protocol.Protocol) -> Post:
    owner = agencies.choose_post(posts, agency_id=lead.id, kind=agreed.first_owner)
    if owner is None:
        raise NotNow(sentences.NO_POST_TO_OWN % {"agency": lead.name})
    return owner


def last_back(earlier: Iterable[Episode]) -> datetime | None:
    """When a child was last back from these episodes, or None for one who never was."""
    ended = [one.absent_until for one in earlier if one.absent_until is not None]
    return max(ended, default=None)


def _later(moment: datetime, last_end: datetime | None) -> datetime:
    """A child who came back was seen then: nothing of this absence is earlier."""
    return moment if last_end is None else max(moment, last_end)


def _set_going(acting: Acting, *, child: children.Known, starts: Sequence[datetime]) -> None:
    acting.add_steps_of_level(are_first=True)
    acting.start(duties.Milestone.REPORTED)
    acting.schedule_review()
    telling.owe(acting, child, children.contacts_of(child))
    acting.ask_for_strategy(starts)
    before = [start for start in starts if start < acting.episode.reported_at]
    if repeats.is_repeat(acting.agreed, earlier=before, now=acting.now):
        acting.ask_again(why="Missing again soon after last time")
    acting.tell(NoticeReason.NEW_EPISODE)
    acting.restated()
