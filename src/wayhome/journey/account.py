"""The account of an episode: everything recorded in every stage, as the rules know it.

The one place where the stages meet. From an account the rules work out the state, the level
in force and what must be done; an account of only what was recorded by a moment tells that
moment again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from wayhome.platform import as_of as past
from wayhome.platform.gather import Reading, Rows
from wayhome.records.agencies import protocols
from wayhome.records.children import queries as children
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.rules import (
    clocks,
    duties,
    episode_state,
    facts,
    london,
    protocol,
    redaction,
    risk,
)
from wayhome.rules.vocabulary import (
    DutyKind,
    EpisodeState,
    Level,
    NoticeReason,
    OfferAnswer,
    ReturnedTo,
    Side,
)
from wayhome.stages.found import queries as found
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews
from wayhome.stages.response import queries as response
from wayhome.stages.risk import queries as risk_stage
from wayhome.stages.search import queries as search
from wayhome.stages.support import queries as support

if TYPE_CHECKING:
    from wayhome.stages.found.models import (
        Finalised,
        Located,
        PoliceRecordClosed,
        PreventionInterview,
        Returned,
    )
    from wayhome.stages.interviews.models import Release
    from wayhome.stages.risk.models import JointAssessment

    Ending = Located | Returned | PreventionInterview | PoliceRecordClosed | Finalised

Stage = TypeVar("Stage")
AGE = frozenset({"date_of_birth", "age_stated"})


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the rules need of one episode, from the child's record and each stage."""

    child: children.Known
    recorded: episodes.Recorded
    risk: risk_stage.Everything
    response: response.Everything
    found: found.Everything
    interviews: interviews.Everything
    support: support.Everything

    def parts(self) -> tuple[object, ...]:
        """Each stage's memory of the episode."""
        return (
            self.recorded,
            self.risk,
            self.response,
            self.found,
            self.interviews,
            self.support,
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """One episode with everything every stage remembers, as it stood at a moment.

    `releases_now` are the decisions about its interviews as they stand today: what has been held
    back since is not read of a past moment either.
    """

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
    releases_now: "Sequence[Release]"

    @property
    def level(self) -> Level:
        """The level in force at that moment."""
        return risk.level_in_force(self.account)

    @property
    def joint_to_sign(self) -> "JointAssessment | None":
        """The joint level that waits for its second signature, while it may still be signed."""
        unsigned = [row for row in self.risk.joint if row.agreed_at is None]
        asked_again_at = [
            notice.recorded_at
            for notice in self.response.notices
            if notice.reason == NoticeReason.REASSESS
        ]
        if not unsigned or risk.is_superseded(
            self.account, put_forward_at=unsigned[-1].recorded_at, asked_again_at=asked_again_at
        ):
            return None
        return unsigned[-1]

    @property
    def state(self) -> EpisodeState:
        """Where the episode stood at that moment."""
        return episode_state.state_of(self.account)


def whole_of(episode: Episode, *, as_of: datetime) -> Whole:
    """Everything about an episode, as it stood at `as_of`, by one query."""
    *for_rules, reported, searched = _WHOLE.rows(
        episode.child_id, *[episode.id] * (len(_FOR_RULES) + 2)
    )
    now = _from(for_rules)
    stood = _stood(now, as_of)
    return Whole(
        episode=episode,
        as_of=as_of,
        agreed=protocols.read(episode.protocol_id),
        child=stood.child,
        recorded=stood.recorded,
        intake=past.stage_as_it_stood(intake.Everything(*reported), as_of=as_of),
        risk=stood.risk,
        response=stood.response,
        search=past.stage_as_it_stood(search.Everything(*searched), as_of=as_of),
        found=stood.found,
        interviews=stood.interviews,
        support=stood.support,
        account=_account(episode, stood, as_of=as_of),
        releases_now=now.interviews.releases,
    )


def as_read_by(whole: Whole, viewer: facts.Viewer, *, parties: tuple[facts.Party, ...]) -> Whole:
    """The same, with no more of the child's own record than the viewer's part today lets them know.

    `parties` are those of today. An agency whose part ended with the episode reads the child's
    details and family as they were known when it was closed.
    """
    until = redaction.record_until(
        viewer,
        parties=parties,
        closed_at=whole.episode.closed_at,
        child_id=whole.episode.child_id,
    )
    if until is None or until >= whole.as_of:
        return whole
    return replace(whole, child=children.as_known(whole.child, as_of=until))


def account_of(episode: Episode, *, as_of: datetime) -> facts.Account:
    """The account the rules need, without what only people read."""
    return _account(episode, _stood(_remembered(episode), as_of), as_of=as_of)


def account_to_act_on(episode: Episode, *, now: datetime) -> tuple[facts.Account, datetime]:
    """The account of everything recorded, and the moment at which a step is taken.

    That moment is `now`, unless something was recorded later by a clock that runs ahead or by
    somebody who was let in first: then it is just after that, so that no step is taken blind to
    what is recorded and none is entered before what it follows. The episode must be locked.
    """
    remembered = _remembered(episode)
    moment = past.not_before(now, [*remembered.parts(), remembered.child])
    return _account(episode, _stood(remembered, moment), as_of=moment), moment


def restate(episode: Episode, *, now: datetime) -> facts.Account:
    """Work out the episode's state, level and times afresh and store them for lists."""
    stood = _stood(_remembered(episode), now)
    account = _account(episode, stood, as_of=now)
    due = [duty for duty in account.duties if clocks.is_open(duty)]
    steps = response.undone(stood.response.steps) if account.closed is None else []
    owed = [*(duty.due_at for duty in due), *(step.due_at for step in steps)]
    reviews = [duty.due_at for duty in due if duty.kind is DutyKind.REVIEW]
    ended = account.returned or account.closed
    episode_actions.restate(
        episode,
        episode_actions.Restated(
            state=episode_state.state_of(account),
            type=account.type,
            level=risk.level_in_force(account),
            review_due_at=min(reviews, default=episode.review_due_at),
            next_due_at=min(owed, default=None),
            absent_until=max(ended.at, episode.absent_from) if ended else None,
        ),
    )
    return account


_FOR_RULES = (
    episodes.tables,
    risk_stage.tables,
    response.tables,
    found.tables,
    interviews.tables,
    support.tables,
)
_REMEMBERED = Reading(children.tables, *_FOR_RULES)
_WHOLE = Reading(children.tables, *_FOR_RULES, intake.tables, search.tables)


def _remembered(episode: Episode) -> Remembered:
    about = [episode.id] * len(_FOR_RULES)
    return _from(_REMEMBERED.rows(episode.child_id, *about))


def _from(rows: Sequence[Rows]) -> Remembered:
    child, recorded, judged, responded, ended, heard, supported = rows
    return Remembered(
        child=children.known_from(child),
        recorded=episodes.Recorded(*recorded),
        risk=risk_stage.Everything(*judged),
        response=response.Everything(*responded),
        found=found.Everything(*ended),
        interviews=interviews.Everything(*heard),
        support=support.Everything(*supported),
    )


def _stood(now: Remembered, as_of: datetime) -> Remembered:
    return Remembered(
        child=children.as_known(now.child, as_of=as_of),
        recorded=past.stage_as_it_stood(now.recorded, as_of=as_of),
        risk=risk_stage.with_their_own(past.stage_as_it_stood(now.risk, as_of=as_of)),
        response=past.stage_as_it_stood(now.response, as_of=as_of),
        found=past.stage_as_it_stood(now.found, as_of=as_of),
        interviews=past.stage_as_it_stood(now.interviews, as_of=as_of),
        support=past.stage_as_it_stood(now.support, as_of=as_of),
    )


def _account(episode: Episode, stood: Remembered, *, as_of: datetime) -> facts.Account:
    returned = found.standing(stood.found.returned)
    mistaken = found.withdrawn_at(stood.found.returned)
    ends = (stood.found.located, stood.found.returned, stood.found.seen)
    closed = episode.closed_at if episode.closed_at and episode.closed_at <= as_of else None
    held = episodes.as_parties(stood.recorded.parties, as_of=as_of)
    care = _care(stood.child)
    return facts.Account(
        reported_at=episode.reported_at,
        recorded_at=episode.recorded_at,
        last_seen_at=episode.last_seen_at,
        starting_level=_starting_level(episode, stood, as_of=as_of),
        child=children.facts_of(stood.child),
        types=episodes.as_types(stood.recorded.types, as_of=as_of),
        parties=tuple(sorted(held, key=lambda party: party in care[-1])),
        superseded=tuple(party for party in held if party in set().union(*care) - care[-1]),
        assessments=_assessments(stood.risk),
        joint=_joint(stood.risk),
        duties=tuple(response.as_duty(duty) for duty in stood.response.duties),
        located=_moment(found.standing(stood.found.located)),
        returned=_moment(returned),
        came_back=returned is None or ReturnedTo(returned.to) not in duties.NOT_BACK,
        seen_by_police=_moment(found.standing(stood.found.seen)),
        police_closed=_moment(found.standing(stood.found.police_closed)),
        finalised=_moment(found.standing(stood.found.finalised)),
        offers=_offers(stood.interviews, since=mistaken),
        not_offered=_not_offered(stood.interviews),
        interview=_interview(stood.interviews),
        support_agreed=_plan(stood.support, needed=True),
        support_not_needed=_plan(stood.support, needed=False, since=mistaken),
        closed=facts.Moment(closed, closed) if closed else None,
        withdrawn_at=found.withdrawn_at(*ends),
    )


def _starting_level(episode: Episode, stood: Remembered, *, as_of: datetime) -> Level:
    """The level the episode opened at, or a higher one by what was learned of the child since.

    What is learned once somebody has assessed, or the child is back, is for them to judge: it
    raises nothing by itself, and nothing that is learned lowers the level.
    """
    back = found.since_withdrawn(stood.found.returned)
    ends = [row.recorded_at for row in (*stood.risk.assessments, *back)]
    until = min([as_of, episode.closed_at or as_of, *ends])
    ages = [row for row in stood.child.details if row.field in AGE]
    moments = {row.recorded_at for row in (*ages, *stood.child.markers)}
    learned = [
        children.facts_of(children.as_known(stood.child, as_of=moment))
        for moment in moments
        if episode.recorded_at < moment <= until
    ]
    agreed = protocols.read(episode.protocol_id)
    day = london.day_of(episode.reported_at)
    worked_out = [risk.starting_level(agreed, child=child, on=day)[0] for child in learned]
    return risk.highest([Level(episode.starting_level), *worked_out])


def _care(known: children.Known) -> list[set[facts.Party]]:
    """The parts that each care arrangement of the child gives, the newest last."""
    return [
        {facts.Party(agency, part) for agency, part in visibility.care_parts(each) if agency}
        for each in known.arrangements
    ] or [set()]


def _assessments(stage: risk_stage.Everything) -> tuple[facts.Assessment, ...]:
    return tuple(
        facts.Assessment(Side(row.side), Level(row.level), row.recorded_at, row.agency_id)
        for row in stage.assessments
    )


def _joint(stage: risk_stage.Everything) -> tuple[facts.JointAssessment, ...]:
    return tuple(
        facts.JointAssessment(Level(row.level), row.recorded_at, row.agreed_at)
        for row in stage.joint
    )


def _offers(stage: interviews.Everything, *, since: datetime | None) -> tuple[facts.Offer, ...]:
    """The offers of an interview; one made for a return that was a mistake is none."""
    return tuple(
        facts.Offer(row.at, first_recorded_at, OfferAnswer(row.answer), row.answered_at)
        for row, first_recorded_at in interviews.standing(stage.offers)
        if since is None or first_recorded_at > since
    )


def _not_offered(stage: interviews.Everything) -> facts.Moment | None:
    said = interviews.newest_not_offered(stage.not_offered)
    return facts.Moment(said.recorded_at, said.recorded_at) if said and not said.withdrawn else None


def _interview(stage: interviews.Everything) -> facts.Moment | None:
    held = stage.interviews[-1] if stage.interviews else None
    return facts.Moment(held.held_at, held.recorded_at) if held else None


def _plan(
    stage: support.Everything, *, needed: bool, since: datetime | None = None
) -> facts.Moment | None:
    """When support was agreed, or was said not to be needed: of a mistaken return it was not."""
    return _first_recorded(
        row.recorded_at
        for row in stage.plans
        if row.needed is needed and (since is None or row.recorded_at > since)
    )


def _first_recorded(moments: Iterable[datetime]) -> facts.Moment | None:
    first = min(moments, default=None)
    return facts.Moment(first, first) if first else None


def _moment(row: "Ending | None") -> facts.Moment | None:
    return facts.Moment(row.at, row.recorded_at) if row else None
