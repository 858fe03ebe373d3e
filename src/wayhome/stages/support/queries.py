"""Questions about support plans."""

from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.gather import gather
from wayhome.stages.support.models import Asked, Plan, PlanAction


class NoSuchPlan(LookupError):
    """No action or request of this episode's plan is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    plans: list[Plan]
    actions: list[PlanAction]
    asked: list[Asked]


def everything(episode_id: UUID) -> Everything:
    """The support plan of an episode, by one query."""
    plans = Plan.objects.filter(episode_id=episode_id)
    return Everything(
        *gather(
            plans,
            PlanAction.objects.filter(plan_id__in=plans.values("id")),
            Asked.objects.filter(plan_id__in=plans.values("id")),
        )
    )


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
