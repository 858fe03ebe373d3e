"""What must still be true once an offer of an interview is corrected, and what it counts for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from wayhome.journey import interviewing
from wayhome.journey.acting import Acting
from wayhome.rules import episode_state, facts, moments, sentences
from wayhome.rules.vocabulary import OfferAnswer

if TYPE_CHECKING:
    from wayhome.stages.interviews.models import Offer
    from wayhome.stages.response.models import Duty


def still_follows(
    account: facts.Account, line: "Sequence[Offer]", *, offered_at: datetime, now: datetime
) -> tuple[moments.Problem, ...]:
    """Whether the answer, and the interview, can still have come when they did."""
    wrong, first = line[0], line[-1]
    problems: tuple[moments.Problem, ...] = ()
    if wrong.answered_at is not None:
        moved = facts.Offer(offered_at, first.recorded_at)
        problems += moments.check_answer(moved, at=wrong.answered_at, now=now)
    if account.interview is not None:
        offers = tuple(
            replace(each, at=offered_at) if each.recorded_at == first.recorded_at else each
            for each in account.offers
        )
        moved_account = replace(account, offers=offers)
        problems += moments.check_interview(moved_account, at=account.interview.at, now=now)
    return problems


def count_again(acting: Acting, line: "Sequence[Offer]", *, offered_at: datetime, why: str) -> None:
    """The duty that this offer met was met when it was really made."""
    for kind in interviewing.OFFERING:
        for duty in acting.duties_of(kind):
            if _was_met_by(acting.account, duty, line) and duty.met_at != offered_at:
                acting.decline(duty, because=sentences.CORRECTED % {"why": why})
                key = f"corrected:{acting.now.isoformat()}:{duty.kind}"
                acting.open_duty(
                    kind,
                    key=key,
                    reason=duty.reason,
                    started_at=duty.started_at,
                    due_at=duty.due_at,
                    post=duty.owner_post,
                )
                acting.meet_these(acting.waiting_for(kind, key), done_at=offered_at)


def _was_met_by(account: facts.Account, duty: "Duty", line: "Sequence[Offer]") -> bool:
    """Whether this offer met the duty, however often either was counted again since."""
    wrong = line[0]
    if duty.declined_at is not None or duty.met_at != wrong.at:
        return False
    at_once = [offer for offer in account.offers if offer.at == wrong.at]
    return len(at_once) == 1 or duty.met_recorded_at in {row.recorded_at for row in line}


def offered_otherwise(acting: Acting, made: "Offer", line: "Sequence[Offer]", *, why: str) -> None:
    """The clock to offer again, which an offer without an answer starts, is counted again."""
    if made.at != line[0].at and made.answered_at is None:
        _owed_now(acting, made, line, why=why)


def answered_otherwise(acting: Acting, made: "Offer", line: "Sequence[Offer]", *, why: str) -> None:
    """What was asked for because of the wrong answer falls away; what is owed is asked for."""
    if made.answer == line[0].answer:
        return
    _owed_now(acting, made, line, why=why)
    is_settled = episode_state.interview_is_settled(acting.account)
    if made.answer == OfferAnswer.ACCEPTED and not is_settled:
        interviewing.to_be_held(acting, key=str(made.id), since=made.answered_at)


def _owed_now(acting: Acting, made: "Offer", line: "Sequence[Offer]", *, why: str) -> None:
    interviewing.owed_now(
        acting,
        key=str(made.id),
        because=sentences.CORRECTED % {"why": why},
        of_newest=acting.account.offers[-1].recorded_at == line[-1].recorded_at,
        instead_of=tuple(str(row.id) for row in line),
    )
