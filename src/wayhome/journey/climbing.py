"""Something has waited too long: the next rung of its ladder is reached and told."""

from collections.abc import Sequence
from uuid import UUID

from wayhome.journey.acting import Acting
from wayhome.rules import clocks, ladders, protocol
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response import actions as response


def climb(
    acting: Acting,
    reached: Sequence[ladders.Reached],
    *,
    kind: str,
    about: UUID,
    reason: NoticeReason,
) -> None:
    """Record each newly reached rung and tell its post; a rung is told once.

    A rung whose agency has no part in the episode is recorded and passes to the next.
    """
    for step in reached:
        post = acting.post(step.rung.capacity, step.rung.post)
        new = response.reach_rung(
            acting.episode.id, kind=kind, about=about, rung=step.number, post=post, at=acting.now
        )
        if new and post is not None:
            acting.tell(reason, key=f":{about}:{step.number}", posts=[post])


def climb_challenge(
    acting: Acting, challenge_id: UUID, *, reached: Sequence[ladders.Reached]
) -> None:
    """Give each newly reached rung of a challenge its duty to answer, and tell it."""
    ladder = acting.agreed.challenge_ladder
    for step in reached:
        post = acting.post(step.rung.capacity, step.rung.post)
        new = response.reach_rung(
            acting.episode.id,
            kind="challenge",
            about=challenge_id,
            rung=step.number,
            post=post,
            at=acting.now,
        )
        if not new or post is None:
            continue
        acting.open_duty(
            DutyKind.ANSWER_CHALLENGE,
            key=f"{challenge_id}:{step.number}",
            reason="The two sides differ: answer for your side",
            post=post,
            due_at=clocks.after(acting.now, _time_to_answer(ladder, step.number)),
        )
        acting.tell(NoticeReason.CHALLENGE, key=f":{challenge_id}:{step.number}", posts=[post])


def _time_to_answer(ladder: Sequence[protocol.Rung], number: int):
    later = [rung.after_minutes for rung in ladder[number + 1 :] if rung.after_minutes]
    return protocol.minutes(later[0] if later else ladder[number].after_minutes or 60)
