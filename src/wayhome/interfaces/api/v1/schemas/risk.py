"""Assessments by each side, the joint level with its signatures, and challenges."""

from typing import Literal, Self
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.rules import factors, told
from wayhome.rules.vocabulary import Answer, ChallengeReason, EpisodeType, Level, Side

FACTORS = tuple(factor.code for factor in factors.FACTORS)


class NewType(Said):
    """The type the episode has from now on, and why."""

    type: EpisodeType
    reason: fields.NeededText


class FactorSaid(Said):
    """The answer to one risk factor. Not known is an answer and never means no."""

    factor: Literal[FACTORS]  # type: ignore[valid-type]  # the rules' own list
    answer: Answer
    evidence: fields.Text = ""
    supplied_by: fields.Line200 = ""
    learned_at: fields.Moment | None = None

    def told(self) -> told.Factor:
        """As the journey reads it."""
        return told.Factor(**dict(self))


class AssessmentSaid(Said):
    """One side's judgement, with its reasons. Your post says which side you speak for."""

    level: Level
    reasons: fields.NeededText
    would_change: fields.Text = ""
    factors: list[FactorSaid] = Field(default=[], max_length=len(FACTORS))

    @model_validator(mode="after")
    def each_factor_once(self) -> Self:
        """Two answers to one factor would leave the reader to choose."""
        if fields.repeated([factor.factor for factor in self.factors]):
            raise ValueError(_("Answer each factor once."))
        return self

    def told(self) -> told.Assessment:
        """As the journey reads it."""
        answers = tuple(factor.told() for factor in self.factors)
        return told.Assessment(self.level, self.reasons, self.would_change, answers)


class JointAssessmentSaid(Said):
    """A joint level put forward, signed by your side."""

    level: Level
    reasons: fields.NeededText
    explanation: fields.Text = Field("", description="Why, where it is below an assessment.")

    def told(self) -> told.JointAssessment:
        """As the journey reads it."""
        return told.JointAssessment(**dict(self))


class SignatureSaid(Said):
    """Your side's signature under the joint level the other side put forward."""

    explanation: fields.Text = Field("", description="Why, where it is below an assessment.")


class ChallengeAnswerSaid(Said):
    """What your rung of the ladder answers to the difference."""

    answer: fields.NeededText
    level: Level | None = None


class FactorAnswer(Shown):
    """The answer to one risk factor."""

    factor: str
    answer: Answer
    evidence: str
    supplied_by: str
    learned_at: At


class Assessment(Shown):
    """One assessment. While the sides assess blind, the other side's content is null."""

    id: UUID
    side: Side
    agency_id: UUID
    recorded_at: At
    recorded_by_id: UUID | None
    held_back: bool
    level: Level | None
    label_as_recorded: str | None
    reasons: str | None
    would_change: str | None
    factors: list[FactorAnswer] | None


class JointAssessment(Shown):
    """A joint level: in force once both sides have signed."""

    id: UUID
    level: Level
    reasons: str
    recorded_at: At
    police_signed_at: At | None
    police_signed_by_id: UUID | None
    police_explanation: str
    childrens_services_signed_at: At | None
    childrens_services_signed_by_id: UUID | None
    childrens_services_explanation: str
    agreed_at: At | None


class ChallengeAnswer(Shown):
    """What one rung answered."""

    side: Side
    level: Level | None
    answer: str
    recorded_at: At
    recorded_by_id: UUID | None


class Challenge(Shown):
    """A difference between the sides that has gone up the ladder."""

    id: UUID
    reason: ChallengeReason
    opened_at: At
    settled_at: At | None
    outcome: str
    answers: list[ChallengeAnswer]


class Risk(Shown):
    """Everything recorded about risk."""

    assessments: list[Assessment]
    joint: list[JointAssessment]
    challenges: list[Challenge]


class Prompt(Shown):
    """Something an assessor should not overlook, and who says so."""

    reason: str
    document: str
    place: str
    address: str


class Prompts(Shown):
    """What an assessor should not overlook. Never a score; never a suggestion to go lower."""

    prompts: list[Prompt]
    last_shared_findings: str | None = Field(
        description="The shared part of the child's last return home interview."
    )
