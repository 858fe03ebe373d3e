"""The ledger read back: my own looks, who looked at a child, and the looks I am to review.

Each question is answered by the database to the person whose transaction this is, and to nobody
else; a page gives only which child or which review, and after which entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from wayhome.platform.unknown import NoSuch
from wayhome.records.looks.models import Given, LookReview
from wayhome.records.practitioners.models import Holding, Practitioner
from wayhome.records.protection import queries as protection
from wayhome.records.protection.models import Seal
from wayhome.records.safety import queries as safety
from wayhome.records.safety.models import Conflict, PersonAccount, Withholding
from wayhome.rules import access, facts, london, looks
from wayhome.rules.vocabulary import PostKind, ReviewOutcome

A_PAGE = 50
MINE = "SELECT * FROM looks_of_mine(%s, %s, %s)"
AT_CHILD = "SELECT * FROM looks_at_child(%s, %s, %s, %s)"
UNDER_REVIEW = "SELECT * FROM looks_under_review(%s)"
TO_CONSIDER = "SELECT * FROM looks_to_consider(%s, %s)"
KIND_OF = {"search": looks.Kind.SEARCHED, "break_glass": looks.Kind.BROKE_GLASS}


class NoSuchLook(NoSuch):
    """There is no such look for this reviewer, or the entry it begins after is not one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger as it is read back."""

    id: UUID
    at: datetime
    practitioner_id: UUID
    agency_id: UUID
    verb: str
    deed: str
    purpose: str
    reason: str
    reference: str
    child_id: UUID | None
    episode_id: UUID | None
    sections: list[str]
    count: int
    is_held_back: bool = False  # a reason or reference is there, and not for whoever asks


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first, and whether there are older ones."""

    entries: list[Entry]
    has_more: bool

    @property
    def last(self) -> Entry | None:
        """After which entry the next page begins."""
        return self.entries[-1] if self.entries and self.has_more else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A look that has been sealed and not yet considered, and its place in the ledger."""

    place: int
    entry_id: UUID
    at: datetime
    practitioner_id: UUID
    agency_id: UUID
    child_id: UUID | None
    look: looks.Look


def mine(*, until: tuple[datetime, UUID] | None = None) -> Page:
    """The looks and changes of whoever asks, newest first, older than `until`."""
    return _page(MINE, [*(until or (None, None))])


def at_child(child_id: UUID, *, until: tuple[datetime, UUID] | None = None) -> Page:
    """Who looked at a child, newest first; nothing to somebody who may not ask that."""
    return _page(AT_CHILD, [child_id, *(until or (None, None))])


def entry_under(review: LookReview) -> Entry:
    """The entry that is reviewed. Raises NoSuchLook where it is not the asker's to review."""
    found = _entries(UNDER_REVIEW, [review.id])
    if not found:
        raise NoSuchLook(str(review.id))
    return found[0]


def assigned_to(viewer: facts.Viewer) -> QuerySet[LookReview]:
    """The looks this person is to review, or has: what is due first."""
    ours = LookReview.objects.filter(assigned_to_id=viewer.practitioner_id)
    return ours.filter(Q(child=None) | ~Q(child_id__in=viewer.kept_from))


def waiting_for(viewer: facts.Viewer) -> QuerySet[LookReview]:
    """Those of them that wait for an answer."""
    return assigned_to(viewer).filter(answered_at__isnull=True)


def review(viewer: facts.Viewer, review_id: UUID) -> LookReview:
    """One of them. Raises NoSuchLook."""
    found = assigned_to(viewer).filter(id=review_id).first()
    if found is None:
        raise NoSuchLook(str(review_id))
    return found


def given_to(viewer: facts.Viewer, review: LookReview) -> Given:
    """That a look was given to this person, who has it still. Raises NoSuchLook."""
    found = review.given.filter(practitioner_id=viewer.practitioner_id, passed_at=None).first()
    if found is None:
        raise NoSuchLook(str(review.id))
    return found


def looked(practitioner_id: UUID, *, agency_id: UUID, child_id: UUID | None) -> looks.Looked:
    """Who looked, and who must not or may best read of it, as things stand now."""
    return looks.Looked(
        safety.accounts_of_person(practitioner_id),
        agency_id,
        never=safety.must_not_know(child_id) if child_id else frozenset(),
        named=protection.named_for(child_id) if child_id else None,
    )


def perhaps_stuck(able: Iterable[UUID]) -> QuerySet[LookReview]:
    """The looks that wait for somebody from whom they may have to pass, as due; others never do.

    `able` are those whose posts review looks now. It finds too many and never too few: the rule
    says which of them pass.
    """
    guards = (
        Exists(of.objects.filter(child_id=OuterRef("child_id"), lifted_at=None))
        for of in (Conflict, Withholding, Seal)
    )
    perhaps = (
        ~Q(assigned_to_id__in=list(able))
        | Q(assigned_to__agency_id=F("looker_agency_id"))
        | Q(Exists(PersonAccount.objects.filter(practitioner_id=OuterRef("looker_id"))))
    )
    for guard in guards:
        perhaps |= Q(guard)
    waiting = LookReview.objects.filter(perhaps, answered_at=None, assigned_to__isnull=False)
    return waiting.order_by("due_at", "id")


def late(*, now: datetime) -> QuerySet[Given]:
    """The looks that somebody has and did not review in time, longest first."""
    rows = Given.objects.filter(passed_at=None, review__answered_at=None, due_at__lt=now)
    return rows.select_related("practitioner__agency").order_by("due_at", "id")


def told_of(review_id: UUID, *, now: datetime) -> list[str] | None:
    """Where those are written to who may still be told of a review; None where it is no review.

    Whoever has it, until they answer, and those above who were told that it is late.
    """
    review = LookReview.objects.filter(id=review_id).first()
    if review is None:
        return None
    given = review.given.filter(passed_at=None).select_related("practitioner").first()
    if given is None or review.answered_at is not None:
        return []
    above = given.told_late.values_list("post__email", flat=True)
    return [*addresses_of(given.practitioner, now=now), *above]


def not_told_yet() -> QuerySet[Given]:
    """The looks that somebody has to review and has not been told of, oldest first."""
    rows = Given.objects.filter(told_at=None, passed_at=None, review__answered_at=None)
    return rows.select_related("practitioner").order_by("at", "id")


def addresses_of(practitioner: Practitioner, *, now: datetime) -> list[str]:
    """Where somebody who reviews looks is written to: their own address, else their posts'."""
    if practitioner.email:
        return [practitioner.email]
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
    posts = held.filter(
        practitioner=practitioner, post__kind__in=access.MAY[access.Deed.REVIEW_LOOKS]
    )
    found = posts.order_by("id").values_list("post__email", flat=True)
    return [address for address in dict.fromkeys(found) if address]


def not_explained_in(viewer: facts.Viewer) -> QuerySet[LookReview]:
    """The looks of this person's agency that were not explained; never their own.

    `is_hidden` says that the child is hidden from them: then what was found is not theirs to read.
    """
    if not looks.answers_for(viewer, looker_agency_id=viewer.agency_id):
        return LookReview.objects.none()
    return (
        LookReview.objects.filter(
            looker_agency_id=viewer.agency_id, outcome=ReviewOutcome.NOT_EXPLAINED
        )
        .exclude(looker_id=viewer.practitioner_id)
        .annotate(
            is_hidden=Func("child_id", function="wall_is_hidden", output_field=BooleanField())
        )
    )


def pseudonym(child_id: UUID, *, reviewer_id: UUID) -> str:
    """What a child is called to one reviewer: the same each time, and another to another."""
    digest = salted_hmac("wayhome.looks.pseudonym", f"{reviewer_id}{child_id}", algorithm="sha256")
    return digest.hexdigest()[:8].upper()


def number_of(entry_id: UUID) -> int:
    """A number for each entry that nobody without the service's key can foresee or steer."""
    digest = salted_hmac("wayhome.looks.sample", str(entry_id), algorithm="sha256").digest()
    return int.from_bytes(digest[:8])


def to_consider(*, after: int, most: int) -> list[Waiting]:
    """The looks among the next `most` entries of the ledger, in its order."""
    with connection.cursor() as cursor:
        cursor.execute(TO_CONSIDER, [after, most])
        return [_waiting(row) for row in cursor.fetchall()]


def reviewers(*, now: datetime) -> list[looks.Reviewer]:
    """Everybody whose posts review looks at this moment."""
    held: dict[tuple[UUID, UUID], set[PostKind]] = {}
    holdings = Holding.objects.filter(
        since__lte=now,
        practitioner__is_active=True,
        post__kind__in=access.MAY[access.Deed.REVIEW_LOOKS],
    ).exclude(until__lte=now)
    rows = holdings.values_list("practitioner_id", "practitioner__agency_id", "post__kind")
    for practitioner_id, agency_id, kind in rows:
        held.setdefault((practitioner_id, agency_id), set()).add(PostKind(kind))
    return [looks.Reviewer(*who, frozenset(posts)) for who, posts in held.items()]


def reviewed_already(pairs: Iterable[tuple[UUID, UUID | None, datetime]]) -> set[Any]:
    """Those of these lookers, children and days in London of which a look is reviewed already."""
    asked = list(pairs)
    found = LookReview.objects.filter(
        looker_id__in={looker for looker, _child, _at in asked},
        looked_at__date__in={london.day_of(at) for _looker, _child, at in asked},
    )
    return {
        (looker, child, london.day_of(at))
        for looker, child, at in found.values_list("looker_id", "child_id", "looked_at")
    }


def _page(question: str, given: list[Any]) -> Page:
    found = _entries(question, [*given, A_PAGE + 1])
    return Page(found[:A_PAGE], len(found) > A_PAGE)


def _entries(question: str, given: list[Any]) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return [Entry(*row) for row in cursor.fetchall()]


def _waiting(row: tuple[Any, ...]) -> Waiting:
    place, entry_id, at, practitioner_id, agency_id, verb, child_id, *told = row
    look = looks.Look(KIND_OF.get(verb, looks.Kind.OPENED), *told)
    return Waiting(place, entry_id, at, practitioner_id, agency_id, child_id, look)
