"""Recording referrals, offers, tries, answers, interviews and their release."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import InterviewPart, OfferAnswer
from wayhome.stages.interviews.models import (
    Attempt,
    Interview,
    InterviewCovers,
    NotOffered,
    Offer,
    Referral,
    Release,
)


def refer(
    episode: Episode, provider_id: UUID, *, note: str, by: facts.Viewer, at: datetime
) -> Referral:
    """Ask a provider to offer and hold the interview."""
    return Referral.objects.create(
        episode=episode,
        provider_id=provider_id,
        note=note,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_offer(episode: Episode, said: told.Offer, *, by: facts.Viewer, at: datetime) -> Offer:
    """An interview was offered."""
    return Offer.objects.create(
        episode=episode,
        at=said.at,
        how=said.how,
        provider_id=by.agency_id,
        offered_by_name=said.offered_by_name or by.name,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_attempt(
    episode: Episode, said: told.Attempt, *, by: facts.Viewer, at: datetime
) -> Attempt:
    """Somebody tried to reach the child or hold the interview."""
    return Attempt.objects.create(
        episode=episode,
        at=said.at,
        how=said.how,
        outcome=said.outcome,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_answer(
    offer: Offer,
    answer: OfferAnswer,
    *,
    reason: DeclineReason | None,
    words: str,
    by: facts.Viewer,
    at: datetime,
) -> Offer:
    """The child answered the offer. An answer is written once."""
    offer.answer, offer.answered_at, offer.answered_by_id = answer, at, by.practitioner_id
    offer.decline_reason, offer.decline_words = reason or "", words
    offer.save(
        update_fields=["answer", "answered_at", "answered_by", "decline_reason", "decline_words"]
    )
    return offer


def record_not_offered(
    episode: Episode,
    reason: NotOfferedReason,
    *,
    explanation: str,
    by: facts.Viewer,
    at: datetime,
) -> NotOffered:
    """No offer could be made, for a reason a named person authorised."""
    return NotOffered.objects.create(
        episode=episode,
        reason=reason,
        explanation=explanation,
        authorised_by_id=by.practitioner_id,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_interview(
    child_id: UUID,
    said: told.Interview,
    *,
    provider_id: UUID,
    covers: Iterable[UUID],
    by: facts.Viewer,
    at: datetime,
) -> Interview:
    """An interview was held, covering one episode or several."""
    interview = Interview.objects.create(
        child_id=child_id,
        held_at=said.held_at,
        place=said.place,
        interviewer_id=said.interviewer_id,
        provider_id=provider_id,
        provider_type=said.provider_type,
        present=said.present,
        own_words=said.own_words,
        push=list(said.push),
        pull=list(said.pull),
        harms=list(said.harms),
        where_and_with_whom=said.where_and_with_whom,
        would_help=said.would_help,
        carer_view=said.carer_view,
        confidential=said.confidential,
        shareable=said.shareable,
        intelligence=said.intelligence,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
    InterviewCovers.objects.bulk_create(
        InterviewCovers(
            interview=interview,
            episode_id=episode_id,
            recorded_at=at,
            recorded_by_id=by.practitioner_id,
        )
        for episode_id in covers
    )
    return interview


def release(
    interview: Interview,
    part: InterviewPart,
    *,
    released: bool,
    reason: str,
    by: facts.Viewer,
    at: datetime,
) -> Release:
    """Decide about one part: release it, or hold it back with a reason."""
    before = Release.objects.filter(
        interview=interview, part=part, corrected_by__isnull=True
    ).first()
    return Release.objects.create(
        interview=interview,
        part=part,
        released=released,
        reason=reason,
        corrects=before,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )
