"""Steps, duties, reviews, telling the family, handovers and notices."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import reasons, told
from wayhome.rules.vocabulary import DutyKind, Level, NoticeReason, Standing


class StepSaid(Said):
    """A step somebody adds: what, whose it is, and by when."""

    title: fields.Needed300
    post_id: UUID
    due_at: fields.Moment
    detail: fields.Text = ""

    def told(self) -> told.Step:
        """As the journey reads it."""
        return told.Step(**dict(self))


class Outcome(Said):
    """What came of it."""

    outcome: fields.NeededText


class Findings(Said):
    """What the review considered and decided."""

    findings: fields.NeededText


class Reason(Said):
    """Why not."""

    reason: fields.NeededText


class CannotTake(Said):
    """Why you cannot take a notice. Something else is said in words."""

    kind: reasons.CannotTake
    reason: fields.Text = ""


class Why(Said):
    """Why what was offered or recorded is taken back."""

    why: fields.NeededText


class Withdrawal(Why):
    """What did not happen, and how it came to be recorded.

    `about` is the record's own `id`, as the episode's `found` shows it: if something else stands
    in its place by now, nothing is withdrawn.
    """

    about: UUID


class Told(Said):
    """A parent or carer was told, and how."""

    contact_id: UUID
    how: fields.Needed60


class NotTold(Said):
    """It was decided not to tell a parent or carer, and why."""

    contact_id: UUID
    reason: fields.Needed500


class HandoverSaid(Said):
    """To which post the episode is offered, and why."""

    to_post_id: UUID
    why: fields.NeededText


class Step(Shown):
    """A step with one owner and a time."""

    id: UUID
    title: str
    detail: str
    owner_post_id: UUID
    owner_agency_id: UUID
    due_at: At
    from_protocol: bool
    recorded_at: At
    taken_at: At | None
    taken_by_id: UUID | None
    done_at: At | None
    done_by_id: UUID | None
    outcome: str
    stood_down_at: At | None
    stood_down_by_id: UUID | None
    stood_down_reason: str


class Duty(Shown):
    """Something that must be done by a time."""

    id: UUID
    kind: DutyKind
    reason: str
    owner_post_id: UUID
    owner_agency_id: UUID
    contact_id: UUID | None
    started_at: At
    due_at: At
    met_at: At | None
    met_by_id: UUID | None
    declined_at: At | None
    declined_by_id: UUID | None
    declined_reason: str
    standing: Standing


class Notice(Shown):
    """What a post was told. Queued, delivered, opened and acknowledged are four moments."""

    id: UUID
    reason: NoticeReason
    post_id: UUID
    agency_id: UUID
    recorded_at: At = Field(description="When it was queued.")
    urgency: Level = Field(description="The level of risk when it was told: how fast it climbs.")
    acknowledge_by: At
    delivered_at: At | None
    opened_at: At | None
    opened_by_id: UUID | None
    acknowledged_at: At | None
    acknowledged_by_id: UUID | None
    declined_at: At | None = Field(
        description="When somebody of the post said that they cannot take it. Another may still."
    )
    declined_by_id: UUID | None
    declined_kind: reasons.CannotTake | Literal[""]
    declined_reason: str


class MyNotice(Notice):
    """A notice to one of your posts, and the episode it is about."""

    episode: str = Field(
        description="The episode's reference. Empty where it tells that somebody of your agency "
        "looked in an emergency at a child in whom your agency has no part."
    )


class MyDuty(Duty):
    """An open duty of one of your posts, and its episode."""

    episode: str = Field(description="The episode's reference.")


class MyStep(Step):
    """An unfinished step of one of your posts, and its episode."""

    episode: str = Field(description="The episode's reference.")


class Handover(Shown):
    """An offer to hand the episode over. Until it is accepted the giver still owns it."""

    id: UUID
    from_post_id: UUID
    to_post_id: UUID
    to_agency_id: UUID
    why: str
    recorded_at: At
    recorded_by_id: UUID | None
    accepted_at: At | None
    accepted_by_id: UUID | None
    declined_at: At | None
    declined_by_id: UUID | None
    declined_reason: str


class Ownership(Shown):
    """Who owned the episode, from one moment on."""

    post_id: UUID
    agency_id: UUID
    owner_id: UUID | None
    since: At
    how: str


class Review(Shown):
    """A review that was held."""

    id: UUID
    held_at: At
    findings: str
    recorded_by_id: UUID | None


class Escalation(Shown):
    """A rung that was reached because something waited."""

    about: UUID
    kind: str
    rung: int
    due_at: At = Field(description="When its moment came, by the clock.")
    at: At = Field(description="When it was told.")
    why: reasons.WhyAsked | Literal[""] = Field(
        description="Why its moment came then; empty where that was not kept."
    )
    post_id: UUID | None


class FamilyTold(Shown):
    """That a parent or carer was told, or was not, and why."""

    contact_id: UUID
    at: At
    told: bool
    how: str
    reason: str
    recorded_by_id: UUID | None
    taken_back_at: At | None
    taken_back_by_id: UUID | None
    taken_back_reason: str


class Response(Shown):
    """Everything agreed, owed, told and handed over."""

    steps: list[Step]
    duties: list[Duty]
    notices: list[Notice]
    handovers: list[Handover]
    ownerships: list[Ownership]
    reviews: list[Review]
    escalations: list[Escalation]


class MyNotices(Shown):
    """Notices to your posts, newest first."""

    notices: list[MyNotice]
    next_cursor: str


class MyDuties(Shown):
    """Open duties of your posts, soonest due first."""

    duties: list[MyDuty]
    next_cursor: str


class MySteps(Shown):
    """Unfinished steps of your posts, soonest due first."""

    steps: list[MyStep]
    next_cursor: str
