"""The next moment at which a clock of an episode asks for something.

Between two such moments nothing can happen unless somebody acts, so a rehearsal need not look
at every minute. Moments are whole minutes, never before what they wait for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import account, mornings, posts
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import queries as episodes
from wayhome.records.practitioners import rotas
from wayhome.rules import clocks, episode_state, ladders, notifications, protocol, risk
from wayhome.rules import rotas as rota_rules
from wayhome.rules.vocabulary import AgencyKind, DutyKind, Level, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.response import said, waiting

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def next_moment(
    episode_ids: Iterable[UUID], *, after: datetime, until: datetime
) -> datetime | None:
    """The first moment after `after` and no later than `until`, or None."""
    wholes = (
        account.whole_of(episodes.locked(episode_id), as_of=after) for episode_id in episode_ids
    )
    coming = [moment for whole in wholes for moment in moments_of(whole) if moment <= until]
    return min((moment for moment in coming if moment > after), default=None)


@dataclass(frozen=True, slots=True)
class _Agencies:
    """Which kind every agency is of, the posts of those with a part, and what those said."""

    kinds: Mapping[UUID, AgencyKind]
    posts: Sequence["Post"]
    said: said.OnLadders


def moments_of(whole: account.Whole) -> list[datetime]:
    """Every moment at which a clock of this episode asks for something, as it stood, in order."""
    if whole.account.closed is not None:
        return []
    among = _Agencies(
        {agency.id: AgencyKind(agency.kind) for agency in agencies.agencies()},
        agencies.posts_of(party.agency_id for party in whole.account.parties),
        said.among(whole.response.notices, whole.response.escalations),
    )
    asked = (
        *_of_duties(whole, among=among),
        *_of_steps(whole, among=among),
        *_of_notices(whole, among=among),
        *_of_gaps(whole),
        *_of_absence(whole, among=among),
        *_of_reminders(whole),
        *_of_mornings(whole),
        *_of_rotas(whole, among=among),
    )
    return sorted({_whole_minute(moment) for moment in asked if moment > whole.as_of})


def _of_duties(whole: account.Whole, *, among: _Agencies) -> Iterator[datetime]:
    for duty in whole.response.duties:
        if clocks.is_open(response.as_duty(duty)) and duty.kind != DutyKind.ANSWER_CHALLENGE:
            ladder = ladders.ladder_of(whole.agreed, among.kinds[duty.owner_agency_id])
            own = _own(whole, ladder, among=among, waited_for=duty.owner_post_id)
            said_of = among.said.of(duty.id)
            yield from _rungs(ladder, waiting_since=duty.due_at, passed_over=own, said_of=said_of)


def _of_steps(whole: account.Whole, *, among: _Agencies) -> Iterator[datetime]:
    for step in whole.response.steps:
        if step.done_at is None and step.stood_down_at is None:
            ladder = ladders.ladder_of(whole.agreed, among.kinds[step.owner_agency_id])
            own = _own(whole, ladder, among=among, waited_for=step.owner_post_id)
            said_of = among.said.of(step.id)
            yield from _rungs(ladder, waiting_since=step.due_at, passed_over=own, said_of=said_of)


def _of_notices(whole: account.Whole, *, among: _Agencies) -> Iterator[datetime]:
    for notice in whole.response.notices:
        if notice.acknowledged_at is None and notice.reason not in waiting.CLIMB_BY_THEMSELVES:
            ladder = ladders.notice_ladder(
                whole.agreed, among.kinds[notice.agency_id], urgency=Level(notice.urgency)
            )
            own = _own(whole, ladder, among=among, waited_for=notice.post_id)
            since = ladders.waits_since(notice.acknowledge_by, declined_at=notice.declined_at)
            said_of = among.said.of(notice.id)
            yield from _rungs(ladder, waiting_since=since, passed_over=own, said_of=said_of)


def _of_gaps(whole: account.Whole) -> Iterator[datetime]:
    """When what was declined is told again, if nobody is left to be asked by then."""
    for notice in whole.response.notices:
        if notice.declined_at is not None and notice.acknowledged_at is None:
            at = notice.declined_at
            yield ladders.told_again_at(whole.agreed, level=whole.level, told_at=at)


def _of_reminders(whole: account.Whole) -> Iterator[datetime]:
    """When the owner of an overdue review is told again, unless a reminder waits for them."""
    for duty in whole.response.duties:
        if duty.kind == DutyKind.REVIEW and clocks.is_open(response.as_duty(duty)):
            told = [
                one
                for one in whole.response.notices
                if one.reason == NoticeReason.DUTY_OVERDUE
                and one.post_id == duty.owner_post_id
                and waiting.about_of_rung(one.key) == duty.id
            ]
            if all(one.acknowledged_at for one in told):
                last = max([duty.due_at, *(one.recorded_at for one in told)])
                yield ladders.told_again_at(whole.agreed, level=whole.level, told_at=last)


def _of_mornings(whole: account.Whole) -> Iterator[datetime]:
    """When the office opens after something was told out of hours."""
    told = {
        notice.recorded_at
        for notice in whole.response.notices
        if notice.reason in mornings.OF_THE_NIGHT
    }
    for at in told:
        opens = at.replace(minute=0, second=0, microsecond=0)
        while notifications.is_out_of_hours(whole.agreed, opens):
            opens = clocks.after(opens, HOUR)
        yield opens


def _of_rotas(whole: account.Whole, *, among: _Agencies) -> Iterator[datetime]:
    """When nobody comes to be on duty in a post of these agencies; where nobody is, at once.

    The worker looks every minute: what waits for an empty post goes on at its next look.
    """
    soonest = clocks.after(whole.as_of, MINUTE)
    for rota in rotas.rotas_of([post.id for post in among.posts], at=whole.as_of).values():
        for gap in rota_rules.gaps_ahead(rota, now=whole.as_of):
            yield max(gap.begins_at, soonest)


def _own(
    whole: account.Whole, ladder: Sequence[protocol.Rung], *, among: _Agencies, waited_for: UUID
) -> frozenset[int]:
    parties = whole.account.parties
    return posts.own_rungs(ladder, waited_for=waited_for, parties=parties, posts=among.posts)


def _of_absence(whole: account.Whole, *, among: _Agencies) -> Iterator[datetime]:
    if not episode_state.is_still_away(whole.account):
        return
    reported = whole.account.reported_at
    for allowed in (clocks.OTHER_FORCES_TOLD_AFTER, clocks.NATIONAL_UNIT_TOLD_AFTER):
        yield clocks.after(reported, allowed)
    yield clocks.after(reported, protocol.minutes(whole.agreed.strategy_after_minutes))
    if (agree_by := risk.agree_by(whole.agreed, account=whole.account)) is not None:
        yield agree_by + MINUTE
    for challenge in whole.risk.challenges:
        if challenge.settled_at is None:
            yield from _rungs(
                whole.agreed.challenge_ladder,
                waiting_since=challenge.opened_at,
                said_of=among.said.of(challenge.id),
            )


def _rungs(
    ladder: Sequence[protocol.Rung],
    *,
    waiting_since: datetime,
    passed_over: frozenset[int] = frozenset(),
    said_of: ladders.Said = ladders.NOTHING_SAID,
) -> Iterator[datetime]:
    every = ladders.rungs(
        ladder, waiting_since=waiting_since, passed_over=passed_over, said=said_of
    )
    yield from (reached.at for reached in every)


def _whole_minute(moment: datetime) -> datetime:
    started = moment.replace(second=0, microsecond=0)
    return started if started == moment else started + MINUTE
