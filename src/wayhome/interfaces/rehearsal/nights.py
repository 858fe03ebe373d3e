"""Short runs of verbs that many situations share, and going back in time to play them."""

from collections.abc import Iterator
from contextlib import contextmanager

from wayhome.interfaces.rehearsal import answers, endings, scenes, verbs
from wayhome.rules.vocabulary import DutyKind, Level


@contextmanager
def earlier(scene: scenes.Scene, *, days: float = 0, hours: float = 0) -> Iterator[None]:
    """Play what is inside so long before the scene's now, and come back to it."""
    end = scene.now
    scene.now = scene.ago(days=days, hours=hours)
    try:
        yield
    finally:
        scene.now = end


def agree(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    level: Level = Level.MEDIUM,
    police: str = "tomas",
    council: str = "sol",
) -> None:
    """Both sides assess alike and sign, and say that they have what they were told."""
    verbs.assess(scene, missing, by=police, level=level)
    verbs.assess(scene, missing, by=council, level=level)
    joint = verbs.propose(scene, missing, by=police, level=level)
    verbs.sign(scene, missing, joint, by=council)
    for person in (police, council):
        answers.acknowledge(scene, missing, by=person)


def finish(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    police: str = "callum",
    council: str = "hana",
    manager: str = "peter",
) -> None:
    """Everything that stands in the way of closing is done, and the episode closes."""
    answers.decline_duty(scene, missing, by=manager, kind=DutyKind.STRATEGY_DISCUSSION)
    endings.close_police(scene, missing, by=police)
    endings.finalise(scene, missing, by=council)
    endings.close(scene, missing, by=council)


def back_by_morning(
    scene: scenes.Scene, known: scenes.Known, *, by: str = "joss"
) -> scenes.Missing:
    """One night away of a child already known: reported, then back eight hours later."""
    with earlier(scene, hours=8):
        missing = verbs.report(scene, known, by=by)
    endings.return_home(scene, missing, by=by)
    return missing
