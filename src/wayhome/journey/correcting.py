"""What must still be true once a moment is corrected, and which clocks it moves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey import acting
from wayhome.journey.acting import Acting, Outcome
from wayhome.platform.audit.models import Verb
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, duties, facts, moments, sentences, told
from wayhome.rules.vocabulary import DutyKind, ReturnedTo
from wayhome.stages.found import actions
from wayhome.stages.found import queries as found

if TYPE_CHECKING:
    from wayhome.stages.found.models import Located

SAY_WHY = "Say what was wrong and how it is known."
MOST = 300  # letters of a reason that the ledger keeps
MISSING_AGAIN = moments.Problem(
    "at", "The child was missing again by then. Check this time and the next report."
)


class CorrectedAlready(acting.NotNow):
    """Somebody has corrected this since it was looked at; what they recorded stands."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Somebody has corrected this already. Look again at what stands now.")


def begin(
    episode_id: UUID, deed: access.Deed, *, why: str, by: facts.Viewer, now: datetime
) -> Acting:
    """Begin a correction, by somebody who may record the thing itself; it says why."""
    begun = acting.begin(episode_id, deed, by=by, now=now)
    acting.unless(acting.said(why, field="why", or_else=SAY_WHY))
    return begun


def begin_hearing(
    episode_id: UUID, deed: access.Deed, *, why: str, by: facts.Viewer, now: datetime
) -> Acting:
    """Begin a correction about the return home interview, perhaps after the episode has closed."""
    begun = acting.begin_hearing(episode_id, deed, by=by, now=now)
    acting.unless(acting.said(why, field="why", or_else=SAY_WHY))
    return begun


def finish(step: Acting, deed: access.Deed, *, made_id: UUID, why: str) -> Outcome:
    """Finish a correction; the ledger keeps the reason."""
    return acting.finish(step, deed, made_id=made_id, verb=Verb.ALTER, reason=why[:MOST])


def standing(
    rows: Sequence[found.Ending], instead_of: UUID | None, *, or_else: str
) -> found.Ending:
    """The moment that stands among these, and is to be corrected.

    `instead_of` is the one that was looked at, where the caller knows it. Raises NotNow with
    `or_else` when nothing stands, CorrectedAlready when another stands in its place.
    """
    stands = found.standing(rows)
    if stands is None:
        raise acting.NotNow(or_else)
    not_again(is_corrected=instead_of not in (None, stands.id))
    return stands


def not_again(*, is_corrected: bool) -> None:
    """Raise CorrectedAlready for what was corrected before: one correction names one fact."""
    if is_corrected:
        raise CorrectedAlready


def ends_otherwise(one: str, other: ReturnedTo) -> bool:
    """Whether one of two endings is a return and the other is none."""
    return (ReturnedTo(one) in duties.NOT_BACK) != (other in duties.NOT_BACK)


def found_by_returning(remembered: found.Everything) -> "Located | None":
    """The find that was recorded only because the child came straight back, or None."""
    located = found.standing(remembered.located)
    returned = found.standing(remembered.returned)
    together = (
        located is not None
        and returned is not None
        and located.at == returned.at
        and located.recorded_at == returned.recorded_at
    )
    return located if together else None


def move_find(
    step: Acting, wrong_id: UUID, said: told.Returned, *, why: str, by: facts.Viewer
) -> None:
    """Correct a find that was only the return itself, in step with the return."""
    moved = told.Located(said.at, said.to.label, said.found_by, said.circumstances)
    corrects = told.Correction(wrong_id, why)
    actions.record_located(step.episode, moved, by=by, at=step.now, corrects=corrects)
    restart(step, DutyKind.PREVENTION_INTERVIEW, started_at=said.at, why=why)


def seen_still_follows(
    account: facts.Account, *, found_at: datetime, now: datetime
) -> tuple[moments.Problem, ...]:
    """Whether the prevention interview can still have been held when it was."""
    if account.seen_by_police is None:
        return ()
    moved = replace(account, located=facts.Moment(found_at, now))
    return moments.check_seen(moved, at=account.seen_by_police.at, now=now)


def what_followed_still_follows(
    step: Acting, *, returned_at: datetime, now: datetime
) -> tuple[moments.Problem, ...]:
    """Whether the offers, the interview and the next absence can still follow the return."""
    moved = replace(step.account, returned=facts.Moment(returned_at, now))
    problems = [
        problem
        for offer in moved.offers
        for problem in moments.check_offer(moved, at=offer.at, now=now)
    ]
    if moved.interview is not None:
        problems += moments.check_interview(moved, at=moved.interview.at, now=now)
    away_again = episodes.next_absence_after(step.episode)
    if away_again is not None and returned_at > away_again:
        problems.append(MISSING_AGAIN)
    return tuple(dict.fromkeys(problems))


def restart(
    step: Acting,
    kind: DutyKind,
    *,
    why: str,
    started_at: datetime | None = None,
    done_at: datetime | None = None,
) -> None:
    """Count a duty again from `started_at`, or as done at `done_at`: each is as it was if None.

    The duty as it was counted first falls away with the reason. Nothing is counted again that
    fell away for a reason of its own, or whose moments have not changed.
    """
    for duty in [duty for duty in step.duties_of(kind) if duty.declined_at is None]:
        begins, done = started_at or duty.started_at, done_at or duty.met_at
        if duty.met_at is None:
            done = None
        if (begins, done) == (duty.started_at, duty.met_at):
            continue
        step.decline(duty, because=sentences.CORRECTED % {"why": why})
        key = f"corrected:{step.now.isoformat()}"
        step.open_duty(kind, key=key, reason=duty.reason, started_at=begins, post=duty.owner_post)
        if done is not None:
            step.meet_these(step.waiting_for(kind, key), done_at=done)
