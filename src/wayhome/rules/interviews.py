"""The return home interview: what it is called, who may hold it, and what an answer leads to.

Every return of every child is offered one; no threshold suppresses an offer. The 72 hours are
statutory guidance in England; in Wales this service holds to them as good practice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from uuid import UUID

from wayhome.rules import clocks, episode_state, facts, protocol, sources
from wayhome.rules.vocabulary import AgencyKind, DutyKind, Jurisdiction, OfferAnswer


@dataclass(frozen=True, slots=True)
class Interviewer:
    """The person who would hold the interview."""

    practitioner_id: UUID
    agency_id: UUID
    agency_kind: AgencyKind
    active: bool = True


@dataclass(frozen=True, slots=True)
class Care:
    """Who cares for the child and who holds the case."""

    placement_id: UUID | None = None
    social_worker_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a person may not hold this interview."""

    reason: str
    source: sources.Source


@dataclass(frozen=True, slots=True)
class Naming:
    """What the interview is called in one nation, and how binding its 72 hours are there."""

    name: str
    source: sources.Source


NAMING: Mapping[Jurisdiction, Naming] = MappingProxyType(
    {
        Jurisdiction.ENGLAND: Naming("return home interview", sources.RETURN_INTERVIEW),
        Jurisdiction.WALES: Naming("return discussion", sources.WALES_GUIDE),
    }
)
_EVER = datetime.min.replace(tzinfo=UTC)
_STILL_ASKED = {DutyKind.SECOND_OFFER, DutyKind.HOLD_INTERVIEW}
SHARED_BETWEEN_EPISODES = sources.ONE_INTERVIEW_SEVERAL_EPISODES


def refusal_of(interviewer: Interviewer, *, care: Care) -> Refusal | None:
    """Why this person is not independent of the child's care, or None when they are."""
    reason = None
    if interviewer.agency_kind is AgencyKind.CARE_HOME or (
        care.placement_id is not None and interviewer.agency_id == care.placement_id
    ):
        reason = "The interviewer cares for the child; the interview must be independent of care"
    elif interviewer.practitioner_id == care.social_worker_id:
        reason = "The interviewer is the child's social worker; choose someone who is not"
    elif interviewer.agency_kind is AgencyKind.POLICE:
        reason = "Police hold the prevention interview; the return interview is independent of them"
    return Refusal(reason, sources.RETURN_INTERVIEW) if reason else None


def refusal_to_name(interviewer: Interviewer, *, by: facts.Viewer) -> Refusal | None:
    """Why this person may not be named as the interviewer by somebody else, or None.

    The child's words are kept by the agency that heard them, and only it may say who heard.
    """
    reason = None
    if interviewer.agency_id != by.agency_id:
        reason = (
            "This person works for another agency. Ask that agency to record the interview, or "
            "choose who held it from your own"
        )
    elif not interviewer.active:
        reason = (
            "This person's account is closed. Choose who held the interview among those who sign "
            "in now, or ask for the account to be opened again"
        )
    return Refusal(reason, sources.INTERVIEWER_NAMED) if reason else None


def provider_has_finished(account: facts.Account, party: facts.Party) -> bool:
    """Whether a provider has done what it was asked since its part began.

    The child was heard and it is decided what is released, or has said no to what it offered.
    """
    waiting = {duty.kind for duty in account.duties if clocks.is_open(duty)}
    if account.interview is not None:
        return DutyKind.RELEASE_FINDINGS not in waiting
    since = [each for each in account.offers if each.recorded_at >= (party.began_at or _EVER)]
    declined = bool(since) and _newest(account).answer is OfferAnswer.DECLINED
    return declined and not waiting & _STILL_ASKED


def second_offer_owed(account: facts.Account) -> bool:
    """Whether the newest answer is a decline and the child must be offered an interview again.

    One decline never stands alone. A decline after an offer that nobody answered is still the
    first. Once an offer has been made again the child's answer is waited for (see
    `next_offer_due`), and a second decline settles it.
    """
    return (
        bool(account.offers)
        and _newest(account).answer is OfferAnswer.DECLINED
        and not episode_state.interview_is_settled(account)
    )


def next_offer_due(agreed: protocol.Protocol, *, account: facts.Account) -> datetime | None:
    """The last moment to offer again, or None when nothing asks for another offer.

    Counted from the decline, or from an offer that has had no answer: silence is not an answer
    and does not end it. None before a first offer, after an acceptance and once settled.
    """
    if not account.offers or episode_state.interview_is_settled(account):
        return None
    newest = _newest(account)
    if newest.answer is OfferAnswer.ACCEPTED:
        return None
    allowed = protocol.minutes(agreed.second_offer_within_minutes)
    return clocks.after(newest.answered_at or newest.at, allowed)


def _newest(account: facts.Account) -> facts.Offer:
    return sorted(account.offers, key=lambda offer: offer.recorded_at)[-1]
