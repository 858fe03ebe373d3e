"""Time went by and nobody acted: what is overdue climbs, long absences are told.

Nothing counts down. Each sweep asks the rules what should have happened by now and does what
has not been done, so that a worker that was away catches up at once and two never do it twice.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.journey import climbing, risk_assessed
from wayhome.journey.acting import Acting, EpisodeIsClosed, begin
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import actions as episode_actions
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, clocks, ladders, notifications
from wayhome.rules.vocabulary import AgencyKind, Capacity, NoticeReason
from wayhome.stages.response import queries as response
from wayhome.stages.risk import queries as risk_queries

LONGEST_LADDER = 8
TOLD_AS = {
    NoticeReason.MISSING_48_HOURS: Capacity.OTHER_FORCES,
    NoticeReason.MISSING_72_HOURS: Capacity.NATIONAL_UNIT,
}


def record(*, now: datetime) -> int:
    """Do everything the clocks ask for by `now`; how many episodes something was done for."""
    touched = {
        *_overdue_duties(now=now),
        *_unacknowledged_notices(now=now),
        *_long_absences(now=now),
    }
    return len(touched)


def _overdue_duties(*, now: datetime) -> set[UUID]:
    waiting = response.overdue(now=now, rungs=LONGEST_LADDER)
    climbed = response.rungs_reached(duty.id for duty in waiting)
    touched = set()
    for duty in waiting:
        ladder = ladders.ladder_of(
            protocols.read(duty.episode.protocol_id), AgencyKind(duty.owner_agency.kind)
        )
        reached = ladders.rungs_reached(ladder, waiting_since=duty.due_at, now=now)
        if {step.number for step in reached} - climbed.get(duty.id, set()):
            touched |= _for(duty.episode_id, _climb_duty(duty.id, reached), now=now)
    return touched


def _climb_duty(duty_id: UUID, reached: tuple[ladders.Reached, ...]) -> Callable[[Acting], None]:
    def climb(acting: Acting) -> None:
        duty = response.duty(acting.episode.id, duty_id)
        if clocks.is_open(response.as_duty(duty)) and not response.somebody_has_it(duty_id):
            climbing.climb(
                acting, reached, kind="duty", about=duty_id, reason=NoticeReason.DUTY_OVERDUE
            )

    return climb


def _unacknowledged_notices(*, now: datetime) -> set[UUID]:
    waiting = response.unacknowledged(now=now, rungs=LONGEST_LADDER)
    climbed = response.rungs_reached(notice.id for notice in waiting)
    touched = set()
    for notice in waiting:
        ladder = ladders.ladder_of(
            protocols.read(notice.episode.protocol_id), AgencyKind(notice.agency.kind)
        )
        reached = ladders.rungs_reached(
            ladders.notice_ladder(ladder), waiting_since=notice.acknowledge_by, now=now
        )
        if {step.number for step in reached} - climbed.get(notice.id, set()):
            touched |= _for(notice.episode_id, _climb_notice(notice.id, reached), now=now)
    return touched


def _climb_notice(
    notice_id: UUID, reached: tuple[ladders.Reached, ...]
) -> Callable[[Acting], None]:
    def climb(acting: Acting) -> None:
        notice = response.notice(acting.episode.id, notice_id)
        if notice.acknowledged_at is None and not response.somebody_has_it(notice_id):
            climbing.climb(
                acting,
                reached,
                kind="notice",
                about=notice_id,
                reason=NoticeReason.NOTICE_UNANSWERED,
            )

    return climb


def _long_absences(*, now: datetime) -> set[UUID]:
    touched: set[UUID] = set()
    batch = episodes.still_away()
    while batch:
        for episode_id in batch:
            touched |= _for(episode_id, _still_away, now=now)
        batch = episodes.still_away(after=batch[-1])
    return touched


def _still_away(acting: Acting) -> None:
    starts = [earlier.reported_at for earlier in episodes.reports_of(acting.episode.child_id)]
    acting.ask_for_strategy(starts)
    risk_assessed.open_challenge_if_due(acting)
    challenge = risk_queries.open_challenge(acting.episode.id)
    if challenge is not None:
        reached = ladders.rungs_reached(
            acting.agreed.challenge_ladder, waiting_since=challenge.opened_at, now=acting.now
        )
        climbing.climb_challenge(acting, challenge.id, reached=reached)
    for reason in notifications.long_absences(acting.account, now=acting.now):
        _tell_nation(acting, reason)


def _tell_nation(acting: Acting, reason: NoticeReason) -> None:
    part = TOLD_AS[reason]
    if any(party.capacity is part for party in acting.account.parties):
        return
    national = [(agency.id, part) for agency in agencies.national_agencies()]
    episode_actions.add_parties(acting.episode, national, by=None, at=acting.now)
    acting.restated()
    acting.tell(reason)


def _for(episode_id: UUID, do: Callable[[Acting], None], *, now: datetime) -> set[UUID]:
    """Do something for an episode in its own transaction; the episode, if anything changed."""
    with transaction.atomic():
        try:
            acting = begin(episode_id, access.Deed.SEE_EPISODE, by=None, now=now)
        except EpisodeIsClosed:
            return set()
        do(acting)
        if not acting.told_anybody:
            return set()
        acting.restated()
        ledger.write(
            Verb.ALTER,
            by=None,
            at=now,
            deed="time passed",
            child_id=acting.episode.child_id,
            episode_id=episode_id,
        )
    return {episode_id}
