"""What an offer, an answer or an interview leaves to be done.

Silence is not an answer: an offer that has had none, or a first decline, leaves the duty to
offer again, until the child is heard, has declined twice, or it is authorised not to offer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Acting, NotNow
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as children
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners.models import Practitioner
from wayhome.rules import access, duties, episode_state, facts, interviews, redaction
from wayhome.rules.vocabulary import AgencyKind, Capacity, DutyKind, OfferAnswer, PostKind

if TYPE_CHECKING:
    from wayhome.stages.interviews.models import Offer

OFFERING = (DutyKind.OFFER_INTERVIEW, DutyKind.SECOND_OFFER)
OF_A_MISTAKE = (
    "This offer was made for a return that was recorded by mistake. Record a new offer once the "
    "child is back."
)
UNTIL_SETTLED = (*OFFERING, DutyKind.HOLD_INTERVIEW)
SAY_WHY_DECLINED = "Say why the child declined, in the child's words if you can."
SAY_WHY_NOT = "Say why no interview could be offered."
NO_ANSWER = "The offer has had no answer: offer again"
ONE_DECLINE = "One decline does not end it: offer again"


def after_offer(acting: Acting, offer_id: UUID) -> None:
    """An offer was made and has no answer yet."""
    _offer_again(acting, key=str(offer_id), why=NO_ANSWER)


def after_answer(acting: Acting, offer_id: UUID, answer: OfferAnswer) -> None:
    """The child answered an offer."""
    acting.stand_down(DutyKind.SECOND_OFFER, because="The child answered")
    if answer is OfferAnswer.ACCEPTED:
        to_be_held(acting, key=str(offer_id))
    elif episode_state.interview_is_settled(acting.account):
        settled(acting, because="The child declined a second time")
    else:
        _offer_again(acting, key=f"{offer_id}:{answer}", why=ONE_DECLINE)


def unless_heard_and_closed(acting: Acting) -> None:
    """Once the child was heard and the episode has closed nobody is asked again. Raises NotNow."""
    if acting.account.closed is not None and acting.account.interview is not None:
        raise NotNow("An interview already covers this episode.")


def not_held(acting: Acting, duty_id: UUID) -> None:
    """An interview that was accepted will not be held: the child is offered one again."""
    acting.open_duty(DutyKind.SECOND_OFFER, key=str(duty_id), reason="It was not held: offer again")


def settled(acting: Acting, *, because: str) -> None:
    """The child was heard, or will not be: what was waiting for that falls away.

    What follows is asked for once, or again where it fell away because it was not so after all.
    """
    acting.stand_down(*UNTIL_SETTLED, because=because)
    for kind in duties.STARTED_BY[duties.Milestone.SETTLED]:
        if not duties.is_done_already(acting.account, kind) and not acting.waiting(kind):
            again = f"again:{acting.now.isoformat()}"
            acting.open_duty(kind, key=again if acting.duties_of(kind) else "once")


def owed_now(
    acting: Acting,
    *,
    key: str,
    because: str,
    of_newest: bool = False,
    instead_of: tuple[str, ...] = (),
) -> None:
    """What is owed once something was put right, as if it had been recorded so at first.

    What was asked for because of what was wrong falls away: of the newest offer, to offer again;
    under the keys of a wrong acceptance, to hold the interview. What is settled no longer is
    asked for again, from when it was owed, and what would follow it falls away.
    """
    if of_newest:
        acting.stand_down(DutyKind.SECOND_OFFER, because=because)
    would_talk = any(offer.answer is OfferAnswer.ACCEPTED for offer in acting.account.offers)
    for duty in acting.waiting(DutyKind.HOLD_INTERVIEW):
        if not would_talk or duty.key.startswith(instead_of):
            acting.decline(duty, because=because)
    if episode_state.interview_is_settled(acting.account):
        settled(acting, because=because)
    else:
        acting.stand_down(*duties.STARTED_BY[duties.Milestone.SETTLED], because=because)
        _next(acting, key=key)


def _next(acting: Acting, *, key: str) -> None:
    """What comes next of an interview that is not settled, by the newest offer, unless it waits."""
    offers, returned = acting.account.offers, acting.account.returned
    if offers and offers[-1].answer is OfferAnswer.ACCEPTED:
        if not acting.waiting(*UNTIL_SETTLED):
            to_be_held(acting, key=key, since=offers[-1].answered_at)
    elif acting.waiting(*OFFERING):
        return
    elif offers:
        answer = offers[-1].answer
        why = NO_ANSWER if answer is OfferAnswer.NO_ANSWER else ONE_DECLINE
        _offer_again(acting, key=f"{key}:{answer}", why=why)
    else:
        since = returned.at if returned else None
        acting.open_duty(DutyKind.OFFER_INTERVIEW, key=key, started_at=since)


def to_be_held(acting: Acting, *, key: str, since: datetime | None = None) -> None:
    """The child would like to talk: the interview is to be held, counted from that answer."""
    acting.start(duties.Milestone.ACCEPTED, at=since, key=key)


def release_by(acting: Acting, provider_id: UUID) -> None:
    """The coordinator of the agency that held the interview sees that its release is decided."""
    plays = {party.capacity for party in acting.account.parties if party.agency_id == provider_id}
    kind = (
        PostKind.INTERVIEW_COORDINATOR
        if Capacity.INTERVIEW_PROVIDER in plays
        else PostKind.MISSING_COORDINATOR
    )
    post = agencies.choose_post(acting.posts(), agency_id=provider_id, kind=kind)
    for released in duties.STARTED_BY[duties.Milestone.HELD]:
        acting.open_duty(released, post=post)


def _offer_again(acting: Acting, *, key: str, why: str) -> None:
    due = interviews.next_offer_due(acting.agreed, account=acting.account)
    if due is not None:
        newest = acting.account.offers[-1]
        acting.open_duty(
            DutyKind.SECOND_OFFER,
            key=key,
            reason=why,
            started_at=newest.answered_at or newest.at,
            due_at=due,
        )


def interviewer(interviewer_id: UUID, *, child_id: UUID, by: facts.Viewer) -> Practitioner:
    """The interviewer, of the agency of whoever records it. Raises Refused.

    They neither care for the child nor hold the case. Raises NotNow for nobody who is known.
    """
    person = practitioners.one(interviewer_id)
    if person is None:
        raise NotNow("Choose the interviewer from the list.")
    arrangement = children.known(child_id).arrangement
    named = interviews.Interviewer(
        person.id, person.agency_id, AgencyKind(person.agency.kind), active=person.is_active
    )
    care = interviews.Care(
        placement_id=arrangement.placement_id if arrangement else None,
        social_worker_id=arrangement.social_worker_id if arrangement else None,
    )
    refusal = interviews.refusal_of(named, care=care) or interviews.refusal_to_name(named, by=by)
    if refusal is not None:
        raise access.Refused(refusal.reason)
    return person


def to_begin_anew(provider_id: UUID, account: facts.Account) -> list[facts.Party]:
    """A provider's part that tells it nothing more of the child, which ends to begin anew."""
    closed_at = account.closed.at if account.closed else None
    return [
        party
        for party in account.parties
        if party.agency_id == provider_id
        and party.capacity is Capacity.INTERVIEW_PROVIDER
        and not redaction.counts_for_record(party, closed_at=closed_at)
    ]


def replaced_by(provider_id: UUID, account: facts.Account) -> list[facts.Party]:
    """The providers asked before this one; none once one of them has heard the child."""
    return [
        party
        for party in account.parties
        if account.interview is None
        and party.capacity is Capacity.INTERVIEW_PROVIDER
        and party.agency_id != provider_id
    ]


def require_of_this_return(account: facts.Account, line: "Sequence[Offer]") -> None:
    """An offer made for a return that was a mistake is answered no more. Raises NotNow.

    `line` is the offer and what it was recorded in place of, back to the first.
    """
    if line[-1].recorded_at not in {offer.recorded_at for offer in account.offers}:
        raise NotNow(OF_A_MISTAKE)


def require_one_child(covered: Sequence[Acting]) -> None:
    """One interview is of one child. Raises NotNow."""
    if len({acting.episode.child_id for acting in covered}) > 1:
        raise NotNow("One interview covers episodes of one child.")
