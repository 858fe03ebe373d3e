"""Where an episode stands: a ladder over what is recorded, strongest outcome first.

Nobody sets a state. Five different moments end an absence, each with its own owner: located,
returned, seen by police, police record closed, council episode finalised.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wayhome.rules import clocks, facts, risk, sentences, sources
from wayhome.rules.vocabulary import DutyKind, EpisodeState, OfferAnswer

OFFERS_BEFORE_A_DECLINE_STANDS = 2


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that must be done before an episode can be closed."""

    reason: str
    source: sources.Source


def has_returned(account: facts.Account) -> bool:
    """Whether the child is known to be back. Nothing that follows a return counts before it."""
    return account.returned is not None and account.came_back


def ended_without_return(account: facts.Account) -> bool:
    """Whether the absence ended though the child did not come back: turned 18, or died."""
    return account.returned is not None and not account.came_back


def returned_and(
    holds: Callable[[facts.Account], bool],
) -> Callable[[facts.Account], bool]:
    """What is asked only of a child who came back."""
    return lambda account: ended_without_return(account) or holds(account)


def police_record_may_close(account: facts.Account) -> bool:
    """Whether the child is back and has been seen, or the absence ended without a return."""
    return ended_without_return(account) or (
        has_returned(account) and account.seen_by_police is not None
    )


def council_record_may_end(account: facts.Account) -> bool:
    """Whether the return home interview is settled, or the absence ended without a return."""
    return ended_without_return(account) or interview_is_settled(account)


def interview_is_settled(account: facts.Account) -> bool:
    """Whether the return home interview was held, twice declined, or not offered with a reason.

    One decline does not end it: the child is offered again.
    """
    declined = [offer for offer in account.offers if offer.answer is OfferAnswer.DECLINED]
    return (
        account.interview is not None
        or account.not_offered is not None
        or len(declined) >= OFFERS_BEFORE_A_DECLINE_STANDS
    )


def may_still_talk(account: facts.Account) -> bool:
    """Whether the episode has closed and the child has not been heard: they may ask to be, yet."""
    return account.closed is not None and account.interview is None


def support_is_settled(account: facts.Account) -> bool:
    """Whether support was agreed, or a named person recorded why none is needed."""
    return account.support_agreed is not None or account.support_not_needed is not None


LADDER: tuple[tuple[EpisodeState, Callable[[facts.Account], bool]], ...] = (
    (EpisodeState.CLOSED, lambda account: account.closed is not None),
    (
        EpisodeState.SUPPORT_AGREED,
        lambda account: (
            has_returned(account) and interview_is_settled(account) and support_is_settled(account)
        ),
    ),
    (
        EpisodeState.INTERVIEW_SETTLED,
        lambda account: has_returned(account) and interview_is_settled(account),
    ),
    (
        EpisodeState.INTERVIEW_OFFERED,
        lambda account: has_returned(account) and bool(account.offers),
    ),
    (
        EpisodeState.SEEN,
        lambda account: has_returned(account) and account.seen_by_police is not None,
    ),
    (EpisodeState.RETURNED, has_returned),
    (EpisodeState.ENDED_WITHOUT_RETURN, ended_without_return),
    (EpisodeState.LOCATED, lambda account: account.located is not None),
    (EpisodeState.AGREED, lambda account: risk.agreed_joint(account) is not None),
    (EpisodeState.ASSESSED, lambda account: bool(account.assessments)),
    (EpisodeState.REPORTED, lambda _account: True),
)


def state_of(account: facts.Account) -> EpisodeState:
    """The strongest rung that what is recorded supports."""
    return next(state for state, holds in LADDER if holds(account))


def is_still_away(account: facts.Account) -> bool:
    """Whether the child is not known to be back, so that the absence goes on."""
    return account.returned is None and account.closed is None


BEFORE_CLOSING: tuple[tuple[Callable[[facts.Account], bool], Blocker], ...] = (
    (
        returned_and(has_returned),
        Blocker("The child's return has not been recorded", sources.DEFINITION),
    ),
    (
        returned_and(lambda account: account.seen_by_police is not None),
        Blocker(
            "The police have not recorded a prevention interview", sources.PREVENTION_INTERVIEW
        ),
    ),
    (
        returned_and(interview_is_settled),
        Blocker(
            "The return home interview is not settled: hold it, offer it a second time, "
            "or record why it could not be offered",
            sources.RETURN_INTERVIEW,
        ),
    ),
    (
        returned_and(support_is_settled),
        Blocker("No support plan has been agreed, or why none is needed", sources.SHARED_FINDINGS),
    ),
    (
        lambda account: account.police_closed is not None,
        Blocker("The police record is still open", sources.DEFINITION),
    ),
    (
        lambda account: account.finalised is not None,
        Blocker(
            "The responsible council has not finalised its record", sources.RESPONSIBLE_AUTHORITY
        ),
    ),
)

ENDED_BY_CLOSING = frozenset(
    {
        DutyKind.REVIEW,
        DutyKind.ASSESS_POLICE,
        DutyKind.ASSESS_CHILDRENS_SERVICES,
        DutyKind.AGREE_LEVEL,
        DutyKind.REASSESS,
        DutyKind.ACCEPT_HANDOVER,
        DutyKind.HOLD_INTERVIEW,
        DutyKind.SECOND_OFFER,
    }
)


def closing_blockers(account: facts.Account) -> tuple[Blocker, ...]:
    """What must be done before this episode may be closed; empty when it may."""
    undone = [blocker for holds, blocker in BEFORE_CLOSING if not holds(account)]
    duties = [
        Blocker(sentences.STILL_TO_DO % {"duty": duty.kind.label}, sources.FOUR_MINIMUM_ACTIONS)
        for duty in account.duties
        if clocks.is_open(duty) and duty.kind not in ENDED_BY_CLOSING
    ]
    return tuple(undone + duties)
