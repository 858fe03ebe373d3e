"""What the ledger answers: who looked, of which agency, at what, for what purpose."""

from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.episodes import Named
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules.vocabulary import ReviewOutcome, WhyReviewed


class LooksAsked(Said):
    """Which page of looks."""

    cursor: str = Field(default="", max_length=100, description="As the page before gave it.")


class Look(Shown):
    """One entry of the ledger. It holds nothing of what was shown, only which sections were."""

    id: UUID
    at: At
    practitioner_id: UUID
    agency_id: UUID
    verb: str = Field(description="What sort of look or change it was, such as `consult`.")
    deed: str = Field(description="What was done, in words.")
    purpose: str
    reason: str
    reference: str
    child_id: UUID | None
    episode_id: UUID | None
    sections: list[str]
    count: int


class Looks(Shown):
    """A page of looks, newest first, and the people in it."""

    looks: list[Look]
    people: list[Named]
    next_cursor: str = Field(description="For the next page; empty on the last.")


class LookToReview(Shown):
    """One look that you are to review, or have reviewed: nothing of what it showed, nor of whom."""

    id: UUID
    looker_id: UUID
    looker_agency_id: UUID
    looked_at: At
    why: WhyReviewed = Field(description="Why it is reviewed.")
    due_at: At
    answered_at: At | None


class LooksToReview(Shown):
    """A page of them, what is due first, and the people whose looks they are."""

    looks: list[LookToReview]
    people: list[Named]
    next_cursor: str = Field(description="For the next page; empty on the last.")


class LookUnderReview(LookToReview):
    """One of them, with what the ledger holds of it."""

    verb: str
    deed: str = Field(description="What was done, in words.")
    purpose: str
    reason: str = Field(description="Empty where it is held back, or none was given.")
    reference: str
    is_held_back: bool = Field(
        description="A reason is written down, and read by the named list of the record alone."
    )
    sections: list[str]
    pseudonym: str = Field(description="What the child is called to you; empty for no child.")
    child_reference: str | None = Field(description="Once you have said why you must know it.")
    outcome: ReviewOutcome | None = Field(description="What you found; null until you say it.")
    explanation: str


class Answer(Said):
    """What you found of a look, and how you know. Write nothing about the child."""

    outcome: ReviewOutcome
    explanation: fields.NeededText


class OpenChild(Said):
    """Why you must know which child it was: your answer is written in the ledger."""

    why: fields.Needed300
