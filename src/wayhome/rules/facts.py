"""What a rule may know: small frozen records, built from the database or written in a test.

Every moment is timezone-aware. `at` is when a thing happened; `recorded_at` is when Wayhome
learned of it, and is what an `as of` view is cut by.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wayhome.rules.vocabulary import (
    AgencyKind,
    Capacity,
    DutyKind,
    EpisodeType,
    Level,
    Marker,
    Matter,
    OfferAnswer,
    PostKind,
    Purpose,
    Side,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in practitioner as the rules see them: who, where, in which posts, and why.

    `kept_from` are the children who do not exist for them, `opened` those whose record they opened
    in an emergency that lasts, `address_kept` those of them whose address is protected, and
    `withheld` what of which child is not disclosed to them.
    """

    practitioner_id: UUID
    name: str
    agency_id: UUID
    agency_name: str
    agency_kind: AgencyKind
    posts: frozenset[PostKind]
    post_ids: frozenset[UUID]
    active: bool = True
    purpose: Purpose | None = None
    reason: str = ""
    kept_from: frozenset[UUID] = frozenset()
    opened: frozenset[UUID] = frozenset()
    address_kept: frozenset[UUID] = frozenset()
    withheld: frozenset[tuple[UUID, Matter]] = frozenset()

    def held_back(self, child_id: UUID | None) -> frozenset[Matter]:
        """What of a child is not disclosed to this person or their agency."""
        return frozenset(matter for child, matter in self.withheld if child == child_id)


@dataclass(frozen=True, slots=True)
class Party:
    """An agency's part in an episode; since when, and when what it was asked to do was done.

    Two are the same part whenever each began.
    """

    agency_id: UUID
    capacity: Capacity
    began_at: datetime | None = field(default=None, compare=False)
    finished_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A part with its end, and when the episode it is in was closed; None where neither has come.

    A part that care gives, not an episode, has no episode to be closed.
    """

    party: Party
    ended_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """What the rules may know of a child. An age that was stated grows from the day it was said."""

    date_of_birth: date | None = None
    age_stated: int | None = None
    is_looked_after: bool = False
    placed_out_of_area: bool = False
    markers: frozenset[Marker] = frozenset()
    age_stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class TypeGiven:
    """The type of an episode, from one moment on."""

    type: EpisodeType
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Assessment:
    """One side's judgement of risk."""

    side: Side
    level: Level
    recorded_at: datetime
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class JointAssessment:
    """A level put forward by one side and agreed when the other side signs."""

    level: Level
    proposed_at: datetime
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened and when it was recorded."""

    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a return home interview and the answer to it."""

    at: datetime
    recorded_at: datetime
    answer: OfferAnswer = OfferAnswer.NO_ANSWER
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done by a time: the moments from which its standing is worked out."""

    kind: DutyKind
    started_at: datetime
    due_at: datetime
    recorded_at: datetime
    met_at: datetime | None = None
    declined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Everything recorded about one episode, as the rules know it, at one moment.

    Sequences are in the order recorded. The state, the level in force and what must be done
    next are all worked out from an account, so any past moment can be told again by giving
    an account of only what was recorded by then.

    `recorded_at` is when Wayhome was told of the absence; left out, when it was reported.
    `withdrawn_at` is when an end of it was last withdrawn as a mistake. Of
    several agencies with one part, the last is the one the child's care names now; `superseded`
    are the parts that care has since passed to others.
    """

    reported_at: datetime
    last_seen_at: datetime | None
    starting_level: Level
    child: Child
    types: tuple[TypeGiven, ...]
    parties: tuple[Party, ...] = ()
    superseded: tuple[Party, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    joint: tuple[JointAssessment, ...] = ()
    duties: tuple[Duty, ...] = ()
    located: Moment | None = None
    returned: Moment | None = None
    came_back: bool = True
    seen_by_police: Moment | None = None
    police_closed: Moment | None = None
    finalised: Moment | None = None
    offers: tuple[Offer, ...] = ()
    not_offered: Moment | None = None
    interview: Moment | None = None
    support_agreed: Moment | None = None
    support_not_needed: Moment | None = None
    closed: Moment | None = None
    recorded_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def type(self) -> EpisodeType:
        """The type the episode has now."""
        return self.types[-1].type

    @property
    def known_from(self) -> datetime:
        """From when anybody here could act: a report taken on paper is entered later."""
        return max(self.reported_at, self.recorded_at or self.reported_at)


@dataclass(frozen=True, slots=True)
class Telling:
    """That a parent or carer was told of an absence, or the decision not to tell them and why."""

    told_id: UUID
    episode_id: UUID
    contact_id: UUID
    told: bool
    reason: str = ""
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A parent or carer, and whether telling them is safe."""

    contact_id: UUID
    name: str
    relationship: str
    unsafe_to_tell: bool = False
    unsafe_reason: str = ""
    telephone: str = ""
    email: str = ""
