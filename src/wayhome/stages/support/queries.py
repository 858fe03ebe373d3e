"""Questions about support plans."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from wayhome.platform.gather import Reading, Tables
from wayhome.platform.unknown import NoSuch
from wayhome.records.protection import queries as protection
from wayhome.rules import facts
from wayhome.stages.support.models import Asked, Plan, PlanAction


class NoSuchPlan(NoSuch):
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
        .select_related("owner_post__agency", "plan__episode")
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


_TO_DO = {"done_at__isnull": True, "stood_down_at__isnull": True}
PAGE = 500


def _known(viewer: facts.Viewer) -> Q:
    return protection.known_to(viewer, child="plan__episode__child_id")


def asked_of(viewer: facts.Viewer) -> QuerySet[PlanAction]:
    """What support waits to be given by the viewer's posts, soonest first, closed or not."""
    return (
        PlanAction.objects.filter(_known(viewer), owner_post_id__in=viewer.post_ids, **_TO_DO)
        .select_related("plan__episode__child", "owner_post__agency")
        .order_by("due_date", "id")
    )


def asked_or_settled(viewer: facts.Viewer, action_id: UUID) -> PlanAction:
    """An action asked of the viewer's agency, settled or not. Raises NoSuchPlan."""
    known = PlanAction.objects.select_related("plan").filter(
        _known(viewer), agency_id=viewer.agency_id
    )
    found = known.filter(id=action_id).first()
    if found is None:
        raise NoSuchPlan(str(action_id))
    return found


def asked_of_post(viewer: facts.Viewer, action_id: UUID) -> PlanAction:
    """One of those. Raises NoSuchPlan for any other, alike for unknown and for another's."""
    found = asked_of(viewer).filter(id=action_id).first()
    if found is None:
        raise NoSuchPlan(str(action_id))
    return found


def overdue(*, on: date, among: Collection[UUID] | None = None) -> Iterator[list[PlanAction]]:
    """The actions whose day is before this one and that are neither done nor stood down.

    Of these episodes alone, or of every one.
    """
    late = PlanAction.objects.select_related("plan__episode", "owner_post__agency").filter(
        due_date__lt=on, owner_post__isnull=False, **_TO_DO
    )
    if among is not None:
        late = late.filter(plan__episode_id__in=among)
    page = list(late.order_by("id")[:PAGE])
    while page:
        yield page
        page = (
            list(late.filter(id__gt=page[-1].id).order_by("id")[:PAGE]) if len(page) == PAGE else []
        )
