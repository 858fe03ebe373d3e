"""Agreeing support and saying what was done."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.stages.support.models import Asked, Plan, PlanAction


def agree(
    episode: Episode,
    said: told.Plan,
    *,
    posts: Mapping[UUID, Post],
    by: facts.Viewer,
    at: datetime,
) -> Plan:
    """A support plan with its actions and what the child asked for.

    `posts` are those that are asked, by agency.
    """
    recorded = {"recorded_at": at, "recorded_by_id": by.practitioner_id}
    plan = Plan.objects.create(episode=episode, summary=said.summary, **recorded)
    PlanAction.objects.bulk_create(
        PlanAction(
            plan=plan,
            what=action.what,
            owner_name=action.owner_name,
            agency_id=action.agency_id,
            owner_post=posts[action.agency_id],
            due_date=action.due_date,
            **recorded,
        )
        for action in said.actions
    )
    Asked.objects.bulk_create(
        Asked(plan=plan, you_said=words, **recorded) for words in said.you_said
    )
    return plan


def not_needed(episode: Episode, *, because: str, by: facts.Viewer, at: datetime) -> Plan:
    """No support is needed, and why."""
    return Plan.objects.create(
        episode=episode,
        needed=False,
        not_needed_because=because,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def finish_action(
    action: PlanAction, *, outcome: str, by: facts.Viewer, at: datetime
) -> PlanAction:
    """An action is done, with what came of it."""
    action.done_at, action.done_by_id, action.outcome = at, by.practitioner_id, outcome
    action.save(update_fields=["done_at", "done_by", "outcome"])
    return action


def stand_down(action: PlanAction, *, reason: str, by: facts.Viewer, at: datetime) -> PlanAction:
    """An action will not be done, for a reason."""
    action.stood_down_at, action.stood_down_by_id = at, by.practitioner_id
    action.stood_down_reason = reason
    action.save(update_fields=["stood_down_at", "stood_down_by", "stood_down_reason"])
    return action


def answer_child(asked: Asked, *, we_did: str, by: facts.Viewer, at: datetime) -> Asked:
    """What was done about what the child asked for."""
    asked.we_did, asked.done_at, asked.done_by_id = we_did, at, by.practitioner_id
    asked.save(update_fields=["we_did", "done_at", "done_by"])
    return asked
