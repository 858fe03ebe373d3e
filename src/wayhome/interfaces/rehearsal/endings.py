"""What people do when a child is found and comes back: until the episode closes.

The five moments that end an absence, support and closing. Each verb is one step of the
journey, at `scene.now`, as the person named in `by`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wayhome.interfaces.rehearsal import scenes
from wayhome.journey import (
    acting,
    child_located,
    child_returned,
    child_seen,
    end_withdrawn,
    episode_closed,
    records_ended,
    support_agreed,
)
from wayhome.rules import told
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo

WITHDRAWN = {
    "located": end_withdrawn.located,
    "returned": end_withdrawn.returned,
    "seen": end_withdrawn.seen,
}


def locate(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    at: datetime | None = None,
    place: str = "A friend's flat in Millbrook",
    found_by: FoundBy = FoundBy.POLICE,
    circumstances: str = "Safe, with a school friend",
) -> acting.Outcome:
    """The child's whereabouts become known."""
    said = told.Located(at or scene.now, place, found_by, circumstances)
    return child_located.record(missing.episode_id, said, by=scene.person(by), now=scene.now)


def return_home(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    at: datetime | None = None,
    to: ReturnedTo = ReturnedTo.PLACEMENT,
    found_by: FoundBy = FoundBy.SELF,
    circumstances: str = "Tired and hungry, otherwise well",
) -> acting.Outcome:
    """The child is back; the 72 hours start."""
    said = told.Returned(at or scene.now, to, circumstances, found_by)
    return child_returned.record(missing.episode_id, said, by=scene.person(by), now=scene.now)


def see(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    mode: PreventionMode = PreventionMode.FACE_TO_FACE,
    harm: tuple[str, ...] = (),
    account: str = "Went to see friends and lost track of time",
) -> acting.Outcome:
    """The police see the child: the prevention interview."""
    said = told.PreventionInterview(
        scene.now, mode, "A carer, for part of it", seen_alone=True, harm=harm, account=account
    )
    return child_seen.record(missing.episode_id, said, by=scene.person(by), now=scene.now)


def withdraw(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    end: str = "returned",
    why: str = "It was another child",
) -> acting.Outcome:
    """What was recorded of an end was a mistake: a find, a return (or a death), or a sight."""
    return WITHDRAWN[end](missing.episode_id, why=why, by=scene.person(by), now=scene.now)


def agree_support(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "sol",
    agency: str = "Millbrook Council",
    summary: str = "Weekly time with a brother, and a named person to ring",
    you_said: Sequence[str] = ("See my brother every week",),
) -> acting.Outcome:
    """A support plan is agreed, with an owner and a day for each action."""
    person = scene.person(by)
    due = (scene.now + timedelta(days=14)).date()
    action = told.PlanAction(
        "Arrange the first visit", person.name, scene.cast.agencies[agency], due
    )
    said = told.Plan(summary, (action,), tuple(you_said))
    return support_agreed.record(missing.episode_id, said, by=person, now=scene.now)


def support_not_needed(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "sol",
    because: str = "Support is already in place and the child is content with it",
) -> acting.Outcome:
    """Why no support is needed."""
    return support_agreed.not_needed(
        missing.episode_id, because=because, by=scene.person(by), now=scene.now
    )


def close_police(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "callum",
    summary: str = "Back and seen; no crime disclosed",
) -> acting.Outcome:
    """The police record is closed."""
    return records_ended.close_police_record(
        missing.episode_id, summary=summary, by=scene.person(by), now=scene.now
    )


def finalise(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "hana",
    summary: str = "Interview settled and support agreed",
) -> acting.Outcome:
    """The responsible council's record is finalised."""
    return records_ended.finalise(
        missing.episode_id, summary=summary, by=scene.person(by), now=scene.now
    )


def close(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "hana",
    summary: str = "Home, heard, and helped",
) -> acting.Outcome:
    """The episode closes, once nothing stands in the way."""
    return episode_closed.record(
        missing.episode_id, summary=summary, by=scene.person(by), now=scene.now
    )
