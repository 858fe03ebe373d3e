"""The two sides agree a level: one puts it forward, the other signs. Two named people."""

from datetime import datetime
from uuid import UUID

from wayhome.journey.acting import Acting, NotNow, Outcome, begin, finish
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, risk, sentences, told
from wayhome.rules.vocabulary import DutyKind, Level, NoticeReason, Side
from wayhome.stages.response import queries as response_queries
from wayhome.stages.risk import actions as risk_stage
from wayhome.stages.risk import queries as risk_queries

PUT_FORWARD_AGAIN = (
    "An assessment, new information or another joint level came after this. Put a joint level "
    "forward again, so that both sides have read it."
)


def propose(
    episode_id: UUID, said: told.JointAssessment, *, by: facts.Viewer, now: datetime
) -> Outcome:
    """Put a joint level forward, signed by the viewer's side.

    Raises NotNow while either side has yet to assess, and when a level below an assessment is
    put forward without saying why.
    """
    side, deed = _side(by)
    with transactions.step():
        acting = begin(episode_id, deed, by=by, now=now)
        if not risk.both_in(acting.account):
            raise NotNow("Both sides assess first; then a joint level can be put forward.")
        if said.level is Level.VERY_LOW and not acting.agreed.very_low_allowed:
            raise NotNow("This partnership's protocol does not use very low. Choose low or above.")
        _explained(acting, said.level, side=side, explanation=said.explanation)
        joint = risk_stage.propose_joint(acting.episode, said, side=side, by=by, at=acting.now)
        return finish(acting, deed, made_id=joint.id)


def sign(
    episode_id: UUID, joint_id: UUID, *, explanation: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """Add the other side's signature, which puts the level in force.

    Raises NotNow when the viewer's side put it forward, when it is already agreed, or when an
    assessment or new information has come since: a signature belongs to what both had read.
    """
    side, deed = _side(by)
    with transactions.step():
        acting = begin(episode_id, deed, by=by, now=now)
        joint = risk_queries.unsigned_joint(episode_id, joint_id)
        if joint is None:
            raise NotNow("There is no joint assessment here that waits for a signature.")
        if getattr(joint, f"{side}_signed_at") is not None:
            raise NotNow("Your side put this level forward. The other side signs it.")
        asked_again_at = response_queries.told_at(episode_id, NoticeReason.REASSESS)
        if risk.is_superseded(
            acting.account, put_forward_at=joint.recorded_at, asked_again_at=asked_again_at
        ):
            raise NotNow(PUT_FORWARD_AGAIN)
        _explained(acting, Level(joint.level), side=side, explanation=explanation)
        risk_stage.sign_joint(joint, side=side, explanation=explanation, by=by, at=acting.now)
        acting.meet(DutyKind.AGREE_LEVEL, DutyKind.ANSWER_CHALLENGE)
        challenge = risk_queries.open_challenge(episode_id)
        if challenge is not None:
            outcome = sentences.AGREED % {"level": Level(joint.level).label}
            risk_stage.settle_challenge(challenge, outcome=outcome, at=acting.now)
        return finish(acting, deed, made_id=joint.id)


def _side(by: facts.Viewer) -> tuple[Side, access.Deed]:
    side = access.side_of(by)
    if side is None:
        raise access.Refused("A joint level is agreed by police and children's services")
    return side, access.deed_to_assess(side)


def _explained(acting: Acting, level: Level, *, side: Side, explanation: str) -> None:
    given = [side] if explanation.strip() else []
    missing = risk.explanations_missing(acting.account, level=level, explained=given)
    if side in missing:
        raise NotNow(
            "This joint level is lower than an assessment. Say why, in your side's own words."
        )
