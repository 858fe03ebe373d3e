"""Two keys: each side assesses, then both agree a level, or a challenge is answered."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from wayhome.interfaces.api.v1 import auth, doing, episodes, reading, words
from wayhome.interfaces.api.v1.schemas import risk as schemas
from wayhome.interfaces.api.v1.schemas.answers import Recorded
from wayhome.journey import account as accounts
from wayhome.journey import challenge_answered, joint_risk_agreed, risk_assessed
from wayhome.journey.acting import Outcome
from wayhome.records.agencies import protocols
from wayhome.records.episodes import queries as episode_queries
from wayhome.rules import access, risk
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Level
from wayhome.stages.found import queries as found
from wayhome.stages.interviews import queries as interviews

router = Router(tags=["Risk"])


@router.get("/{reference}/risk-prompts", response=schemas.Prompts, summary="What not to overlook")
def read_prompts(request: HttpRequest, reference: str) -> schemas.Prompts:
    """What an assessor should not overlook, each with who says so. Never a score."""
    caller = auth.caller(request)
    episode = reading.episode(request, reference)
    if Section.RISK not in episodes.sections_for(caller.viewer, episode):
        raise access.Refused("Your agency's part in this episode does not include this section")
    reading.looked(
        request,
        access.Deed.SEE_EPISODE,
        child_id=episode.child_id,
        episode_id=episode.id,
        sections=(Section.RISK, Section.INTERVIEW_SHAREABLE),
    )
    past = [each for each in episode_queries.reports_of(episode.child_id) if each.id != episode.id]
    harmed = found.harmed([each.id for each in past])
    earlier = [
        risk.Earlier(each.reported_at, Level(each.level), each.id in harmed) for each in past
    ]
    prompts = risk.prompts_for(
        protocols.read(episode.protocol_id),
        account=accounts.account_of(episode, as_of=caller.now),
        earlier=earlier,
        now=caller.now,
    )
    shared = interviews.last_shareable(episode.child_id)
    return schemas.Prompts(
        prompts=[_prompt(prompt) for prompt in prompts],
        last_shared_findings=shared.shareable if shared else None,
    )


def _prompt(prompt: risk.Prompt) -> schemas.Prompt:
    source = prompt.source
    return schemas.Prompt(
        reason=words.said(prompt.reason),
        document=source.document,
        place=source.place,
        address=source.address,
    )


@router.post("/{reference}/assessments", response={201: Recorded}, summary="Assess the risk")
def assess(request: HttpRequest, reference: str, said: schemas.AssessmentSaid) -> Outcome:
    """Record your side's assessment. Your post says whether that is police or council."""
    return doing.on_episode(request, reference, risk_assessed.record, said.told())


@router.post(
    "/{reference}/joint-assessments", response={201: Recorded}, summary="Put a joint level forward"
)
def propose(request: HttpRequest, reference: str, said: schemas.JointAssessmentSaid) -> Outcome:
    """Put a joint level forward, signed by your side. It is in force once both have signed."""
    return doing.on_episode(request, reference, joint_risk_agreed.propose, said.told())


@router.post(
    "/{reference}/joint-assessments/{joint_id}/signatures",
    response={201: Recorded},
    summary="Sign a joint level",
)
def sign(
    request: HttpRequest, reference: str, joint_id: UUID, said: schemas.SignatureSaid
) -> Outcome:
    """Add your side's signature to the level the other side put forward."""
    return doing.on_episode(
        request, reference, joint_risk_agreed.sign, joint_id, explanation=said.explanation
    )


@router.post(
    "/{reference}/challenge-answers", response={201: Recorded}, summary="Answer a challenge"
)
def answer_challenge(
    request: HttpRequest, reference: str, said: schemas.ChallengeAnswerSaid
) -> Outcome:
    """Answer the difference between the two sides, for your rung of the ladder."""
    return doing.on_episode(
        request, reference, challenge_answered.record, answer=said.answer, level=said.level
    )
