"""Questions about return home interviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wayhome.platform.gather import Reading, Tables, gather
from wayhome.platform.unknown import NoSuch
from wayhome.records.episodes.models import Episode
from wayhome.rules.vocabulary import EpisodeState, InterviewPart
from wayhome.stages.interviews.models import (
    Attempt,
    Interview,
    InterviewCovers,
    NotOffered,
    Offer,
    Referral,
    Release,
)


class NoSuchOffer(NoSuch):
    """No offer, try or interview of this episode is known by that identifier."""


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


def tables(episode_id: UUID) -> Tables:
    """Every table of this stage, as it is asked about one episode, in the order of `Everything`."""
    covering = InterviewCovers.objects.filter(episode_id=episode_id).values("interview_id")
    return (
        Referral.objects.filter(episode_id=episode_id),
        Offer.objects.filter(episode_id=episode_id),
        Attempt.objects.filter(episode_id=episode_id),
        NotOffered.objects.filter(episode_id=episode_id),
        InterviewCovers.objects.filter(episode_id=episode_id),
        Interview.objects.filter(id__in=covering),
        Release.objects.filter(interview_id__in=covering),
    )


_READING = Reading(tables)


def everything(episode_id: UUID) -> Everything:
    """The return home interview of an episode, by one query."""
    return Everything(*_READING.rows(episode_id)[0])


def offer(episode_id: UUID, offer_id: UUID) -> Offer:
    """One offer of this episode, locked. Raises NoSuchOffer."""
    found = Offer.objects.select_for_update().filter(id=offer_id, episode_id=episode_id).first()
    if found is None:
        raise NoSuchOffer(str(offer_id))
    return found


def attempt(episode_id: UUID, attempt_id: UUID) -> Attempt:
    """One try of this episode. Raises NoSuchOffer."""
    found = Attempt.objects.filter(id=attempt_id, episode_id=episode_id).first()
    if found is None:
        raise NoSuchOffer(str(attempt_id))
    return found


def is_corrected(row: Offer | Attempt) -> bool:
    """Whether another was recorded in place of this one."""
    return type(row).objects.filter(corrects_id=row.id).exists()


def line_of(offer: Offer) -> list[Offer]:
    """The offer, what it was recorded in place of, and so on back to what was recorded first."""
    rows = {row.id: row for row in Offer.objects.filter(episode_id=offer.episode_id)}
    line = [offer]
    while line[-1].corrects_id is not None:
        line.append(rows[line[-1].corrects_id])
    return line


def standing(offers: Iterable[Offer]) -> list[tuple[Offer, datetime]]:
    """The offers that no other corrects, as they were first recorded, with when that was.

    A correction stands in the place of what it corrects, however late it was made.
    """
    rows = {row.id: row for row in offers}
    corrected = {row.corrects_id for row in rows.values()}
    stands = [(row, _first(row, rows)) for row in rows.values() if row.id not in corrected]
    return sorted(stands, key=lambda pair: pair[1])


def _first(row: Offer, rows: dict[UUID, Offer]) -> datetime:
    """When the first in a line of corrections was recorded."""
    while row.corrects_id in rows:
        row = rows[row.corrects_id]
    return row.recorded_at


def standing_attempts(attempts: Iterable[Attempt]) -> list[Attempt]:
    """The tries that no other corrects."""
    rows = list(attempts)
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.id not in corrected]


def newest_not_offered(rows: Iterable[NotOffered]) -> NotOffered | None:
    """What was said last of why no offer could be made, or that it is withdrawn; or None."""
    return next(reversed(list(rows)), None)


def not_offered_of(episode_id: UUID) -> NotOffered | None:
    """What was said last, of this episode, of why no offer could be made; or None."""
    said = NotOffered.objects.filter(episode_id=episode_id).order_by("recorded_at", "id")
    return newest_not_offered(said)


def interview_of(episode_id: UUID) -> Interview:
    """The interview that covers this episode. Raises NoSuchOffer."""
    found = Interview.objects.filter(covers__episode_id=episode_id).first()
    if found is None:
        raise NoSuchOffer(str(episode_id))
    return found


def covered_together(episode_id: UUID) -> list[UUID]:
    """The episodes covered by the interview that covers this one, in order of locking.

    Only this one where no interview covers it.
    """
    with_it = InterviewCovers.objects.filter(episode_id=episode_id).values("interview_id")
    covered = InterviewCovers.objects.filter(interview_id__in=with_it)
    return sorted(covered.values_list("episode_id", flat=True)) or [episode_id]


def parts_decided(interview_id: UUID) -> set[InterviewPart]:
    """The parts of an interview about whose release somebody has decided."""
    decided = Release.objects.filter(interview_id=interview_id).values_list("part", flat=True)
    return {InterviewPart(part) for part in decided}


def released(releases: Iterable[Release], interview_id: UUID) -> frozenset[InterviewPart]:
    """The parts of one interview of which the newest of these decisions is to release them."""
    newest = {
        InterviewPart(decided.part): decided.released
        for decided in releases
        if decided.interview_id == interview_id
    }
    return frozenset(part for part, is_released in newest.items() if is_released)


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


@dataclass(frozen=True, slots=True)
class Heard:
    """One interview of a child, with the episodes it covers and what was decided of its parts."""

    interview: Interview
    covers: list[InterviewCovers]
    releases: list[Release]


def of_child(child_id: UUID) -> list[Heard]:
    """Every interview of a child, newest first, by one query."""
    interviews = Interview.objects.filter(child_id=child_id)
    held, covers, releases = gather(
        interviews,
        InterviewCovers.objects.filter(interview_id__in=interviews.values("id")),
        Release.objects.filter(interview_id__in=interviews.values("id")),
    )
    return [
        Heard(
            one,
            [row for row in covers if row.interview_id == one.id],
            [row for row in releases if row.interview_id == one.id],
        )
        for one in sorted(held, key=lambda one: one.held_at, reverse=True)
    ]


def providers_of(episode_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The provider each of some episodes was last referred to, by name."""
    newest = (
        Referral.objects.filter(episode_id__in=list(episode_ids))
        .order_by("episode_id", "-recorded_at")
        .distinct("episode_id")
    )
    return dict(newest.values_list("episode_id", "provider__name"))


def may_be_covered(among: QuerySet[Episode], child_id: UUID) -> list[Episode]:
    """Of these, the child's open episodes that ended in a return no interview covers yet."""
    covers = InterviewCovers.objects.filter(episode_id=OuterRef("pk"))
    return list(
        among.filter(~Exists(covers), child_id=child_id, closed_at__isnull=True)
        .filter(absent_until__isnull=False)
        .exclude(state=EpisodeState.ENDED_WITHOUT_RETURN)
        .order_by("-absent_from")
    )
