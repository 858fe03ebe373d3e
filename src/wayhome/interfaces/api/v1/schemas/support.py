"""The support plan, and what was done about each thing the child asked for."""

from datetime import date
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import told


class PlanActionSaid(Said):
    """One thing somebody will do, by a day."""

    what: fields.NeededText
    owner_name: fields.Needed200
    agency_id: UUID
    due_date: fields.Day

    def told(self) -> told.PlanAction:
        """As the journey reads it."""
        return told.PlanAction(**dict(self))


class PlanSaid(Said):
    """A support plan, and what the child asked for."""

    summary: fields.NeededText
    actions: list[PlanActionSaid] = Field(default=[], max_length=fields.MOST_LISTED)
    you_said: list[fields.NeededText] = Field(default=[], max_length=fields.MOST_LISTED)

    def told(self) -> told.Plan:
        """As the journey reads it."""
        actions = tuple(action.told() for action in self.actions)
        return told.Plan(self.summary, actions, tuple(self.you_said))


class NotNeeded(Said):
    """Why no support is needed."""

    because: fields.NeededText


class WeDid(Said):
    """What was done about something the child asked for."""

    answer: fields.NeededText


class PlanAction(Shown):
    """One action, with a named owner and a day."""

    id: UUID
    what: str
    owner_name: str
    agency_id: UUID
    due_date: date
    done_at: At | None
    done_by_id: UUID | None
    outcome: str
    owner_post_id: UUID | None = Field(description="The post that is asked, and told.")
    stood_down_at: At | None
    stood_down_by_id: UUID | None
    stood_down_reason: str


class MyAction(PlanAction):
    """An action that is asked of one of your posts, and the child it is for."""

    child: str = Field(description="The child's name; empty when it is not known.")


class MySupport(Shown):
    """The support that is asked of your posts."""

    actions: list[MyAction]


class Asked(Shown):
    """You said, we did."""

    id: UUID
    you_said: str
    we_did: str
    done_at: At | None
    done_by_id: UUID | None


class Plan(Shown):
    """The plan, or why none is needed."""

    needed: bool
    summary: str
    not_needed_because: str
    recorded_at: At
    recorded_by_id: UUID | None


class Support(Shown):
    """Support as it was agreed. Each plan adds to those before it."""

    plan: Plan | None = Field(description="The newest plan.")
    plans: list[Plan]
    actions: list[PlanAction]
    asked: list[Asked]
