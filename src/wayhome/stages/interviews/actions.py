"""Recording referrals, offers, tries, answers, interviews and their release."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.records.episodes.models import Episode
from wayhome.rules import facts, told
from wayhome.rules.reasons import DeclineReason
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
    episode: Episode,
    said: told.Attempt,
    *,
    by: facts.Viewer,
    at: datetime,
    corrects: told.Correction | None = None,
) -> Attempt:
    """Somebody tried to reach the child or hold the interview; or it is put right."""
    return Attempt.objects.create(
        episode=episode,
        at=said.at,
        how=said.how,
        outcome=said.outcome,
        corrects_id=corrects.fact_id if corrects else None,
        why_corrected=corrects.why if corrects else "",
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


def correct_offer(
    wrong: Offer, said: told.Offer, *, why: str, by: facts.Viewer, at: datetime
) -> Offer:
    """An offer as it should have been recorded, with the answer it had."""
    made = _instead_of(wrong, why=why, by=by, at=at)
    made.at, made.how = said.at, said.how
    made.offered_by_name = said.offered_by_name or wrong.offered_by_name
    made.save(force_insert=True)
    return made


def correct_answer(
    wrong: Offer, said: told.Answered, *, why: str, by: facts.Viewer, at: datetime
) -> Offer:
    """An offer with the answer it should have had. No answer yet is one, too."""
    made = _instead_of(wrong, why=why, by=by, at=at)
    made.answer, made.decline_reason = said.answer, said.reason or ""
    made.decline_words = said.words
    if said.answer is OfferAnswer.NO_ANSWER:
        made.answered_at = made.answered_by_id = None
    else:
        made.answered_by_id = by.practitioner_id
    made.save(force_insert=True)
    return made


def _instead_of(wrong: Offer, *, why: str, by: facts.Viewer, at: datetime) -> Offer:
    """The same offer again, to be corrected and written beside the first."""
    return Offer(
        episode_id=wrong.episode_id,
        at=wrong.at,
        how=wrong.how,
        provider_id=wrong.provider_id,
        offered_by_name=wrong.offered_by_name,
        answer=wrong.answer,
        answered_at=wrong.answered_at,
        answered_by_id=wrong.answered_by_id,
        decline_reason=wrong.decline_reason,
        decline_words=wrong.decline_words,
        corrects=wrong,
        why_corrected=why,
        recorded_at=at,
        recorded_by_id=by.practitioner_id,
    )


def record_not_offered(
    episode_id: UUID,
    said: told.NotOffered,
    *,
    instead_of: told.Correction | None = None,
    withdrawn: bool = False,
    by: facts.Viewer,
    at: datetime,
) -> NotOffered:
    """No offer could be made, for a reason a named person authorised; or that is withdrawn."""
    return NotOffered.objects.create(
        episode_id=episode_id,
        reason=said.reason,
        explanation=said.explanation,
        authorised_by_id=by.practitioner_id,
        withdrawn=withdrawn,
        corrects_id=instead_of.fact_id if instead_of else None,
        why_corrected=instead_of.why if instead_of else "",
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
