"""What people tell us: small frozen records that every way in builds and the journey records.

A page, the API, an import and a replayed case all say the same things in these words. An
empty string or None means it was not said.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import (
    AgencyKind,
    Answer,
    Certainty,
    Channel,
    Emergency,
    EpisodeType,
    FoundBy,
    Jurisdiction,
    Level,
    Marker,
    OfferAnswer,
    PostKind,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """Which fact was recorded wrongly, and what was wrong with it."""

    fact_id: UUID
    why: str


@dataclass(frozen=True, slots=True)
class Child:
    """Who the child is, as far as it was said."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    date_of_birth: date | None = None
    age_stated: int | None = None
    sex: str = ""
    ethnicity: str = ""
    ethnicity_source: str = ""
    language: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who is reporting and how to reach them."""

    name: str
    telephone: str = ""
    email: str = ""
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """The answer to one of the call handler's topics, and whose answer it is."""

    topic: str
    answer: str
    supplied_by: str = ""
    supplier_contact: str = ""
    learned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A missing report. `child_id` is set when a person chose a child already known."""

    reporter: Reporter
    why_worried: str
    child: Child = field(default_factory=Child)
    child_id: UUID | None = None
    channel: Channel = Channel.FORM
    type: EpisodeType = EpisodeType.MISSING
    last_seen_at: datetime | None = None
    last_seen_place: str = ""
    last_seen_by: str = ""
    missing_from: str = ""
    clothing: str = ""
    tried: str = ""
    police_reference: str = ""
    council_id: UUID | None = None
    received_at: datetime | None = None
    answers: tuple[TopicAnswer, ...] = ()
    label_as_recorded: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """The answer to one risk factor."""

    factor: str
    answer: Answer
    evidence: str = ""
    supplied_by: str = ""
    learned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One side's judgement of risk, with its reasons."""

    level: Level
    reasons: str
    would_change: str = ""
    factors: tuple[Factor, ...] = ()
    label_as_recorded: str = ""


@dataclass(frozen=True, slots=True)
class JointAssessment:
    """A joint level put forward; `explanation` is why it may be below an assessment."""

    level: Level
    reasons: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step somebody adds."""

    title: str
    post_id: UUID
    due_at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """That somebody saw, or may have seen, the child."""

    at: datetime
    place: str
    certainty: Certainty
    source_name: str
    source_contact: str = ""
    description: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An idea of where the child may be."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Located:
    """The child's whereabouts became known."""

    at: datetime
    place: str
    found_by: FoundBy
    circumstances: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """The child is back, or settled somewhere else that is safe."""

    at: datetime
    to: ReturnedTo
    circumstances: str = ""
    found_by: FoundBy = FoundBy.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class PreventionInterview:
    """The police saw the child."""

    at: datetime
    mode: PreventionMode
    present: str = ""
    seen_alone: bool | None = None
    harm: tuple[str, ...] = ()
    harm_detail: str = ""
    account: str = ""
    referrals: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of a return home interview."""

    at: datetime
    how: str
    offered_by_name: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the child answered to an offer; why, where it was no."""

    answer: OfferAnswer
    reason: DeclineReason | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Why no interview could be offered."""

    reason: NotOfferedReason
    explanation: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try at reaching the child or holding the interview."""

    at: datetime
    how: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Interview:
    """A return home interview, in the child's words, in codes and in three parts."""

    held_at: datetime
    interviewer_id: UUID
    provider_type: ProviderType
    place: str = ""
    present: str = ""
    own_words: str = ""
    push: tuple[str, ...] = ()
    pull: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    where_and_with_whom: str = ""
    would_help: str = ""
    carer_view: str = ""
    confidential: str = ""
    shareable: str = ""
    intelligence: str = ""


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One thing somebody will do, by a day."""

    what: str
    owner_name: str
    agency_id: UUID
    due_date: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A support plan, and what the child asked for."""

    summary: str
    actions: tuple[PlanAction, ...] = ()
    you_said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A parent or carer, and whether telling them is safe.

    `why_corrected` is why somebody whom it was not safe to tell is safe to tell now.
    """

    name: str
    relationship: str
    telephone: str = ""
    email: str = ""
    unsafe_to_tell: bool = False
    unsafe_reason: str = ""
    why_corrected: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who is responsible for a child and where the child lives.

    What is not said stays as it was. `no_longer` names what has ended with nothing in its place,
    such as `placement_id` of a child who is home again.
    """

    responsible_authority_id: UUID | None = None
    placement_id: UUID | None = None
    school_id: UUID | None = None
    health_id: UUID | None = None
    social_worker_id: UUID | None = None
    legal_basis: str = ""
    is_looked_after: bool | None = None
    no_longer: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Concern:
    """A lasting concern about a child."""

    marker: Marker
    evidence: str
    supplied_by: str


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A child as somebody names one whom they must not look at."""

    given_name: str
    family_name: str
    date_of_birth: date


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as a manager names one: an account's sign-in name where they have one."""

    name: str
    email: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency to be registered: its posts, each with the address its messages go to.

    A home, a school or a council names the police force and the council of its area.
    """

    name: str
    kind: AgencyKind
    posts: Mapping[PostKind, str]
    police_force_id: UUID | None = None
    council_id: UUID | None = None
    nation: Jurisdiction = Jurisdiction.ENGLAND


@dataclass(frozen=True, slots=True)
class NewPractitioner:
    """A person who is to work here. Without a password there is no signing in by password."""

    name: str
    username: str
    agency_id: UUID
    posts: Collection[PostKind]
    email: str = ""
    password: str | None = None


@dataclass(frozen=True, slots=True)
class WithheldFrom:
    """Whom something is withheld from: exactly one of these."""

    agency_id: UUID | None = None
    person_id: UUID | None = None
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class EmergencyLook:
    """Why a record is opened in an emergency: a reason, which live work, and in their own words."""

    reason: Emergency
    live_reference: str
    statement: str


@dataclass(frozen=True, slots=True)
class ExactChild:
    """A child named exactly: by reference, or by whole name and date of birth."""

    reference: str = ""
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
