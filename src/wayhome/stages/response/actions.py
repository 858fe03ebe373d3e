"""Changing steps, duties, notices, handovers and reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from wayhome.platform import adding
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.models import new_id_beside
from wayhome.records.agencies.models import Post
from wayhome.records.children.models import Contact
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, ladders
from wayhome.rules.reasons import CannotTake
from wayhome.rules.vocabulary import DutyKind, Level, NoticeReason
from wayhome.stages.response import by_its_year, queries
from wayhome.stages.response.models import (
    Duty,
    Escalation,
    FamilyTold,
    Handover,
    Notice,
    Ownership,
    Review,
    Step,
)


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to be added."""

    title: str
    post: Post
    due_at: datetime
    detail: str = ""
    from_protocol: bool = False


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty to be opened. The same key opens it once."""

    kind: DutyKind
    key: str
    reason: str
    post: Post
    started_at: datetime
    due_at: datetime
    contact_id: UUID | None = None


def _who(by: facts.Viewer | None) -> UUID | None:
    return by.practitioner_id if by else None


def add_steps(
    episode: Episode, steps: Iterable[NewStep], *, by: facts.Viewer | None, at: datetime
) -> list[Step]:
    """Add steps, each with its owner and time."""
    return adding.add_all(
        Step(
            episode=episode,
            title=step.title,
            detail=step.detail,
            owner_post=step.post,
            owner_agency_id=step.post.agency_id,
            due_at=step.due_at,
            from_protocol=step.from_protocol,
            recorded_at=at,
            recorded_by_id=_who(by),
        )
        for step in steps
    )


def take_step(step: Step, *, by: facts.Viewer, at: datetime) -> Step:
    """A named person takes the step."""
    step.taken_at, step.taken_by_id = at, by.practitioner_id
    step.save(update_fields=["taken_at", "taken_by"])
    return step


def finish_step(step: Step, *, outcome: str, by: facts.Viewer, at: datetime) -> Step:
    """The step is done, with what came of it; whoever finishes it has taken it."""
    if step.taken_at is None:
        take_step(step, by=by, at=at)
    step.done_at, step.done_by_id, step.outcome = at, by.practitioner_id, outcome
    step.save(update_fields=["done_at", "done_by", "outcome"])
    return step


def stand_down_steps(
    steps: Iterable[Step], *, because: str, by: facts.Viewer, at: datetime
) -> None:
    """These steps are no longer called for, for a reason."""
    for step in steps:
        step.stood_down_at, step.stood_down_by_id = at, by.practitioner_id
        step.stood_down_reason = because
        step.save(update_fields=["stood_down_at", "stood_down_by", "stood_down_reason"])


def open_duties(
    episode: Episode, duties: Iterable[NewDuty], *, by: facts.Viewer | None, at: datetime
) -> None:
    """Open duties; one whose key was opened before is left as it stands."""
    adding.add_missing(
        Duty(
            episode=episode,
            kind=duty.kind,
            key=duty.key,
            reason=duty.reason,
            owner_post=duty.post,
            owner_agency_id=duty.post.agency_id,
            contact_id=duty.contact_id,
            started_at=duty.started_at,
            due_at=duty.due_at,
            recorded_at=at,
            recorded_by_id=_who(by),
        )
        for duty in duties
    )


def meet(
    duties: Iterable[Duty], *, by: facts.Viewer, at: datetime, done_at: datetime | None = None
) -> list[Duty]:
    """These duties are done, as is recorded now; they were done at `done_at`, or now.

    Whether a duty was done in time depends on when it was done, not on when that was recorded.
    """
    met = list(duties)
    for duty in met:
        duty.met_at, duty.met_by_id = done_at or at, by.practitioner_id
        duty.met_recorded_at = at
        duty.save(update_fields=["met_at", "met_by", "met_recorded_at"])
    return met


def decline(duty: Duty, *, reason: str, by: facts.Viewer, at: datetime) -> Duty:
    """This duty will not be done, for a reason."""
    duty.declined_at, duty.declined_by_id = at, by.practitioner_id
    duty.declined_reason = reason
    duty.save(update_fields=["declined_at", "declined_by", "declined_reason"])
    return duty


def queue_notices(
    episode: Episode,
    reason: NoticeReason,
    *,
    posts: Iterable[Post],
    key: str,
    urgency: Level,
    acknowledge_by: datetime,
    by: facts.Viewer | None,
    at: datetime,
) -> list[Notice]:
    """Queue a notice to each post; one with the same key is queued once."""
    return adding.add_missing(
        Notice(
            id=new_id_beside(episode.id),
            episode=episode,
            reason=reason,
            key=key,
            post=post,
            agency_id=post.agency_id,
            urgency=urgency,
            acknowledge_by=acknowledge_by,
            recorded_at=at,
            recorded_by_id=_who(by),
        )
        for post in {post.id: post for post in posts}.values()
    )


# One statement, so that of two who show a notice in the same moment one alone delivers it.
DELIVER = """
UPDATE response_notice AS notice SET delivered_at = %(at)s
FROM episodes_episode AS episode
WHERE episode.id = notice.episode_id AND notice.id = ANY(%(notices)s::uuid[])
    AND notice.episode_id = ANY(%(episodes)s::uuid[])
    AND notice.delivered_at IS NULL
RETURNING episode.child_id, notice.episode_id, notice.id AS object_id
"""


def mark_delivered(
    notice_ids: Iterable[UUID],
    *,
    of: Iterable[UUID] | None = None,
    by: facts.Viewer | None,
    at: datetime,
    deed: str,
) -> None:
    """These notices reached their post, on a screen or by message; entered for the first time.

    `of` are the episodes they are of, where those are known.
    """
    notices = list(notice_ids)
    episodes = by_its_year.episodes_of(notices) if of is None else list(of)
    ledger.write_with(
        DELIVER,
        {"at": at, "notices": notices, "episodes": episodes},
        verb=Verb.DISCLOSE,
        by=by,
        deed=deed,
        most=len(notices),
    )


def mark_opened(notice: Notice, *, by: facts.Viewer, at: datetime) -> Notice:
    """A named person opened the notice; the first time is the one that is kept."""
    _mark(notice, _opened(notice, by=by, at=at))
    return notice


def _opened(notice: Notice, *, by: facts.Viewer, at: datetime) -> dict[str, Any]:
    if notice.opened_at is not None:
        return {}
    delivered_at = notice.delivered_at or at
    return {"opened_at": at, "opened_by_id": by.practitioner_id, "delivered_at": delivered_at}


def _mark(notice: Notice, marks: dict[str, Any]) -> None:
    """Mark a notice, which is found where its episode is. Raises NoSuchThing."""
    if not marks:
        return
    found = Notice.objects.filter(id=notice.id, episode_id=notice.episode_id)
    if not found.update(**marks):
        raise queries.NoSuchThing(str(notice.id))
    for name, value in marks.items():
        setattr(notice, name, value)


def acknowledge(notice: Notice, *, by: facts.Viewer, at: datetime) -> Notice:
    """A named person says: I have this. The first to say so is kept."""
    if notice.acknowledged_at is None:
        marks = {"acknowledged_at": at, "acknowledged_by_id": by.practitioner_id}
        _mark(notice, {**_opened(notice, by=by, at=at), **marks})
    return notice


def decline_notice(
    notice: Notice, *, kind: CannotTake, reason: str, by: facts.Viewer, at: datetime
) -> Notice:
    """A named person says: I cannot take this, and why. The first to say so is kept."""
    if notice.declined_at is None:
        marks = {"declined_at": at, "declined_by_id": by.practitioner_id}
        said = {"declined_kind": kind, "declined_reason": reason}
        _mark(notice, {**_opened(notice, by=by, at=at), **marks, **said})
    return notice


def reach_rung(
    episode_id: UUID,
    reached: ladders.Reached,
    *,
    kind: str,
    about: UUID,
    post: Post | None,
    at: datetime,
) -> bool:
    """Record that a rung was reached; False when it had been before."""
    step = Escalation(episode_id=episode_id, kind=kind, about=about, post=post, at=at)
    step.rung, step.due_at, step.why = reached.number, reached.at, reached.why
    made = Escalation.objects.bulk_create(
        [step],
        ignore_conflicts=True,
    )
    return Escalation.objects.filter(id=made[0].id).exists()


def give_ownership(
    episode: Episode,
    post: Post,
    *,
    owner_id: UUID | None,
    how: str,
    by: facts.Viewer | None,
    at: datetime,
) -> Ownership:
    """Append who owns the episode from now."""
    given = Ownership(
        episode=episode,
        post=post,
        agency_id=post.agency_id,
        owner_id=owner_id,
        since=at,
        how=how,
        recorded_at=at,
        recorded_by_id=_who(by),
    )
    return adding.add(given)


def offer_handover(
    episode: Episode, to_post: Post, *, why: str, by: facts.Viewer, at: datetime
) -> Handover:
    """Offer the episode to another post. The giver owns it until the offer is accepted."""
    return Handover.objects.create(
        episode=episode,
        from_post_id=cast("UUID", episode.owner_post_id),  # kept by the database while it is open
        to_post=to_post,
        to_agency_id=to_post.agency_id,
        why=why,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def accept_handover(handover: Handover, *, by: facts.Viewer, at: datetime) -> Handover:
    """A named person takes the episode."""
    handover.accepted_at, handover.accepted_by_id = at, by.practitioner_id
    handover.save(update_fields=["accepted_at", "accepted_by"])
    return handover


def decline_handover(
    handover: Handover, *, reason: str, by: facts.Viewer, at: datetime
) -> Handover:
    """The offer is declined; the giver still owns the episode."""
    handover.declined_at, handover.declined_by_id = at, by.practitioner_id
    handover.declined_reason = reason
    handover.save(update_fields=["declined_at", "declined_by", "declined_reason"])
    return handover


def hold_review(
    episode: Episode, duty: Duty, *, findings: str, by: facts.Viewer, at: datetime
) -> Review:
    """Record a review that was held."""
    return Review.objects.create(
        episode=episode,
        duty=duty,
        held_at=at,
        findings=findings,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_family(
    episode: Episode,
    contact_id: UUID,
    *,
    told: bool,
    how: str,
    reason: str,
    by: facts.Viewer | None,
    at: datetime,
) -> FamilyTold:
    """Record that a parent or carer was told, or the decision not to tell and its reason."""
    return FamilyTold.objects.create(
        episode=episode,
        contact=Contact.objects.get(id=contact_id),
        at=at,
        told=told,
        how=how,
        reason=reason,
        recorded_at=at,
        recorded_by_id=_who(by),
    )


def take_back(told_ids: Iterable[UUID], *, reason: str, by: facts.Viewer, at: datetime) -> None:
    """These decisions not to tell a parent or carer no longer stand, for a reason."""
    FamilyTold.objects.filter(id__in=list(told_ids), taken_back_at__isnull=True).update(
        taken_back_at=at, taken_back_by=by.practitioner_id, taken_back_reason=reason
    )
