"""The absence goes on as if it had never ended, because its end was recorded by mistake.

What the end had started stands down, with the reason. What it had stopped is asked again, by a
time from now: nobody owed it meanwhile. Clocks that run from the report were never reset.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from wayhome.journey import correcting, risk_assessed, telling
from wayhome.journey.acting import Acting
from wayhome.platform.models import Fact
from wayhome.records.children import queries as children
from wayhome.rules import clocks, duties, episode_state, facts, protocol, withdrawing
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.found import queries as found
from wayhome.stages.response import actions as response
from wayhome.stages.response import stopped

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Post

TOLD_OF_A_RETURN = (
    NoticeReason.LOCATED,
    NoticeReason.RETURNED,
    NoticeReason.ENDED_WITHOUT_RETURN,
    NoticeReason.GIVEN_PART,
    NoticeReason.INTERVIEW_REFERRED,
)
ASKED_AGAIN = (
    DutyKind.ASSESS_POLICE,
    DutyKind.ASSESS_CHILDRENS_SERVICES,
    DutyKind.AGREE_LEVEL,
)
WHY_AGAIN = "An end to the search was recorded by mistake"


def rests_on_it(account: facts.Account, remembered: found.Everything) -> list[Fact]:
    """What was recorded only because of the return, and cannot stand without it."""
    seen = account.seen_by_police is not None
    ends = (
        None if seen else correcting.found_by_returning(remembered),
        found.standing(remembered.police_closed),
        found.standing(remembered.finalised),
    )
    return [row for row in ends if row is not None]


def as_before(
    acting: Acting, ended: datetime, told: Iterable[NoticeReason], *, because: str
) -> None:
    """Go on as before the end that was recorded at `ended`, of which `told` was told."""
    as_recorded(acting, because=because)
    for duty in stopped.duties(acting.episode.id, ASKED_AGAIN, at=ended):
        key = f"again:{acting.now.isoformat()}"
        acting.open_duty(DutyKind(duty.kind), key=key, reason=duty.reason)
    _steps_again(acting, ended)
    acting.restated()
    risk_assessed.open_challenge_if_due(acting)
    acting.ask_again(why=WHY_AGAIN)
    _tell(acting, ended, told)
    known = children.known(acting.episode.child_id)
    telling.owe_of_a_mistake(acting, known, since=ended, because=because)


def reviews_by_the_report(acting: Acting, ended: datetime, *, because: str) -> None:
    """The reviews set for after the return fall away: the timetable runs from the report again."""
    first = clocks.after(ended, protocol.minutes(acting.agreed.review_after_return_minutes))
    for review in acting.waiting(DutyKind.REVIEW):
        if review.recorded_at >= ended and review.due_at >= first:
            acting.decline(review, because=because)


def as_recorded(acting: Acting, *, because: str) -> None:
    """What nobody owes any longer stands down; what still stands starts what it starts."""
    account = acting.account
    undone = [
        kind for kind in withdrawing.DONE_BY_RECORDING if not duties.is_done_already(account, kind)
    ]
    over = withdrawing.not_owed_now(account)
    for kind in dict.fromkeys((*over, *undone)):
        for duty in acting.duties_of(kind):
            if duty.declined_at is None and (kind in over or duty.met_at is not None):
                acting.decline(duty, because=because)
    if account.located is not None and not episode_state.ended_without_return(account):
        acting.start(duties.Milestone.LOCATED, at=account.located.at)
    if account.seen_by_police is not None:
        acting.start(duties.Milestone.SEEN)


def _steps_again(acting: Acting, ended: datetime) -> None:
    """The steps that stood down are to be done again, each in the time it was given at first."""
    here = {party.agency_id for party in acting.account.parties}
    again = [
        response.NewStep(
            title=step.title,
            post=step.owner_post if step.owner_agency_id in here else acting.owner_post,
            due_at=clocks.after(acting.now, step.due_at - step.recorded_at),
            detail=step.detail,
            from_protocol=step.from_protocol,
        )
        for step in stopped.steps(acting.episode.id, at=ended)
    ]
    response.add_steps(acting.episode, again, by=acting.by, at=acting.now)


def _tell(acting: Acting, ended: datetime, told: Iterable[NoticeReason]) -> None:
    """Tell those who search or care, and whoever else was told of the end and has a part still."""
    here = {party.agency_id for party in acting.account.parties}
    were_told = stopped.posts_told(acting.episode.id, told, since=ended)
    posts: list[Post] = [
        *acting.owed(NoticeReason.END_WITHDRAWN),
        *(post for post in were_told if post.agency_id in here),
    ]
    acting.tell(NoticeReason.END_WITHDRAWN, key=acting.now.isoformat(), posts=posts)
