"""Questions about support plans."""

from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.gather import Reading, Tables
from wayhome.stages.support.models import Asked, Plan, PlanAction


class NoSuchPlan(LookupError):
    """No action or request of this episode's plan is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    plans: list[Plan]
    actions: list[PlanAction]
    asked: list[Asked]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    plans = Plan.objects.filter(episode_id=episode_id)
    return (
        plans,
        PlanAction.objects.filter(plan_id__in=plans.values("id")),
        Asked.objects.filter(plan_id__in=plans.values("id")),
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The support plan of an episode, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def action(episode_id: UUID, action_id: UUID) -> PlanAction:
    """One action of this episode's plan, locked. Raises NoSuchPlan."""
    found = (
        PlanAction.objects.select_for_update(of=("self",))
        .filter(id=action_id, plan__episode_id=episode_id)
        .first()
    )
    if found is None:
        raise NoSuchPlan(str(action_id))
    return found


def asked(episode_id: UUID, asked_id: UUID) -> Asked:
    """One thing the child asked for, locked. Raises NoSuchPlan."""
    found = (
        Asked.objects.select_for_update(of=("self",))
        .filter(id=asked_id, plan__episode_id=episode_id)
        .first()
    )
    if found is None:
        raise NoSuchPlan(str(asked_id))
    return found
