"""What must always be true of an episode, worked out here from the published rules.

Nothing here asks the rules of Wayhome: the clocks, the levels and the ladder are written again,
from the guidance, so that one can catch the other.
"""

from datetime import UTC, datetime, timedelta

from tests.journey import world

from wayhome.journey import account
from wayhome.records.episodes import queries as episodes
from wayhome.rules.vocabulary import DutyKind, EpisodeState, Level

HOURS_TO_OFFER = 72
EVERY_HOURS = {"very_low": 12, "low": 12, "medium": 6, "high": 3}
AFTER_RETURN = timedelta(days=3)
NOT_BACK = {"turned_eighteen", "died"}
COUNTED_NO_MORE = ("Corrected: ", "Withdrawn: ")
NEVER, FOREVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def check_nothing_lost(before, now):
    """Every fact recorded before is there, unchanged but for what may be filled in once."""
    for key, row in before.items():
        assert key in now, f"lost: {key}"
        changed = {name for name, value in row.items() if now[key][name] != value}
        assert changed <= world.WRITTEN_LATER, f"changed: {key} {changed}"
        overwritten = {name for name in changed if row[name] not in world.EMPTY}
        assert not overwritten, f"overwritten: {key} {overwritten}"


def check_no_dead_end(whole):
    """An open episode has a level, an owner, a step and a review that is still to come."""
    episode = whole.episode
    if episode.closed_at is not None:
        return
    assert episode.level
    assert episode.owner_post_id
    assert episode.owner_agency_id
    assert whole.response.steps
    assert whole.response.ownerships[-1].post_id == episode.owner_post_id
    waiting = [duty.due_at for duty in still_open(whole, "review")]
    assert waiting
    assert episode.review_due_at == min(waiting)


def check_what_is_stored(whole):
    """What lists are told is what the facts say."""
    episode = whole.episode
    assert EpisodeState(episode.state) is whole.state
    assert EpisodeState(episode.state) is state(whole)
    assert Level(episode.level) is whole.level
    assert episode.type == whole.recorded.types[-1].type
    open_now = [duty.due_at for duty in whole.response.duties if is_open(duty)]
    open_now += [
        step.due_at
        for step in whole.response.steps
        if step.done_at is None and step.stood_down_at is None
    ]
    assert episode.next_due_at == min(open_now, default=None)


def check_level(whole):
    """Two keys: one may raise the level in force, only two signatures may lower it."""
    signed = sorted(
        (joint for joint in whole.risk.joint if joint.agreed_at), key=lambda joint: joint.agreed_at
    )
    stood = Level(signed[-1].level if signed else whole.episode.starting_level)
    since = [
        Level(made.level)
        for made in whole.risk.assessments
        if not signed or made.recorded_at > signed[-1].recorded_at
    ]
    assert whole.level.rank == max(level.rank for level in (stood, *since))


def check_clocks(whole):
    """72 hours in UTC from the return, and reviews on the timetable that runs from the report."""
    check_offer_clock(whole)
    check_nothing_owed_while_away(whole)
    back = times_back(whole.found.returned)
    for duty in of_kind(whole, "review"):
        if any(start <= duty.recorded_at < end for start, end in back):
            assert duty.due_at - duty.recorded_at == AFTER_RETURN
            continue
        since = duty.due_at.astimezone(UTC) - whole.episode.reported_at.astimezone(UTC)
        assert any(
            since.total_seconds() % (hours * 3600) == 0 for hours in set(EVERY_HOURS.values())
        )
        assert duty.due_at > duty.recorded_at
        # At most two steps ahead: the mark just met early, and the next.
        assert duty.due_at - duty.recorded_at <= 2 * timedelta(hours=max(EVERY_HOURS.values()))


def check_offer_clock(whole):
    """An offer is due 72 elapsed hours after the return that stands, and not before one."""
    returned = standing(whole.found.returned)
    owed = of_kind(whole, "offer_interview")
    counted = [duty for duty in owed if not duty.declined_reason.startswith(COUNTED_NO_MORE)]
    if returned is None or returned.to in NOT_BACK:
        assert not counted
        return
    assert counted
    for duty in counted:
        if duty.declined_at is not None and duty.declined_at < returned.recorded_at:
            continue  # it had fallen away, for a reason of its own, before the correction
        seconds = (duty.due_at.astimezone(UTC) - returned.at.astimezone(UTC)).total_seconds()
        assert seconds == HOURS_TO_OFFER * 3600


def check_nothing_owed_while_away(whole):
    """Nobody owes what a return asks for while the child is away, nor a sight of one not found."""
    if standing(whole.found.returned) is None:
        for kind in ("offer_interview", "second_offer", "finalise_episode"):
            assert not still_open(whole, kind)
        if standing(whole.found.located) is None:
            assert not still_open(whole, "prevention_interview")
    if standing(whole.found.located) and not standing(whole.found.seen):
        ended = standing(whole.found.returned)
        owed = still_open(whole, "prevention_interview")
        assert bool(owed) is not bool(ended and ended.to in NOT_BACK) or whole.episode.closed_at


def times_back(returned):
    """From when to when the child was recorded as back: until it was withdrawn as a mistake."""
    times = []
    for row in returned:
        if row.withdrawn:
            times[-1] = (times[-1][0], row.recorded_at)
        elif not times or times[-1][1] != FOREVER:
            times.append((row.recorded_at, FOREVER))
    return times


def since(rows, mistakes):
    """Of these rows, those recorded since the last of these was withdrawn as a mistake."""
    last = max((row.recorded_at for row in mistakes if row.withdrawn), default=NEVER)
    return [row for row in rows if row.recorded_at > last]


def state(whole):
    """The ladder, strongest outcome first, from the rows themselves."""
    returned = standing(whole.found.returned)
    back = returned is not None and returned.to not in NOT_BACK
    offers = since(all_standing(whole.interviews.offers), whole.found.returned)
    plans = [plan for plan in whole.support.plans if plan.needed]
    plans += since(whole.support.plans, whole.found.returned)
    declined = [offer for offer in offers if offer.answer == "declined"]
    refused = [row for row in all_standing(whole.interviews.not_offered) if not row.withdrawn]
    settled = bool(whole.interviews.interviews or refused) or len(declined) > 1
    rungs = [
        (EpisodeState.CLOSED, whole.episode.closed_at is not None),
        (EpisodeState.SUPPORT_AGREED, back and settled and bool(plans)),
        (EpisodeState.INTERVIEW_SETTLED, back and settled),
        (EpisodeState.INTERVIEW_OFFERED, back and bool(offers)),
        (EpisodeState.SEEN, back and standing(whole.found.seen) is not None),
        (EpisodeState.RETURNED, back),
        (EpisodeState.ENDED_WITHOUT_RETURN, returned is not None),
        (EpisodeState.LOCATED, standing(whole.found.located) is not None),
        (EpisodeState.AGREED, any(joint.agreed_at for joint in whole.risk.joint)),
        (EpisodeState.ASSESSED, bool(whole.risk.assessments)),
        (EpisodeState.REPORTED, True),
    ]
    return next(rung for rung, holds in rungs if holds)


def past_of(whole):
    """What was stored at a moment, to be told again later."""
    parties = sorted((str(party.agency_id), party.capacity) for party in whole.account.parties)
    open_now = sorted(str(duty.id) for duty in whole.response.duties if is_open(duty))
    return (
        (whole.episode.id, whole.as_of),
        (
            whole.episode.state,
            whole.episode.level,
            whole.episode.type,
            tuple(parties),
            tuple(open_now),
            tuple(str(notice.id) for notice in whole.response.notices if notice.acknowledged_at),
            len(whole.search.sightings),
            len(whole.intake.reports),
        ),
    )


def check_every_past_moment(pasts):
    """Told again from what is recorded now, every past moment is as it was stored then."""
    for (episode_id, moment), stored in pasts[:: max(1, len(pasts) // 60)]:
        whole = account.whole_of(episodes.locked(episode_id), as_of=moment)
        told_again = past_of(whole)[1]
        assert (whole.state, whole.level) == (EpisodeState(stored[0]), Level(stored[1]))
        assert whole.account.type == stored[2]
        assert told_again[3:] == stored[3:]


def of_kind(whole, kind):
    """The duties of one kind."""
    return [duty for duty in whole.response.duties if duty.kind == DutyKind(kind)]


def still_open(whole, kind):
    """The duties of one kind that somebody still has to do."""
    return [duty for duty in of_kind(whole, kind) if is_open(duty)]


def is_open(duty):
    """Whether a duty is neither met nor declined."""
    return duty.met_at is None and duty.declined_at is None


def all_standing(rows):
    """The rows that no other corrects."""
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.id not in corrected]


def standing(rows):
    """The row no other corrects; None where the last that was recorded withdraws the rest."""
    corrected = {row.corrects_id for row in rows}
    last = next((row for row in reversed(rows) if row.id not in corrected), None)
    return None if last is None or last.withdrawn else last
