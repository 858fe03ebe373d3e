"""Opening an episode: type, level, owner, steps, review and the first notices, all at once."""

from datetime import datetime

from wayhome.journey import account as accounts
from wayhome.journey import parts
from wayhome.journey.acting import Acting, Contradiction, NotNow
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import actions as episodes
from wayhome.records.episodes import queries as episode_queries
from wayhome.records.episodes.models import Episode
from wayhome.rules import (
    clocks,
    duties,
    facts,
    london,
    moments,
    notifications,
    protocol,
    repeats,
    risk,
    told,
)
from wayhome.rules.vocabulary import Capacity, DutyKind, NoticeReason
from wayhome.stages.response import actions as response

BACK_SINCE_THEN = moments.Problem(
    "last_seen_at",
    "This child is recorded as back since then. Give the time they were last seen this time.",
)


def open_episode(
    child: Child, said: told.MissingReport, *, by: facts.Viewer, now: datetime
) -> Episode:
    """A new episode that lacks nothing the database asks of it. Raises Contradiction."""
    known = children.known(child.id)
    held = parts.of_new_episode(child, known, said, by=by, now=now)
    lead, stored = _lead(held, now=now)
    agreed = protocols.read(stored.id)
    owner = _owner(lead, agreed=agreed)
    reported_at = said.received_at or now
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
            last_seen_at=said.last_seen_at,
            absent_from=_absent_from(child, said, reported_at=reported_at),
            police_reference=said.police_reference,
            label_as_recorded=said.label_as_recorded,
        ),
        protocol=stored,
        by=by,
        at=now,
    )
    episodes.add_parties(episode, held.held, by=by, at=now)
    response.give_ownership(episode, owner, owner_id=None, how="report", by=by, at=now)
    _set_going(episode, child=known, by=by, now=now, agreed=agreed)
    return episode


def _lead(held: parts.Parts, *, now: datetime) -> tuple:
    """The agency that leads, and the protocol of its partnership."""
    force = held.holder(Capacity.HOST_FORCE) or held.holder(Capacity.HOME_FORCE)
    if force is None:
        raise Contradiction((parts.CHOOSE_COUNCIL,))
    lead = agencies.agency(force)
    return lead, protocols.in_force(lead.partnership_id, at=now)


def _owner(lead, *, agreed: protocol.Protocol) -> Post:
    owner = agencies.choose_post(
        agencies.posts_of([lead.id]), agency_id=lead.id, kind=agreed.first_owner
    )
    if owner is None:
        raise NotNow(f"{lead.name} has no post that can own this episode. Ask it to add one.")
    return owner


def _absent_from(child: Child, said: told.MissingReport, *, reported_at: datetime) -> datetime:
    """When this absence began: when last seen, or the report; never before the last one ended."""
    began = said.last_seen_at or reported_at
    ended = [
        earlier.absent_until
        for earlier in episode_queries.reports_of(child.id)
        if earlier.absent_until is not None
    ]
    last_end = max(ended, default=began)
    if last_end > reported_at:
        raise Contradiction((BACK_SINCE_THEN,))
    return max(began, last_end)


def _set_going(
    episode: Episode,
    *,
    child: children.Known,
    by: facts.Viewer,
    now: datetime,
    agreed: protocol.Protocol,
) -> None:
    acting = Acting(episode, accounts.account_of(episode, as_of=now), agreed, by, now)
    response.add_steps(episode, _first_steps(acting), by=by, at=now)
    acting.start(duties.Milestone.REPORTED)
    acting.schedule_review()
    _family(acting, child)
    starts = [earlier.reported_at for earlier in episode_queries.reports_of(episode.child_id)]
    acting.ask_for_strategy(starts)
    if repeats.is_repeat(
        agreed, earlier=[start for start in starts if start < episode.reported_at], now=now
    ):
        acting.ask_again(why="Missing again soon after last time")
    acting.tell(NoticeReason.NEW_EPISODE)
    acting.restated()


def _first_steps(acting: Acting) -> list[response.NewStep]:
    level = risk.level_in_force(acting.account)
    wanted = protocol.steps_for(acting.agreed, level=level, type_=acting.account.type)
    return [
        response.NewStep(
            title=step.title,
            post=acting.post(step.capacity, step.post) or acting.owner_post,
            due_at=clocks.after(acting.now, protocol.minutes(step.within_minutes)),
            from_protocol=True,
        )
        for step in wanted
        if step.capacity is not Capacity.PLACEMENT or acting.post(step.capacity, step.post)
    ]


def _family(acting: Acting, child: children.Known) -> None:
    for decision in notifications.family_to_tell(children.contacts_of(child)):
        contact = decision.contact
        if decision.tell:
            acting.open_duty(
                DutyKind.TELL_FAMILY,
                key=str(contact.contact_id),
                reason=f"Tell {contact.name} ({contact.relationship})",
                contact_id=contact.contact_id,
            )
        else:
            response.record_family(
                acting.episode,
                contact.contact_id,
                told=False,
                how="",
                reason=decision.reason,
                by=acting.by,
                at=acting.now,
            )
