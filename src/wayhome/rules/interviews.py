"""The return home interview: who may hold it, and what one answer leads to.

Every return of every child is offered one; no threshold suppresses an offer.
"""

from dataclasses import dataclass
from uuid import UUID

from wayhome.rules import facts, sources
from wayhome.rules.vocabulary import AgencyKind, OfferAnswer


@dataclass(frozen=True, slots=True)
class Interviewer:
    """The person who would hold the interview."""

    practitioner_id: UUID
    agency_id: UUID
    agency_kind: AgencyKind


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


def second_offer_owed(account: facts.Account) -> bool:
    """Whether the newest answer is a decline and the child has not been offered again since."""
    return bool(
        len(account.offers) == 1
        and account.offers[0].answer is OfferAnswer.DECLINED
        and account.interview is None
    )
