"""One side assesses the risk, without seeing the other's assessment."""

from datetime import datetime
from uuid import UUID

from wayhome.journey import climbs
from wayhome.journey.acting import Acting, NotNow, Outcome, begin, finish, unless
from wayhome.platform.row_security import transactions
from wayhome.rules import access, episode_state, facts, moments, risk, sentences, told
from wayhome.rules.vocabulary import DutyKind, Level, Side
from wayhome.stages.risk import actions as risk_stage
from wayhome.stages.risk import queries as risk_queries

DUTY_OF = {
    Side.POLICE: DutyKind.ASSESS_POLICE,
    Side.CHILDRENS_SERVICES: DutyKind.ASSESS_CHILDRENS_SERVICES,
}

ANSWERED_TWICE = moments.Problem("factors", "Answer each question once.")


def record(episode_id: UUID, said: told.Assessment, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Append the assessment of the viewer's side. Raises NotNow for a level not allowed here."""
    side = access.side_of(by)
    if side is None:
        raise access.Refused("Risk is assessed by police and by children's services")
    deed = access.deed_to_assess(side)
    with transactions.step():
        acting = begin(episode_id, deed, by=by, now=now)
        if said.level is Level.VERY_LOW and not acting.agreed.very_low_allowed:
            raise NotNow("This partnership's protocol does not use very low. Choose low or above.")
        raised = risk.is_upgrade(acting.account, said.level) and bool(acting.account.assessments)
        unless(_problems(said))
        made = risk_stage.assess(acting.episode, said, side=side, by=by, at=acting.now)
        acting.meet(DUTY_OF[side])
        acting.meet_reassessment(side)
        acting.restated()
        if raised:
            acting.ask_again(
                why=sentences.RAISED_BY % {"side": side.label},
                sides=[other for other in Side if other is not side],
            )
        _want_a_joint_level(acting)
        open_challenge_if_due(acting)
        return finish(acting, deed, made_id=made.id)


def _want_a_joint_level(acting: Acting) -> None:
    """A side that differs from what both had signed: the two agree again, by a time from then."""
    since = risk.joint_wanted_since(acting.account)
    if since is None or not episode_state.is_still_away(acting.account):
        return
    if risk.agreed_joint(acting.account) is not None:
        acting.open_duty(
            DutyKind.AGREE_LEVEL,
            key=f"since:{since.isoformat()}",
            reason="The two sides differ since they agreed",
            started_at=since,
        )


def _problems(said: told.Assessment) -> tuple[moments.Problem, ...]:
    named = [factor.factor for factor in said.factors]
    return () if len(named) == len(set(named)) else (ANSWERED_TWICE,)


def open_challenge_if_due(acting: Acting) -> None:
    """Send the difference up the ladder when the rule says so and it is not there already."""
    reason = risk.challenge_due(acting.agreed, account=acting.account, now=acting.now)
    if reason is None or risk_queries.open_challenge(acting.episode.id) is not None:
        return
    risk_stage.open_challenge(acting.episode, reason, by=acting.by, at=acting.now)
    climbs.climb_challenge(acting)
