"""People who keep up: what falls due while nothing else happens is done before it is late.

Most of a demonstration is a service that works, so that what was neglected can be seen. While a
scene is `attended`, going back to a moment first plays what people did until then: reviews held,
the family told, and "I have this" said of what they were told.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wayhome.interfaces.rehearsal import answers, scenes, teams, verbs
from wayhome.journey import account, notice_answered, response_agreed
from wayhome.records.episodes import queries as episodes
from wayhome.rules import clocks, facts
from wayhome.rules.vocabulary import DutyKind

MET = frozenset({DutyKind.REVIEW, DutyKind.TELL_FAMILY})
IN_TIME = timedelta(minutes=10)
READ_WITHIN = timedelta(minutes=3)
LATER_THAN_THIS = timedelta(minutes=12)  # newer notices still wait, as they do on a real evening


def until(scene: scenes.Scene, missing: scenes.Missing, *, team: teams.Team) -> None:
    """Do what fell due for this episode before the scene's now, each thing a little early."""
    if _whole(missing, at=scene.now).account.closed is not None:
        return
    _meet_what_is_due(scene, missing, team=team)
    holders = _holders(scene)
    whole = _whole(missing, at=scene.now)
    for step in whole.response.steps:
        _finish(scene, missing, step, by=holders.get(step.owner_post_id))
    for notice in whole.response.notices:
        _read(scene, notice, by=holders.get(notice.post_id))


def _whole(missing: scenes.Missing, *, at: datetime) -> account.Whole:
    return account.whole_of(episodes.locked(missing.episode_id), as_of=at)


def _meet_what_is_due(scene: scenes.Scene, missing: scenes.Missing, *, team: teams.Team) -> None:
    end = scene.now
    try:
        while (duty := _first_due(missing, until=end)) is not None:
            scene.now = min(max(duty.due_at - IN_TIME, duty.started_at), end)
            if duty.kind is DutyKind.TELL_FAMILY:
                answers.tell_family(scene, missing, by=team.police)
            else:
                verbs.review(scene, missing, by=team.inspector)
    finally:
        scene.now = end


def _first_due(missing: scenes.Missing, *, until: datetime) -> facts.Duty | None:
    owed = [
        duty
        for duty in _whole(missing, at=until + IN_TIME).account.duties
        if duty.kind in MET and clocks.is_open(duty) and duty.due_at <= until + IN_TIME
    ]
    return min(owed, key=lambda duty: duty.due_at, default=None)


def _finish(
    scene: scenes.Scene, missing: scenes.Missing, step: Any, *, by: facts.Viewer | None
) -> None:
    """Whoever holds the post does the step in time."""
    is_open = step.done_at is None and step.stood_down_at is None
    if by is not None and is_open and step.due_at <= scene.now + IN_TIME:
        response_agreed.done(
            missing.episode_id,
            step.id,
            outcome="Done; nothing found",
            by=by,
            now=min(step.due_at - IN_TIME, scene.now),
        )


def _read(scene: scenes.Scene, notice: Any, *, by: facts.Viewer | None) -> None:
    """Whoever holds the post says "I have this" a few minutes after it was sent."""
    is_new = notice.recorded_at >= scene.now - LATER_THAN_THIS
    if by is not None and notice.acknowledged_at is None and not is_new:
        notice_answered.acknowledged(notice.id, by=by, now=notice.recorded_at + READ_WITHIN)


def _holders(scene: scenes.Scene) -> dict[UUID, facts.Viewer]:
    people = [scene.person(username) for username in scene.cast.people]
    return {post_id: person for person in people for post_id in person.post_ids}
