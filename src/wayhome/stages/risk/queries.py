"""Questions about assessments, joint assessments and challenges."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from wayhome.platform.gather import Reading, Tables
from wayhome.stages.risk.models import (
    Assessment,
    Challenge,
    ChallengeAnswer,
    FactorAnswer,
    JointAssessment,
)


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    assessments: list[Assessment]
    factors: list[FactorAnswer]
    joint: list[JointAssessment]
    challenges: list[Challenge]
    challenge_answers: list[ChallengeAnswer]


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    return (
        Assessment.objects.filter(episode_id=episode_id),
        FactorAnswer.objects.filter(
            assessment_id__in=Assessment.objects.filter(episode_id=episode_id).values("id")
        ),
        JointAssessment.objects.filter(episode_id=episode_id),
        Challenge.objects.filter(episode_id=episode_id),
        ChallengeAnswer.objects.filter(
            challenge_id__in=Challenge.objects.filter(episode_id=episode_id).values("id")
        ),
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The assessments and challenges of an episode, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def with_their_own(stage: Everything) -> Everything:
    """A stage's memory with only the factors of the assessments in it."""
    made = {row.id for row in stage.assessments}
    return replace(stage, factors=[row for row in stage.factors if row.assessment_id in made])


def open_challenge(episode_id: UUID) -> Challenge | None:
    """The challenge that waits for an answer, or None."""
    return Challenge.objects.filter(episode_id=episode_id, settled_at__isnull=True).first()


def unsigned_joint(episode_id: UUID, joint_id: UUID) -> JointAssessment | None:
    """A joint assessment that waits for its second signature, or None."""
    return JointAssessment.objects.filter(
        id=joint_id, episode_id=episode_id, agreed_at__isnull=True
    ).first()


def waiting_challenges(episode_ids: Iterable[UUID]) -> list[Challenge]:
    """The open challenges of some episodes."""
    return list(Challenge.objects.filter(episode_id__in=list(episode_ids), settled_at__isnull=True))


def with_an_agreed_level(episode_ids: Iterable[UUID]) -> set[UUID]:
    """Of some episodes, those whose level both sides have signed."""
    return set(
        JointAssessment.objects.filter(
            episode_id__in=list(episode_ids), agreed_at__isnull=False
        ).values_list("episode_id", flat=True)
    )
