"""Emergency looks, and who must not know of a child."""

from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import told
from wayhome.rules.vocabulary import Conflict, Emergency, Finding, Matter


class Ask(Said):
    """Why a record must be opened now, and which: its reference, or whole name and birth."""

    reason: Emergency
    live_reference: fields.Needed100
    statement: fields.NeededText
    reference: fields.Line20 = ""
    given_name: fields.Line100 = ""
    family_name: fields.Line100 = ""
    date_of_birth: fields.Day | None = None

    def why(self) -> told.EmergencyLook:
        """Why, as the journey reads it."""
        return told.EmergencyLook(self.reason, self.live_reference[:60], self.statement)

    def named(self) -> told.ExactChild:
        """The child, as the journey reads it."""
        return told.ExactChild(
            self.reference, self.given_name, self.family_name, self.date_of_birth
        )


class Opened(Shown):
    """What came of asking. Without a reference nothing was opened, and nothing is said of why."""

    look_id: UUID
    reference: str | None = Field(description="The child's record, while the look lasts.")
    ends_at: At | None


class EmergencyLook(Shown):
    """One emergency look."""

    id: UUID
    agency_id: UUID
    practitioner_id: UUID
    reason: Emergency
    live_reference: str
    statement: str
    opened_at: At
    ends_at: At
    ended_at: At | None
    reviewed_at: At | None
    finding: str


class EmergencyLooksAsked(Said):
    """Which page of emergency looks."""

    cursor: str = Field(default="", max_length=100, description="As the page before gave it.")


class EmergencyLooks(Shown):
    """A page of them."""

    looks: list[EmergencyLook]
    next_cursor: str = Field(description="For the next page; empty on the last.")


class Review(Said):
    """What somebody of another agency found of a look."""

    finding: Finding
    findings: fields.NeededText


class MayReview(Shown):
    """Somebody who may be named to review a look."""

    id: UUID
    name: str
    agency: str


class Reviewers(Shown):
    """Those who may be named, by agency and name."""

    people: list[MayReview]


class NameReviewer(Said):
    """Who reviews a look at a sealed record of whose list nobody may."""

    practitioner_id: UUID


class Declaration(Said):
    """A child you must not look at."""

    given_name: fields.Needed100
    family_name: fields.Needed100
    date_of_birth: fields.Day
    kind: Conflict
    reason: fields.Needed200


class KeepFrom(Said):
    """A person who must not know of a child."""

    name: fields.Needed200
    username: fields.Line100 = ""
    email: fields.Email = ""
    kind: Conflict
    reason: fields.Needed200


class Withhold(Said):
    """Something of a child that is not disclosed to an agency, or to a parent or carer."""

    matter: Matter
    agency_id: UUID | None = None
    contact_id: UUID | None = None
    reason: fields.Needed200


class TakeBack(Said):
    """Why it is taken back."""

    reason: fields.Needed200


class Kept(Shown):
    """It is kept. Nothing is said of whether anybody is known."""

    kept: bool = True


class Apart(Shown):
    """A person from whom the child is kept."""

    id: UUID
    name: str
    kind: Conflict
    reason: str
    recorded_at: At
    lift_asked_at: At | None
    lifted_at: At | None


class Withheld(Shown):
    """Something that is not disclosed."""

    id: UUID
    matter: Matter
    agency_id: UUID | None
    contact_id: UUID | None
    reason: str
    recorded_at: At
    lifted_at: At | None


class AllApart(Shown):
    """Who must not know of a child, and what is not disclosed to whom."""

    people: list[Apart]
    withheld: list[Withheld]
