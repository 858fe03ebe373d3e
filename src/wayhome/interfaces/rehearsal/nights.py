"""Short runs of verbs that many situations share, and going back in time to play them."""

from collections.abc import Iterator
from contextlib import contextmanager

from wayhome.interfaces.rehearsal import (
    answers,
    attending,
    children,
    endings,
    hearings,
    scenes,
    teams,
    verbs,
)
from wayhome.rules.reasons import DeclineReason
from wayhome.rules.vocabulary import DutyKind, Level, ReturnedTo


@contextmanager
def earlier(scene: scenes.Scene, *, days: float = 0, hours: float = 0) -> Iterator[None]:
    """Play what is inside so long before the scene's now, and come back to it.

    Where somebody attends to the scene, what fell due until then is done first.
    """
    end = scene.now
    scene.now = scene.ago(days=days, hours=hours)
    _attend(scene)
    try:
        yield
    finally:
        scene.now = end


@contextmanager
def attended(scene: scenes.Scene, team: teams.Team | None) -> Iterator[None]:
    """Play what is inside with these people keeping up with it, also to its end; or with nobody."""
    scene.attended_by, scene.began_with = team, len(scene.reported)
    try:
        yield
        _attend(scene)
    finally:
        scene.attended_by = None


def _attend(scene: scenes.Scene) -> None:
    if scene.attended_by is not None:
        for missing in scene.reported[scene.began_with :]:
            attending.until(scene, missing, team=scene.attended_by)


def agree(
    scene: scenes.Scene, missing: scenes.Missing, *, team: teams.Team, level: Level = Level.MEDIUM
) -> None:
    """Both sides assess alike and sign, and say that they have what they were told."""
    verbs.assess(scene, missing, by=team.police, level=level)
    verbs.assess(scene, missing, by=team.social_worker, level=level)
    joint = verbs.propose(scene, missing, by=team.police, level=level)
    verbs.sign(scene, missing, joint, by=team.social_worker)
    for person in (team.police, team.inspector, team.social_worker, team.manager):
        answers.acknowledge(scene, missing, by=person)


def come_back(scene: scenes.Scene, missing: scenes.Missing, *, portrait: children.Portrait) -> None:
    """The child is back where they live, as the person who reported tells us."""
    to = ReturnedTo.PLACEMENT if portrait.home else ReturnedTo.HOME
    endings.return_home(scene, missing, by=portrait.team.reporter, to=to)


def finish(scene: scenes.Scene, missing: scenes.Missing, *, team: teams.Team) -> None:
    """Everything that stands in the way of closing is done, and the episode closes."""
    answers.decline_duty(scene, missing, by=team.manager, kind=DutyKind.STRATEGY_DISCUSSION)
    endings.close_police(scene, missing, by=team.police_coordinator)
    endings.finalise(scene, missing, by=team.council_coordinator)
    endings.close(scene, missing, by=team.council_coordinator)


def night_before(
    scene: scenes.Scene, known: scenes.Known, *, portrait: children.Portrait
) -> scenes.Missing:
    """One night away that is over and closed: back by morning, an interview twice declined."""
    team = portrait.team
    missing = verbs.report(
        scene, known, by=team.reporter, why="Not back by the agreed time, phone off"
    )
    scene.later(hours=8)
    come_back(scene, missing, portrait=portrait)
    scene.later(hours=3)
    endings.see(scene, missing, by=team.police)
    answers.tell_family(scene, missing, by=team.police)
    for reason in (DeclineReason.NOT_NOW, DeclineReason.NO_POINT):
        scene.later(hours=20)
        offered = hearings.offer(scene, missing, by=team.council_coordinator)
        hearings.decline(scene, missing, offered, by=team.council_coordinator, reason=reason)
    endings.support_not_needed(scene, missing, by=team.social_worker)
    finish(scene, missing, team=team)
    return missing
