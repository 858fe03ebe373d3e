"""Putting looks up for review, and what a reviewer does with one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.records.looks import queries
from wayhome.records.looks.models import Considered, LookReview
from wayhome.records.safety import queries as safety
from wayhome.rules import looks
from wayhome.rules.vocabulary import ReviewOutcome, WhyReviewed

TAKE_TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('wayhome looks considered', 0))"
NEXT_PLACE = "SELECT max(position) FROM audit_ledgerleaf WHERE position > %s AND position <= %s"


class AlreadyAnswered(Exception):
    """This look has been answered: what was found stands."""


def consider(*, now: datetime, most: int) -> int:
    """Put up for review what is to be, of the next entries of the ledger; how many were.

    Nothing where another worker is at it. Each look is put up once, and of one person's looks at
    one child on one day one is.
    """
    with transaction.atomic():
        if not _took_turn():
            return 0
        mark = Considered.objects.first() or Considered(position=-1)
        waiting = queries.to_consider(after=mark.position, most=most)
        reviewers = queries.reviewers(now=now)
        made = [_put_up(each, why, among=reviewers, now=now) for each, why in _of_each_day(waiting)]
        LookReview.objects.bulk_create(made, ignore_conflicts=True)
        _go_on(mark, most=most)
    return len(made)


def assign_those_without(*, now: datetime, most: int) -> int:
    """Find a reviewer for looks that had none when they were put up; how many found one."""
    reviewers = queries.reviewers(now=now)
    found = 0
    for review in LookReview.objects.filter(assigned_to__isnull=True).order_by("recorded_at")[
        :most
    ]:
        chosen = _reviewer(
            review.looker_id, review.looker_agency_id, review.entry_id, reviewers, review.child_id
        )
        if chosen is not None:
            review.assigned_to_id, review.due_at = chosen, looks.due_at(now)
            review.save(update_fields=["assigned_to_id", "due_at"])
            found += 1
    return found


def open_child(review: LookReview, *, why: str, at: datetime) -> None:
    """Let the reviewer know which child it was, once they have said why."""
    if review.opened_at is None:
        review.opened_at, review.opened_why = at, why
        review.save(update_fields=["opened_at", "opened_why"])


def answer(
    review: LookReview, outcome: ReviewOutcome, *, explanation: str, by: UUID, at: datetime
) -> None:
    """Say what was found. Raises AlreadyAnswered."""
    locked = LookReview.objects.select_for_update().get(id=review.id)
    if locked.answered_at is not None:
        raise AlreadyAnswered(str(review.id))
    locked.outcome, locked.explanation = outcome, explanation
    locked.answered_at, locked.answered_by_id = at, by
    locked.save(update_fields=["outcome", "explanation", "answered_at", "answered_by_id"])


def _took_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
        return bool(cursor.fetchone()[0])


def _go_on(mark: Considered, *, most: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_PLACE, [mark.position, mark.position + most])
        mark.position = cursor.fetchone()[0] or mark.position
    if mark._state.adding:
        mark.save(force_insert=True)
    else:
        mark.save(update_fields=["position"])


def _of_each_day(
    waiting: Sequence[queries.Waiting],
) -> list[tuple[queries.Waiting, WhyReviewed]]:
    """Those to be reviewed: of each person, child and day the first that is not reviewed yet."""
    chosen = [
        (each, why)
        for each in waiting
        if (why := looks.why_reviewed(each.look, number=queries.number_of(each.entry_id)))
    ]
    seen = queries.reviewed_already(
        (each.practitioner_id, each.child_id, each.at) for each, _why in chosen
    )
    kept = []
    for each, why in chosen:
        day = (each.practitioner_id, each.child_id, each.at.date())
        if day not in seen or why is WhyReviewed.BREAK_GLASS:
            seen.add(day)
            kept.append((each, why))
    return kept


def _put_up(
    waiting: queries.Waiting,
    why: WhyReviewed,
    *,
    among: Sequence[looks.Reviewer],
    now: datetime,
) -> LookReview:
    return LookReview(
        entry_id=waiting.entry_id,
        looked_at=waiting.at,
        looker_id=waiting.practitioner_id,
        looker_agency_id=waiting.agency_id,
        child_id=waiting.child_id,
        why=why,
        recorded_at=now,
        assigned_to_id=_reviewer(
            waiting.practitioner_id, waiting.agency_id, waiting.entry_id, among, waiting.child_id
        ),
        due_at=looks.due_at(now),
    )


def _reviewer(  # of whose look, in which agency, which entry, among whom, at which child
    looker_id: UUID,
    agency_id: UUID,
    entry_id: UUID,
    among: Sequence[looks.Reviewer],
    child_id: UUID | None,
) -> UUID | None:
    chosen = looks.reviewer_of(
        safety.accounts_of_person(looker_id),
        agency_id,
        among=among,
        number=queries.number_of(entry_id),
        never=safety.must_not_know(child_id) if child_id else frozenset(),
    )
    return chosen.practitioner_id if chosen else None
