"""Questions about return home interviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.gather import gather
from wayhome.rules.vocabulary import InterviewPart
from wayhome.stages.interviews.models import (
    Attempt,
    Interview,
    InterviewCovers,
    NotOffered,
    Offer,
    Referral,
    Release,
)


class NoSuchOffer(LookupError):
    """No offer or interview of this episode is known by that identifier."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All this stage remembers of one episode."""

    referrals: list[Referral]
    offers: list[Offer]
    attempts: list[Attempt]
    not_offered: list[NotOffered]
    covers: list[InterviewCovers]
    interviews: list[Interview]
    releases: list[Release]


def everything(episode_id: UUID) -> Everything:
    """The return home interview of an episode, by one query."""
    covering = InterviewCovers.objects.filter(episode_id=episode_id).values("interview_id")
    return Everything(
        *gather(
            Referral.objects.filter(episode_id=episode_id),
            Offer.objects.filter(episode_id=episode_id),
            Attempt.objects.filter(episode_id=episode_id),
            NotOffered.objects.filter(episode_id=episode_id),
            InterviewCovers.objects.filter(episode_id=episode_id),
            Interview.objects.filter(id__in=covering),
            Release.objects.filter(interview_id__in=covering),
        )
    )


def offer(episode_id: UUID, offer_id: UUID) -> Offer:
    """One offer of this episode, locked. Raises NoSuchOffer."""
    found = Offer.objects.select_for_update().filter(id=offer_id, episode_id=episode_id).first()
    if found is None:
        raise NoSuchOffer(str(offer_id))
    return found


def interview_of(episode_id: UUID) -> Interview:
    """The interview that covers this episode. Raises NoSuchOffer."""
    found = Interview.objects.filter(covers__episode_id=episode_id).first()
    if found is None:
        raise NoSuchOffer(str(episode_id))
    return found


def parts_decided(interview_id: UUID) -> set[InterviewPart]:
    """The parts of an interview about whose release somebody has decided."""
    decided = Release.objects.filter(interview_id=interview_id).values_list("part", flat=True)
    return {InterviewPart(part) for part in decided}


def released(releases: Iterable[Release], part: InterviewPart) -> bool:
    """Whether the newest decision about a part is to release it."""
    decisions = [release for release in releases if release.part == part]
    return bool(decisions) and decisions[-1].released


def last_shareable(child_id: UUID) -> Interview | None:
    """The child's newest interview whose shareable part has been released, or None."""
    shared = Release.objects.filter(
        part=InterviewPart.SHAREABLE, released=True, corrected_by__isnull=True
    )
    return (
        Interview.objects.filter(child_id=child_id, id__in=shared.values("interview_id"))
        .order_by("-held_at")
        .first()
    )


def covered(episode_ids: Iterable[UUID]) -> set[UUID]:
    """Of some episodes, those an interview covers."""
    held = InterviewCovers.objects.filter(episode_id__in=list(episode_ids))
    return set(held.values_list("episode_id", flat=True))


def offers_of(episode_ids: Iterable[UUID]) -> dict[UUID, list[Offer]]:
    """The offers of each of some episodes, oldest first."""
    grouped: dict[UUID, list[Offer]] = {}
    for made in Offer.objects.filter(episode_id__in=list(episode_ids)).order_by("at", "id"):
        grouped.setdefault(made.episode_id, []).append(made)
    return grouped
