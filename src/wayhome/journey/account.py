"""The account of an episode: everything recorded in every stage, as the rules know it.

The one place where the stages meet. From an account the rules work out the state, the level
in force and what must be done; an account of only what was recorded by a moment tells that
moment again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from wayhome.platform.as_of import as_it_stood
from wayhome.platform.models import Fact
from wayhome.records.agencies import protocols
from wayhome.records.children import queries as children
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode
from wayhome.rules import clocks, duties, episode_state, facts, protocol, risk
from wayhome.rules.vocabulary import DutyKind, EpisodeState, Level, OfferAnswer, ReturnedTo, Side
from wayhome.stages.found import queries as found
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews
from wayhome.stages.response import queries as response
from wayhome.stages.risk import queries as risk_stage
from wayhome.stages.search import queries as search
from wayhome.stages.support import queries as support

Stage = TypeVar("Stage")


@dataclass(frozen=True, slots=True)
class Whole:
    """One episode with everything every stage remembers, as it stood at a moment."""

    episode: Episode
    as_of: datetime
    agreed: protocol.Protocol
    child: children.Known
    recorded: episodes.Recorded
    intake: intake.Everything
    risk: risk_stage.Everything
    response: response.Everything
    search: search.Everything
    found: found.Everything
    interviews: interviews.Everything
    support: support.Everything
    account: facts.Account

    @property
    def level(self) -> Level:
        """The level in force at that moment."""
        return risk.level_in_force(self.account)

    @property
    def state(self) -> EpisodeState:
        """Where the episode stood at that moment."""
        return episode_state.state_of(self.account)


def whole_of(episode: Episode, *, as_of: datetime) -> Whole:
    """Everything about an episode, as it stood at `as_of`, by one query for each stage."""
    child = _stood(children.known(episode.child_id), as_of)
    parts = {
        "recorded": episodes.recorded(episode.id),
        "risk": risk_stage.everything(episode.id),
        "response": response.everything(episode.id),
        "found": found.everything(episode.id),
        "interviews": interviews.everything(episode.id),
        "support": support.everything(episode.id),
        "intake": intake.everything(episode.id),
        "search": search.everything(episode.id),
    }
    stood: dict[str, Any] = {name: _stood(stage, as_of) for name, stage in parts.items()}
    return Whole(
        episode=episode,
        as_of=as_of,
        agreed=protocols.read(episode.protocol_id),
        child=child,
        account=_account(episode, child=child, as_of=as_of, **_for_rules(stood)),
        **stood,
    )


def account_of(episode: Episode, *, as_of: datetime) -> facts.Account:
    """The account the rules need, without what only people read."""
    return _account(
        episode,
        child=_stood(children.known(episode.child_id), as_of),
        as_of=as_of,
        recorded=_stood(episodes.recorded(episode.id), as_of),
        risk=_stood(risk_stage.everything(episode.id), as_of),
        response=_stood(response.everything(episode.id), as_of),
        found=_stood(found.everything(episode.id), as_of),
        interviews=_stood(interviews.everything(episode.id), as_of),
        support=_stood(support.everything(episode.id), as_of),
    )


def restate(episode: Episode, *, now: datetime) -> facts.Account:
    """Work out the episode's state, level and times afresh and store them for lists."""
    account = account_of(episode, as_of=now)
    due = [duty for duty in account.duties if clocks.is_open(duty)]
    reviews = [duty.due_at for duty in due if duty.kind is DutyKind.REVIEW]
    ended = account.returned or account.closed
    episode_actions.restate(
        episode,
        episode_actions.Restated(
            state=episode_state.state_of(account),
            type=account.type,
            level=risk.level_in_force(account),
            review_due_at=min(reviews, default=episode.review_due_at),
            next_due_at=min((duty.due_at for duty in due), default=None),
            absent_until=max(ended.at, episode.absent_from) if ended else None,
        ),
    )
    return account


def _stood(stage: Stage, as_of: datetime) -> Stage:
    """A stage's memory as it stood: each of its lists cut at the moment."""
    cut = {
        field.name: as_it_stood(value, as_of=as_of) if isinstance(value, list) else value
        for field in fields(stage)  # type: ignore[arg-type]  # every stage's memory is a dataclass
        if (value := getattr(stage, field.name)) is not None
    }
    return type(stage)(**cut)


def _for_rules(stood: dict[str, Any]) -> dict[str, Any]:
    return {name: stood[name] for name in stood if name not in ("intake", "search")}


def _account(
    episode: Episode,
    *,
    child: children.Known,
    as_of: datetime,
    recorded: episodes.Recorded,
    risk: risk_stage.Everything,
    response: response.Everything,
    found: found.Everything,
    interviews: interviews.Everything,
    support: support.Everything,
) -> facts.Account:
    closed = episode.closed_at if episode.closed_at and episode.closed_at <= as_of else None
    return facts.Account(
        reported_at=episode.reported_at,
        last_seen_at=episode.last_seen_at,
        starting_level=Level(episode.starting_level),
        child=children.facts_of(child),
        types=episodes.as_types(recorded.types, as_of=as_of),
        parties=episodes.as_parties(recorded.parties, as_of=as_of),
        **_risk_facts(risk),
        **_found_facts(found),
        **_interview_facts(interviews),
        **_support_facts(support),
        duties=tuple(_duty(duty) for duty in response.duties),
        closed=facts.Moment(closed, closed) if closed else None,
    )


def _duty(row: Any) -> facts.Duty:
    return response.as_duty(row)


def _risk_facts(stage: risk_stage.Everything) -> dict[str, Any]:
    return {
        "assessments": tuple(
            facts.Assessment(Side(row.side), Level(row.level), row.recorded_at, row.agency_id)
            for row in stage.assessments
        ),
        "joint": tuple(
            facts.JointAssessment(Level(row.level), row.recorded_at, row.agreed_at)
            for row in stage.joint
        ),
    }


def _found_facts(stage: found.Everything) -> dict[str, Any]:
    back = found.standing(stage.returned)
    return {
        "located": _moment(stage.located),
        "returned": _moment(stage.returned),
        "came_back": back is None or ReturnedTo(back.to) not in duties.NOT_BACK,
        "seen_by_police": _moment(stage.seen),
        "police_closed": _moment(stage.police_closed),
        "finalised": _moment(stage.finalised),
    }


def _interview_facts(stage: interviews.Everything) -> dict[str, Any]:
    held = stage.interviews[-1] if stage.interviews else None
    refused = stage.not_offered[-1] if stage.not_offered else None
    return {
        "offers": tuple(
            facts.Offer(row.at, row.recorded_at, OfferAnswer(row.answer), row.answered_at)
            for row in stage.offers
        ),
        "interview": facts.Moment(held.held_at, held.recorded_at) if held else None,
        "not_offered": facts.Moment(refused.recorded_at, refused.recorded_at) if refused else None,
    }


def _support_facts(stage: support.Everything) -> dict[str, Any]:
    plan = found.standing(stage.plans)
    moment = facts.Moment(plan.recorded_at, plan.recorded_at) if plan else None
    needed = plan is not None and plan.needed
    return {
        "support_agreed": moment if needed else None,
        "support_not_needed": None if needed else moment,
    }


def _moment(rows: Sequence[Fact]) -> facts.Moment | None:
    row = found.standing(rows)
    return facts.Moment(row.at, row.recorded_at) if row else None  # type: ignore[attr-defined]  # an ending has `at`
