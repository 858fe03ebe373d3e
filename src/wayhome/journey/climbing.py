"""Something has waited too long: the next rung of its ladder is reached and told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Acting
from wayhome.rules import clocks, ladders, protocol
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response import actions as response
from wayhome.stages.response import waiting

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post


def climb(
    acting: Acting,
    reached: Sequence[ladders.Reached],
    *,
    kind: str,
    about: UUID,
    reason: NoticeReason,
) -> bool:
    """Record each newly reached rung and tell its post, once; whether any was new.

    A rung whose agency has no part in the episode is recorded and tells nobody: the next is
    reached at its own moment. A post that has already been told that a notice went unanswered,
    and has not said "I have this", is not told so of another: one such notice stands for all that
    is taken to it meanwhile.
    """
    climbed = False
    for step in reached:
        post = acting.post(step.rung.capacity, step.rung.post)
        new = response.reach_rung(
            acting.episode.id, step, kind=kind, about=about, post=post, at=acting.now
        )
        climbed = climbed or new
        if new and post is not None and not _stands(acting, reason, post=post):
            acting.tell(reason, key=waiting.key_of_rung(about, step.number), posts=[post])
    return climbed


def _stands(acting: Acting, reason: NoticeReason, *, post: "Post") -> bool:
    """Whether a notice that waits at this post stands for this one too."""
    return reason is NoticeReason.NOTICE_UNANSWERED and waiting.waits_at(
        acting.episode.id, reason, post_id=post.id
    )


def climb_challenge(
    acting: Acting, challenge_id: UUID, *, reached: Sequence[ladders.Reached]
) -> bool:
    """Give each newly reached rung its duty to answer, and tell it; whether any was new."""
    ladder = acting.agreed.challenge_ladder
    climbed = False
    for step in reached:
        post = acting.post(step.rung.capacity, step.rung.post)
        new = response.reach_rung(
            acting.episode.id,
            step,
            kind="challenge",
            about=challenge_id,
            post=post,
            at=acting.now,
        )
        climbed = climbed or new
        if not new or post is None:
            continue
        acting.open_duty(
            DutyKind.ANSWER_CHALLENGE,
            key=f"{challenge_id}:{step.number}",
            reason="The two sides differ: answer for your side",
            post=post,
            due_at=clocks.after(acting.now, _time_to_answer(ladder, step.number)),
        )
        key = waiting.key_of_rung(challenge_id, step.number)
        acting.tell(NoticeReason.CHALLENGE, key=key, posts=[post])
    return climbed


def _time_to_answer(ladder: Sequence[protocol.Rung], number: int) -> timedelta:
    later = [rung.after_minutes for rung in ladder[number + 1 :] if rung.after_minutes]
    return protocol.minutes(later[0] if later else ladder[number].after_minutes or 60)
