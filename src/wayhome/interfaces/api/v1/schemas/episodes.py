"""An episode as it is listed, and as it is read whole."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import (
    children,
    fields,
    found,
    interviews,
    response,
    risk,
    search,
    support,
)
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.interfaces.api.v1.schemas.lookups import AgencyToAsk, Post
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import Capacity, Channel, EpisodeState, EpisodeType, Level, Purpose


class EpisodesAsked(fields.Asked):
    """Which episodes."""

    open: Literal["true", "false", "any"] = "true"
    state: EpisodeState | None = None
    level: Level | None = None
    type: EpisodeType | None = None
    owner: Literal["me", "my_posts", "my_agency", "any"] = "any"
    due_before: fields.Moment | None = Field(
        None, description="Only those with something due by this moment."
    )


class AsOf(Said):
    """At which moment."""

    as_of: fields.Moment | None = Field(
        None, description="As it was known at this moment; now if not given."
    )


class OpenedAsOf(AsOf, fields.Opened):
    """At which moment, and whether it is to be printed."""


class NoticesAsked(fields.Asked):
    """Which notices."""

    acknowledged: Literal["false", "any"] = "false"


class ChildInList(Shown):
    """Who a listed episode is about."""

    id: UUID
    reference: str
    given_name: str
    family_name: str
    known_as: str


class Owner(Shown):
    """Who owns the episode: a post always, a person once they have taken it."""

    post_id: UUID | None
    post: str
    agency_id: UUID | None
    agency: str
    person_id: UUID | None
    person: str


class EpisodeInList(Shown):
    """One episode of a list."""

    reference: str
    id: UUID
    child: ChildInList
    type: EpisodeType
    state: EpisodeState
    level: Level
    reported_at: At
    last_seen_at: At | None
    review_due_at: At | None
    next_due_at: At | None
    closed_at: At | None
    owner: Owner


class Episodes(Shown):
    """A page of episodes, newest report first."""

    episodes: list[EpisodeInList]
    next_cursor: str


class Party(Shown):
    """An agency's part in the episode."""

    agency_id: UUID
    capacity: Capacity


class Named(Shown):
    """The name behind an identifier."""

    id: UUID
    name: str


class Report(Shown):
    """What one person said when they reported the child missing."""

    id: UUID
    channel: Channel
    reporter_name: str
    reporter_telephone: str
    reporter_email: str
    reporter_relationship: str
    reporter_agency_id: UUID | None
    received_at: At
    last_seen_at: At | None
    last_seen_place: str
    last_seen_by: str
    missing_from: str
    why_worried: str
    tried: str
    description: str
    clothing: str
    police_reference: str
    joined: bool
    recorded_at: At
    recorded_by_id: UUID | None


class TopicAnswer(Shown):
    """The answer to one of the call handler's topics."""

    id: UUID
    topic: str
    answer: str
    supplied_by: str
    supplier_contact: str
    learned_at: At
    recorded_at: At
    corrects_id: UUID | None


class Reports(Shown):
    """Every report of this absence."""

    reports: list[Report]
    answers: list[TopicAnswer]


class Family(Shown):
    """Parents and carers, and who has been told."""

    contacts: list[children.Contact]
    told: list[response.FamilyTold]


class TypeGiven(Shown):
    """The type of the episode from one moment on, and why; null where `response` is held back."""

    type: EpisodeType
    at: At
    reason: str | None
    recorded_by_id: UUID | None


class Episode(Shown):
    """One episode as it was known at `as_of`. A section held back from you is null."""

    reference: str
    id: UUID
    as_of: At
    child: children.Child
    type: EpisodeType
    types: list[TypeGiven]
    state: EpisodeState
    level: Level
    starting_level: Level
    reported_at: At
    last_seen_at: At | None
    closed_at: At | None
    closing_summary: str | None
    owner_post_id: UUID | None
    owner_id: UUID | None
    parties: list[Party]
    posts: list[Post] = Field(description="The posts of the agencies that have a part.")
    people: list[Named] = Field(description="The people named by an identifier in this answer.")
    held_back: list[str] = Field(description="The sections your agency's part does not include.")
    purpose: Purpose = Field(
        description="Why it is read: the header Wayhome-Purpose, or what its state means."
    )
    held_back_for_purpose: list[FieldClass] = Field(
        description="The classes of fact that your part shows and your purpose does not."
    )
    ask_for_address: list[AgencyToAsk] = Field(
        description="Of a record opened in an emergency: whom to telephone for the protected "
        "address of the child, which such a look does not show. Empty in every other answer."
    )
    before_closing: list[str] = Field(description="What must be done before it can be closed.")
    missing_report: Reports | None
    risk: risk.Risk | None
    response: response.Response | None
    search: search.Search | None
    found: found.Ends | None
    interview_offers: interviews.Offers | None
    interview: interviews.Interview | None
    support: support.Support | None
    family: Family | None


class Entry(Shown):
    """One fact of the timeline: when it happened, when it was recorded, by whom, what."""

    at: At
    recorded_at: At
    kind: str = Field(examples=["sighting"])
    section: str
    about: UUID | None = Field(description="The identifier of the fact, in the episode's sections.")
    code: str = Field(description="The word of a closed list that tells most, such as a level.")
    by_id: UUID | None


class Timeline(Shown):
    """Every fact in the order it was recorded, as known at `as_of`."""

    reference: str
    as_of: At
    entries: list[Entry]
    people: list[Named]
