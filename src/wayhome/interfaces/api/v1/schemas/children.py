"""A child's own record: who they are, who cares for them, and lasting concerns."""

from dataclasses import replace
from datetime import date
from typing import Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field, StrictBool, model_validator

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.interfaces.api.v1.schemas.lookups import AgencyToAsk
from wayhome.rules import told
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import EpisodeState, EpisodeType, Level, Marker, Purpose

MAY_END = frozenset({"placement_id", "school_id", "health_id", "social_worker_id"})
HAS_ENDED = "Null says that this has ended, with nothing in its place."


class ChildSaid(Said):
    """Who the child is, as far as is known. Leave out what is not known."""

    given_name: fields.Line100 = ""
    family_name: fields.Line100 = ""
    known_as: fields.Line100 = ""
    date_of_birth: fields.Day | None = None
    age_stated: fields.Age | None = Field(
        default=None, description="Where no date of birth is known."
    )
    sex: fields.Line20 = ""
    ethnicity: fields.Line60 = ""
    ethnicity_source: fields.Line20 = ""
    language: fields.Line60 = ""
    description: fields.Text = ""

    def told(self) -> told.Child:
        """As the journey reads it."""
        return told.Child(**dict(self))


class LookUp(Said):
    """Whom to look for. A name matches by its beginning; a day of birth alone exactly."""

    given_name: fields.Line100 = ""
    family_name: fields.Line100 = ""
    date_of_birth: fields.Day | None = None

    @model_validator(mode="after")
    def something_is_said(self) -> Self:
        """Nothing to look for would list every child."""
        if not (self.given_name or self.family_name or self.date_of_birth):
            raise ValueError(_("Give a name or a date of birth to look for."))
        return self


class ContactSaid(Said):
    """A parent or carer, and whether telling them is safe."""

    name: fields.Needed200
    relationship: fields.Needed100
    telephone: fields.Line40 = ""
    email: fields.Email = ""
    unsafe_to_tell: StrictBool = False
    unsafe_reason: fields.Line500 = ""

    @model_validator(mode="after")
    def unsafe_says_why(self) -> Self:
        """Someone who must not be told is never left without the reason."""
        if self.unsafe_to_tell and not self.unsafe_reason:
            raise ValueError(_("Say why it is unsafe to tell this person, in unsafe_reason."))
        return self

    def told(self) -> told.Contact:
        """As the journey reads it."""
        return told.Contact(**dict(self))


class NewContact(Said):
    """A parent or carer to add, or to put in the place of one that was wrong."""

    contact: ContactSaid
    corrects_id: UUID | None = Field(default=None, description="The contact this one corrects.")
    why: fields.Line500 = Field(
        default="", description="Why somebody whom it was not safe to tell is safe to tell now."
    )

    def told(self) -> told.Contact:
        """As the journey reads it."""
        return replace(self.contact.told(), why_corrected=self.why)


class ConcernSaid(Said):
    """A lasting concern about the child, with its evidence and whose it is."""

    marker: Marker
    evidence: fields.NeededText
    supplied_by: fields.Needed200

    def told(self) -> told.Concern:
        """As the journey reads it."""
        return told.Concern(**dict(self))


class ArrangementSaid(Said):
    """Who is responsible for the child and where the child lives."""

    responsible_authority_id: UUID
    placement_id: UUID | None = None
    school_id: UUID | None = None
    health_id: UUID | None = None
    social_worker_id: UUID | None = None
    legal_basis: fields.Line4 = ""
    is_looked_after: StrictBool = False

    def told(self) -> told.Arrangement:
        """As the journey reads it."""
        return told.Arrangement(**dict(self))


class CareSaid(Said):
    """What has changed in who cares for the child. What is left out stays as it is known."""

    responsible_authority_id: UUID | None = None
    placement_id: UUID | None = Field(default=None, description=HAS_ENDED)
    school_id: UUID | None = Field(default=None, description=HAS_ENDED)
    health_id: UUID | None = Field(default=None, description=HAS_ENDED)
    social_worker_id: UUID | None = Field(default=None, description=HAS_ENDED)
    legal_basis: fields.Line4 = ""
    is_looked_after: StrictBool | None = None

    def told(self) -> told.Arrangement:
        """As the journey reads it: null that was sent says that this has ended."""
        ended = {name for name in MAY_END & self.model_fields_set if getattr(self, name) is None}
        return told.Arrangement(**dict(self), no_longer=frozenset(ended))


class NewChild(Said):
    """A child to be known before any episode."""

    child: ChildSaid
    arrangement: ArrangementSaid
    contacts: list[ContactSaid] = Field(default=[], max_length=fields.MOST_LISTED)
    concerns: list[ConcernSaid] = Field(default=[], max_length=fields.MOST_LISTED)


class Details(Said):
    """What was learned of a child, and from whom."""

    child: ChildSaid = ChildSaid()
    arrangement: CareSaid | None = None
    supplied_by: fields.Needed200


class Introduced(Shown):
    """The child's reference and identifier, and what to know of what was kept."""

    reference: str
    child_id: UUID
    warnings: list[str]


class Child(Shown):
    """A child, by the newest details known. Empty is not known; `held_back` is not for you."""

    id: UUID
    reference: str
    given_name: str | None
    family_name: str | None
    known_as: str | None
    date_of_birth: date | None
    age: int | None = Field(description="In whole years, by the day of birth or as it was stated.")
    age_stated: int | None
    sex: str | None
    ethnicity: str | None
    ethnicity_source: str | None
    language: str | None
    description: str | None
    held_back: list[str] = Field(description="What your agency's part does not include: null here.")


class Contact(Shown):
    """A parent or carer as last corrected."""

    id: UUID
    name: str
    relationship: str
    telephone: str
    email: str
    unsafe_to_tell: bool
    unsafe_reason: str
    why_corrected: str


class ChildMarker(Shown):
    """A lasting concern that stands."""

    id: UUID
    marker: Marker
    evidence: str
    supplied_by: str
    recorded_at: At


class Arrangement(Shown):
    """Who is responsible and where the child lives, now. `held_back` is not for you."""

    responsible_authority_id: UUID | None
    host_authority_id: UUID | None
    placement_id: UUID | None
    home_force_id: UUID | None
    host_force_id: UUID | None
    school_id: UUID | None
    health_id: UUID | None
    social_worker_id: UUID | None
    legal_basis: str | None
    is_looked_after: bool | None
    since: At | None
    held_back: list[str] = Field(description="What your agency's part does not include: null here.")


class EarlierEpisode(Shown):
    """One time missing, for the child's pattern."""

    reference: str
    type: EpisodeType
    state: EpisodeState
    level: Level
    reported_at: At
    last_seen_at: At | None
    closed_at: At | None


class ChildAsked(fields.Asked, fields.Opened):
    """Which page of the child's episodes, and whether the record is to be printed."""


class ChildRecord(Shown):
    """A child's record. What your agency's part does not let you read is null."""

    child: Child
    care: Arrangement | None
    contacts: list[Contact] | None
    markers: list[ChildMarker] | None
    episodes: list[EarlierEpisode] = Field(
        description="A page of those you may see, newest report first."
    )
    episode_count: int = Field(description="How many you may see in all.")
    next_cursor: str = Field(description="For the next page of `episodes`; empty on the last.")
    purpose: Purpose
    held_back_for_purpose: list[FieldClass] = Field(
        description="The classes of fact that your part shows and your purpose does not."
    )
    ask_for_address: list[AgencyToAsk] = Field(
        description="Of a record opened in an emergency: whom to telephone for the protected "
        "address of the child, which such a look does not show. Empty in every other answer."
    )


class ChildFound(Shown):
    """As much of a child as tells them from others. Opening the record asks for a purpose."""

    id: UUID
    reference: str
    given_name: str
    family_name: str
    known_as: str
    date_of_birth: date | None
    age_stated: int | None


class Found(Shown):
    """The children who may be the one described, at most twenty."""

    children: list[ChildFound]
