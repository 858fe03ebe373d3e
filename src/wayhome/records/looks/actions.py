"""Putting looks up for review, and what a reviewer does with one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.records.agencies.models import Post
from wayhome.records.looks import queries
from wayhome.records.looks.models import Considered, Given, LookReview, ToldLate
from wayhome.rules import london, looks
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
        made = [_put_up(each, why, now=now) for each, why in _of_each_day(waiting)]
        LookReview.objects.bulk_create(made, ignore_conflicts=True)
        kept = LookReview.objects.filter(id__in=[review.id for review in made])
        for review in kept:
            chosen = _chosen(review, _looked(review), reviewers)
            if chosen is not None:
                _give(review, chosen, now=now)
        _go_on(mark, most=most)
    return len(made)


def assign_those_without(*, now: datetime, most: int) -> int:
    """Find a reviewer for looks that have none; how many found one."""
    reviewers = queries.reviewers(now=now)
    waiting = LookReview.objects.filter(assigned_to__isnull=True, answered_at=None)
    found = 0
    for review in waiting.order_by("recorded_at")[:most]:
        chosen = _chosen(review, _looked(review), reviewers)
        if chosen is not None:
            _give(review, chosen, now=now)
            found += 1
    return found


def pass_on_the_stuck(*, now: datetime) -> int:
    """Pass each look on from whoever may not review it any more; how many passed.

    Whoever had it is kept, with why. Where nobody else may review it, it waits.
    """
    reviewers = queries.reviewers(now=now)
    able = [each.practitioner_id for each in reviewers]
    stuck = queries.perhaps_stuck(able).values_list("id", flat=True)
    return sum(_passed(review_id, reviewers, now=now) for review_id in list(stuck))


def told(given: Given, *, at: datetime) -> None:
    """Whoever a look was given to has been told that it waits."""
    given.told_at = at
    given.save(update_fields=["told_at"])


def told_late(given: Given, rung: int, post: Post, *, at: datetime) -> bool:
    """Somebody above a reviewer is told that the review is late; whether this is the first time."""
    _row, is_new = ToldLate.objects.get_or_create(
        given=given, rung=rung, defaults={"at": at, "post": post}
    )
    return is_new


def open_child(given: Given, *, why: str, at: datetime) -> None:
    """Let the reviewer know which child it was, once they have said why."""
    if given.opened_at is None:
        given.opened_at, given.opened_why = at, why
        given.save(update_fields=["opened_at", "opened_why"])


def answer(
    review: LookReview, outcome: ReviewOutcome, *, explanation: str, by: UUID, at: datetime
) -> None:
    """Say what was found. Raises AlreadyAnswered, or NoSuchLook where it has passed to another."""
    locked = LookReview.objects.select_for_update().get(id=review.id)
    if locked.answered_at is not None:
        raise AlreadyAnswered(str(review.id))
    if locked.assigned_to_id != by:
        raise queries.NoSuchLook(str(review.id))
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
        day = (each.practitioner_id, each.child_id, london.day_of(each.at))
        if day not in seen or why is WhyReviewed.BREAK_GLASS:
            seen.add(day)
            kept.append((each, why))
    return kept


def _put_up(waiting: queries.Waiting, why: WhyReviewed, *, now: datetime) -> LookReview:
    return LookReview(
        entry_id=waiting.entry_id,
        looked_at=waiting.at,
        looker_id=waiting.practitioner_id,
        looker_agency_id=waiting.agency_id,
        child_id=waiting.child_id,
        why=why,
        recorded_at=now,
        due_at=looks.due_at(now),
    )


def _looked(review: LookReview) -> looks.Looked:
    return queries.looked(
        review.looker_id, agency_id=review.looker_agency_id, child_id=review.child_id
    )


def _chosen(
    review: LookReview, looked: looks.Looked, among: Sequence[looks.Reviewer]
) -> looks.Reviewer | None:
    number = queries.number_of(review.entry_id)
    return looks.reviewer_of(looked, among=among, number=number)


def _give(review: LookReview, to: looks.Reviewer, *, now: datetime) -> None:
    review.assigned_to_id, review.due_at = to.practitioner_id, looks.due_at(now)
    review.save(update_fields=["assigned_to_id", "due_at"])
    Given.objects.create(
        review=review, practitioner_id=to.practitioner_id, at=now, due_at=review.due_at
    )


def _passed(review_id: UUID, among: Sequence[looks.Reviewer], *, now: datetime) -> bool:
    with transaction.atomic():
        review = LookReview.objects.select_for_update().get(id=review_id)
        if review.answered_at is not None or review.assigned_to_id is None:
            return False
        looked = _looked(review)
        chosen = _chosen(review, looked, among)
        why = looks.why_passed_on(looked, held_by=review.assigned_to_id, chosen=chosen, among=among)
        if why is None:
            return False
        review.given.filter(passed_at=None).update(passed_at=now, passed_because=why)
        if chosen is None:
            review.assigned_to = None
            review.save(update_fields=["assigned_to"])
        else:
            _give(review, chosen, now=now)
        return True
