"""A part in an episode ends once the child's care has passed to others.

An agency that still has something to do here keeps its part until that is done or the episode
closes, so that nothing is left with nobody.
"""

from wayhome.journey import keeping
from wayhome.records.episodes import actions as episode_actions
from wayhome.rules import interviews, redaction
from wayhome.stages.response import queries as response


def end_superseded(kept: keeping.Keeping) -> bool:
    """End each part that care has passed on and that has nothing left to do; whether any ended.

    A part ends by a named person's step; where only time has passed it waits for the next.
    """
    if kept.by is None or not kept.account.superseded:
        return False
    busy = (
        {duty.owner_agency_id for duty in response.open_duties_of(kept.episode.id)}
        if kept.episode.closed_at
        else response.agencies_with_work(kept.episode)
    )
    over = [party for party in kept.account.superseded if party.agency_id not in busy]
    episode_actions.end_parties(kept.episode, over, by=kept.by, at=kept.now)
    return bool(over)


def finish_hearing(kept: keeping.Keeping) -> bool:
    """Finish the part of each provider asked since the episode closed, once that is done.

    They go on reading the episode, and no longer the child's record of today.
    """
    closed = kept.account.closed
    if closed is None:
        return False
    done = [
        party
        for party in kept.account.parties
        if redaction.begins_anew(party, closed_at=closed.at)
        and party.finished_at is None
        and interviews.provider_has_finished(kept.account, party)
    ]
    episode_actions.finish_parties(kept.episode, done, at=kept.now)
    return bool(done)
