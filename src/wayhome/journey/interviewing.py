"""What an offer, an answer or an interview leaves to be done.

Silence is not an answer: an offer that has had none, or a first decline, leaves the duty to
offer again, until the child is heard, has declined twice, or it is authorised not to offer.
"""

from uuid import UUID

from wayhome.journey.acting import Acting, NotNow
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as children
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners.models import Practitioner
from wayhome.rules import access, duties, episode_state, interviews
from wayhome.rules.vocabulary import AgencyKind, Capacity, DutyKind, OfferAnswer, PostKind

OFFERING = (DutyKind.OFFER_INTERVIEW, DutyKind.SECOND_OFFER)
UNTIL_SETTLED = (*OFFERING, DutyKind.HOLD_INTERVIEW)


def after_offer(acting: Acting, offer_id: UUID) -> None:
    """An offer was made and has no answer yet."""
    _offer_again(acting, key=str(offer_id), why="The offer has had no answer: offer again")


def after_answer(acting: Acting, offer_id: UUID, answer: OfferAnswer) -> None:
    """The child answered an offer."""
    acting.stand_down(DutyKind.SECOND_OFFER, because="The child answered")
    if answer is OfferAnswer.ACCEPTED:
        acting.start(duties.Milestone.ACCEPTED, key=str(offer_id))
    elif episode_state.interview_is_settled(acting.account):
        settled(acting, because="The child declined a second time")
    else:
        _offer_again(
            acting,
            key=f"{offer_id}:{answer}",
            why="One decline does not end it: offer again",
        )


def not_held(acting: Acting, duty_id: UUID) -> None:
    """An interview that was accepted will not be held: the child is offered one again."""
    acting.open_duty(DutyKind.SECOND_OFFER, key=str(duty_id), reason="It was not held: offer again")


def settled(acting: Acting, *, because: str) -> None:
    """The child was heard, or will not be: what was waiting for that falls away."""
    acting.stand_down(*UNTIL_SETTLED, because=because)
    acting.start(duties.Milestone.SETTLED)


def release_by(acting: Acting, provider_id: UUID) -> None:
    """The agency that held the interview decides what is released of it."""
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


def require_a_part(acting: Acting, agency_id: UUID) -> None:
    """Raises NotNow where the interviewer's agency has no part that may hold the interview."""
    plays = {party.capacity for party in acting.account.parties if party.agency_id == agency_id}
    if not plays & access.PART_NEEDED[access.Deed.HOLD_INTERVIEW]:
        raise NotNow("Refer the interview first to the agency of this interviewer.")


def independent(interviewer_id: UUID, *, child_id: UUID) -> Practitioner:
    """The interviewer, who neither cares for the child nor holds the case. Raises Refused."""
    person = practitioners.one(interviewer_id)
    if person is None:
        raise NotNow("Choose the interviewer from the list.")
    arrangement = children.known(child_id).arrangement
    refusal = interviews.refusal_of(
        interviews.Interviewer(person.id, person.agency_id, AgencyKind(person.agency.kind)),
        care=interviews.Care(
            placement_id=arrangement.placement_id if arrangement else None,
            social_worker_id=arrangement.social_worker_id if arrangement else None,
        ),
    )
    if refusal is not None:
        raise access.Refused(refusal.reason)
    return person
