"""Recording assessments, signatures and challenges."""

from datetime import datetime

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.rules.vocabulary import ChallengeReason, Level, Side
from wayhome.stages.risk.models import (
    Assessment,
    Challenge,
    ChallengeAnswer,
    FactorAnswer,
    JointAssessment,
)


def assess(
    episode: Episode, said: told.Assessment, *, side: Side, by: facts.Viewer, at: datetime
) -> Assessment:
    """Append one side's assessment with its factors."""
    assessment = Assessment.objects.create(
        episode=episode,
        side=side,
        agency_id=by.agency_id,
        level=said.level,
        label_as_recorded=said.label_as_recorded,
        reasons=said.reasons,
        would_change=said.would_change,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
    FactorAnswer.objects.bulk_create(
        FactorAnswer(
            assessment=assessment,
            factor=factor.factor,
            answer=factor.answer,
            evidence=factor.evidence,
            supplied_by=factor.supplied_by,
            learned_at=factor.learned_at or at,
        )
        for factor in said.factors
    )
    return assessment


def propose_joint(
    episode: Episode, said: told.JointAssessment, *, side: Side, by: facts.Viewer, at: datetime
) -> JointAssessment:
    """Put a joint level forward, signed by one side."""
    joint = JointAssessment(
        episode=episode,
        level=said.level,
        reasons=said.reasons,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
    _sign(joint, side=side, explanation=said.explanation, by=by, at=at)
    joint.save(force_insert=True)
    return joint


def sign_joint(
    joint: JointAssessment, *, side: Side, explanation: str, by: facts.Viewer, at: datetime
) -> JointAssessment:
    """Add the other side's signature: the level is agreed."""
    _sign(joint, side=side, explanation=explanation, by=by, at=at)
    joint.agreed_at = at
    joint.save(
        update_fields=[
            f"{side}_signed_at",
            f"{side}_signed_by",
            f"{side}_explanation",
            "agreed_at",
        ]
    )
    return joint


def _sign(
    joint: JointAssessment, *, side: Side, explanation: str, by: facts.Viewer, at: datetime
) -> None:
    if side is Side.POLICE:
        joint.police_signed_at, joint.police_signed_by_id = at, by.practitioner_id
        joint.police_explanation = explanation
    else:
        joint.childrens_services_signed_at = at
        joint.childrens_services_signed_by_id = by.practitioner_id
        joint.childrens_services_explanation = explanation


def open_challenge(
    episode: Episode, reason: ChallengeReason, *, by: facts.Viewer | None, at: datetime
) -> Challenge:
    """Send a difference up the ladder."""
    return Challenge.objects.create(
        episode=episode,
        reason=reason,
        opened_at=at,
        recorded_at=at,
        recorded_by_id=by.practitioner_id if by else None,
    )


def answer_challenge(
    challenge: Challenge,
    *,
    side: Side,
    level: Level | None,
    answer: str,
    by: facts.Viewer,
    at: datetime,
) -> ChallengeAnswer:
    """Append what one rung answered."""
    return ChallengeAnswer.objects.create(
        challenge=challenge,
        side=side,
        level=level or "",
        answer=answer,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def settle_challenge(challenge: Challenge, *, outcome: str, at: datetime) -> Challenge:
    """End a challenge, with how it ended."""
    challenge.settled_at, challenge.outcome = at, outcome
    challenge.save(update_fields=["settled_at", "outcome"])
    return challenge
