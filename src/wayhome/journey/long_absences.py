"""What the length of an absence asks for: a strategy discussion, the nation told, a level agreed.

`asking` finds the episodes for which something has fallen due, by a few queries for each page of
open episodes; `answer` then asks the rules again with the episode locked, and does it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wayhome.journey import climbs, risk_assessed
from wayhome.journey.acting import Acting
from wayhome.platform.apart import apart
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import watching
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners import rotas
from wayhome.rules import episode_state, facts, notifications, repeats, risk
from wayhome.rules.vocabulary import (
    Capacity,
    DutyKind,
    EpisodeType,
    Level,
    NoticeReason,
    PostKind,
)
from wayhome.stages.response import waiting
from wayhome.stages.risk import queries as risk_queries

TOLD_AS = {
    NoticeReason.MISSING_48_HOURS: Capacity.OTHER_FORCES,
    NoticeReason.MISSING_72_HOURS: Capacity.NATIONAL_UNIT,
}


def asking(*, now: datetime) -> Iterator[Episode]:
    """The open episodes for which the length of the absence, or of a difference, asks something."""
    has_nation, empty = bool(agencies.national_agencies()), rotas.empty_posts(at=now)
    for page in watching.open_episodes():
        yield from _asking(page, empty, has_nation=has_nation, now=now)


def _asking(
    page: Sequence[Episode], empty: Mapping[UUID, datetime], *, has_nation: bool, now: datetime
) -> Iterator[Episode]:
    ids = [episode.id for episode in page]
    held = watching.parts_held(ids)
    keys = waiting.strategy_keys(ids)
    agreed = risk_queries.with_an_agreed_level(ids) - waiting.late_to_agree(ids, now=now)
    challenges = {made.episode_id: made for made in risk_queries.waiting_challenges(ids)}
    look = climbs.look_knowing(empty, [made.id for made in challenges.values()], list(challenges))
    for episode in page:
        with apart(episode.reference):
            account = _outline(episode, agreed=episode.id in agreed)
            challenge = challenges.get(episode.id)
            if (
                _wants_strategy(episode, account, asked=keys.get(episode.id, set()), now=now)
                or (has_nation and _untold(account, held.get(episode.id, set()), now=now))
                or _wants_challenge(episode, account, challenge, look=look, now=now)
            ):
                yield episode


def _outline(episode: Episode, *, agreed: bool) -> facts.Account:
    """As much of the account as the length of an absence asks about, from the episode's row."""
    ended, reported = episode.absent_until, episode.reported_at
    joint = facts.JointAssessment(Level(episode.level), reported, reported)
    return facts.Account(
        reported_at=reported,
        recorded_at=episode.recorded_at,
        last_seen_at=episode.last_seen_at,
        starting_level=Level(episode.starting_level),
        child=facts.Child(),
        types=(facts.TypeGiven(EpisodeType(episode.type), reported),),
        joint=(joint,) if agreed else (),
        returned=facts.Moment(ended, ended) if ended else None,
    )


def _wants_strategy(
    episode: Episode, account: facts.Account, *, asked: set[str], now: datetime
) -> bool:
    agreed = protocols.read(episode.protocol_id)
    return bool(repeats.strategy_triggers(agreed, account=account, starts=(), now=now, asked=asked))


def _untold(account: facts.Account, held: set[Capacity], *, now: datetime) -> list[NoticeReason]:
    return [
        reason
        for reason in notifications.long_absences(account, now=now)
        if TOLD_AS[reason] not in held
    ]


def _wants_challenge(
    episode: Episode,
    account: facts.Account,
    challenge: "risk_queries.Challenge | None",
    *,
    look: climbs.Look,
    now: datetime,
) -> bool:
    agreed = protocols.read(episode.protocol_id)
    if challenge is None:
        return risk.challenge_due(agreed, account=account, now=now) is not None
    return bool(look.of_challenge(challenge, agreed).reached(now=now))


def answer(acting: Acting) -> bool:
    """Ask the rules with the episode locked and do what they ask; whether anything was done."""
    done = [_strategy(acting), _challenge(acting)]
    done += [_tell_nation(acting, reason) for reason in _owed(acting)]
    return any(done)


def _strategy(acting: Acting) -> bool:
    kind = DutyKind.STRATEGY_DISCUSSION
    before = len(acting.duties_of(kind))
    starts = [earlier.reported_at for earlier in episodes.reports_of(acting.episode.child_id)]
    acting.ask_for_strategy(starts)
    return len(acting.duties_of(kind)) > before


def _challenge(acting: Acting) -> bool:
    if not episode_state.is_still_away(acting.account):
        return False
    before = risk_queries.open_challenge(acting.episode.id)
    risk_assessed.open_challenge_if_due(acting)
    climbed = climbs.climb_challenge(acting)
    is_new = before is None and risk_queries.open_challenge(acting.episode.id) is not None
    return climbed or is_new


def _owed(acting: Acting) -> list[NoticeReason]:
    held = {party.capacity for party in acting.account.parties}
    return _untold(acting.account, held, now=acting.now)


def _tell_nation(acting: Acting, reason: NoticeReason) -> bool:
    national = [(agency.id, TOLD_AS[reason]) for agency in agencies.national_agencies()]
    episode_actions.add_parties(acting.episode, national, by=None, at=acting.now)
    acting.restated()
    acting.tell(reason)
    _tell_of_the_end(acting, TOLD_AS[reason])
    return bool(national)


def _tell_of_the_end(acting: Acting, capacity: Capacity) -> None:
    """Who is told late of an absence that is over is told with it how it ended."""
    account = acting.account
    post = acting.post(capacity, PostKind.NATIONAL_DESK)
    told_as = None
    if account.returned is not None:
        back, without = NoticeReason.RETURNED, NoticeReason.ENDED_WITHOUT_RETURN
        told_as = back if account.came_back else without
    elif account.located is not None:
        told_as = NoticeReason.LOCATED
    if post is not None and told_as is not None:
        acting.tell(told_as, posts=[post])
