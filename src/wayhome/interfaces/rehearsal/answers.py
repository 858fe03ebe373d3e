"""What people do about what they were told: read, take, finish, hand over, decide; or nothing.

Each verb is one step of the journey, at `scene.now`, as the person named in `by`. When nobody
acts, `time_passes` lets the service do what the clocks ask for.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from wayhome.interfaces.rehearsal import scenes, waiting
from wayhome.journey import (
    acting,
    duty_answered,
    family_told,
    handover_offered,
    notice_answered,
    notice_declined,
    response_agreed,
    time_passed,
)
from wayhome.records.children import queries as children
from wayhome.rules import told
from wayhome.rules.reasons import CannotTake
from wayhome.rules.vocabulary import DutyKind, PostKind
from wayhome.stages.response import queries as response


def acknowledge(scene: scenes.Scene, missing: scenes.Missing | None = None, *, by: str) -> int:
    """A person says "I have this" of what waits for them, of one episode or all; how many."""
    person = scene.person(by)
    waiting_for = [
        notice.id
        for notice in response.waiting_notices(person)
        if missing is None or notice.episode_id == missing.episode_id
    ]
    for notice_id in waiting_for:
        notice_answered.acknowledged(notice_id, by=person, now=scene.now)
    return len(waiting_for)


def decline_notices(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str,
    kind: CannotTake = CannotTake.ELSEWHERE,
    reason: str = "",
) -> int:
    """A person says "I cannot take this" of what waits for them in one episode; how many."""
    person = scene.person(by)
    declined = [
        notice.id
        for notice in response.waiting_notices(person)
        if notice.episode_id == missing.episode_id and notice.declined_at is None
    ]
    for notice_id in declined:
        notice_declined.record(notice_id, kind=kind, reason=reason, by=person, now=scene.now)
    return len(declined)


def open_notices(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> int:
    """A person opens what waits for them and says nothing; how many."""
    person = scene.person(by)
    opened = [
        notice.id
        for notice in response.waiting_notices(person)
        if notice.episode_id == missing.episode_id
    ]
    for notice_id in opened:
        notice_answered.opened(notice_id, by=person, now=scene.now)
    return len(opened)


def add_step(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    title: str = "Look through the town's cameras from nine",
    agency: str = "Northmoor Police",
    post: PostKind = PostKind.MISSING_PERSON_COORDINATOR,
    within_hours: float = 2,
) -> UUID:
    """A step is added, with one owner and a time; its identifier."""
    said = told.Step(
        title, scene.cast.post(agency, post), scene.now + timedelta(hours=within_hours)
    )
    outcome = response_agreed.add(missing.episode_id, said, by=scene.person(by), now=scene.now)
    return scenes.made_by(outcome)


def take_steps(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> int:
    """A person takes the steps that wait for their post; how many."""
    person = scene.person(by)
    taken = [step.id for step in _steps(scene, missing, by=by) if step.taken_at is None]
    for step_id in taken:
        response_agreed.take(missing.episode_id, step_id, by=person, now=scene.now)
    return len(taken)


def finish_steps(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str,
    outcome: str = "Done; nothing found",
) -> int:
    """A person finishes the steps of their post; how many."""
    person = scene.person(by)
    finished = [step.id for step in _steps(scene, missing, by=by)]
    for step_id in finished:
        response_agreed.done(missing.episode_id, step_id, outcome=outcome, by=person, now=scene.now)
    return len(finished)


def _steps(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> Iterator:
    for step in response.steps_for(scene.person(by)):
        if step.episode_id == missing.episode_id:
            yield step


def tell_family(
    scene: scenes.Scene, missing: scenes.Missing, *, by: str = "tomas", how: str = "by telephone"
) -> int:
    """Every parent and carer it is safe to tell is told; how many."""
    safe = [
        contact.contact_id
        for contact in children.contacts_of(children.known(missing.child_id))
        if not contact.unsafe_to_tell
    ]
    for contact_id in safe:
        family_told.told(
            missing.episode_id, contact_id, how=how, by=scene.person(by), now=scene.now
        )
    return len(safe)


def hold_strategy_discussion(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> int:
    """The strategy discussions that are asked for are held; how many."""
    waiting_for = _duties(missing, DutyKind.STRATEGY_DISCUSSION)
    for duty_id in waiting_for:
        duty_answered.meet(missing.episode_id, duty_id, by=scene.person(by), now=scene.now)
    return len(waiting_for)


def decline_duty(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str,
    kind: DutyKind = DutyKind.STRATEGY_DISCUSSION,
    reason: str = "Held two days ago; the plan from it stands",
) -> int:
    """Open duties of a kind are declined with a reason; how many."""
    waiting_for = _duties(missing, kind)
    for duty_id in waiting_for:
        duty_answered.decline(
            missing.episode_id, duty_id, reason=reason, by=scene.person(by), now=scene.now
        )
    return len(waiting_for)


def _duties(missing: scenes.Missing, kind: DutyKind) -> list[UUID]:
    return [duty.id for duty in response.open_duties_of(missing.episode_id) if duty.kind == kind]


def hand_over(
    scene: scenes.Scene,
    missing: scenes.Missing,
    *,
    by: str = "tomas",
    agency: str = "Northmoor Police",
    post: PostKind = PostKind.DUTY_INSPECTOR,
    why: str = "Shift ends; the search goes on",
) -> UUID:
    """The episode is offered to another post; the handover's identifier."""
    outcome = handover_offered.offer(
        missing.episode_id,
        scene.cast.post(agency, post),
        why=why,
        by=scene.person(by),
        now=scene.now,
    )
    return scenes.made_by(outcome)


def accept_handover(
    scene: scenes.Scene, missing: scenes.Missing, handover_id: UUID, *, by: str = "ines"
) -> acting.Outcome:
    """A named person takes the episode."""
    return handover_offered.accept(
        missing.episode_id, handover_id, by=scene.person(by), now=scene.now
    )


def decline_handover(
    scene: scenes.Scene,
    missing: scenes.Missing,
    handover_id: UUID,
    *,
    by: str = "ines",
    reason: str = "Already leading another search",
) -> acting.Outcome:
    """The offer is declined; the giver still owns the episode."""
    return handover_offered.decline(
        missing.episode_id, handover_id, reason=reason, by=scene.person(by), now=scene.now
    )


def time_passes(
    scene: scenes.Scene, *, days: float = 0, hours: float = 0, minutes: float = 0
) -> int:
    """So much time goes by and the clocks are watched; how many times something was done.

    The service looks at each moment at which something falls due, as its worker would.
    """
    until = scene.now + timedelta(days=days, hours=hours, minutes=minutes)
    done = 0
    open_ones = [missing.episode_id for missing in scene.reported]
    while (moment := waiting.next_moment(open_ones, after=scene.now, until=until)) is not None:
        scene.now = moment
        done += time_passed.record(now=moment)
    scene.now = until
    return done
