"""Which looks are reviewed, by whom, and within how long.

A look that nothing explains is always reviewed: by break-glass, without a relation to the child,
without a reference, or for a reason that says nothing. Of the rest one in five is, by a number that
nobody can foresee. The reviewer is of another agency than the looker, never the looker, and is
chosen by the same number, so that nobody picks who looks at them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wayhome.rules import access, facts, sources
from wayhome.rules.vocabulary import PostKind, WhyReviewed

SOURCE = sources.LOGGING
ONE_IN = 5
REVIEWED_WITHIN = timedelta(hours=72)
SHORTEST_REASON = 8


class Kind(StrEnum):
    """What sort of look an entry of the ledger is."""

    OPENED = "opened"
    SEARCHED = "searched"
    BROKE_GLASS = "broke glass"


@dataclass(frozen=True, slots=True)
class Look:
    """One look, as far as it takes to know whether it must be reviewed. It does not say at whom."""

    kind: Kind
    reason: str
    has_relation: bool
    has_reference: bool


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who may review looks, and where they work."""

    practitioner_id: UUID
    agency_id: UUID
    posts: frozenset[PostKind]


# Words that fill the box and tell nothing. A reason made of these alone is no reason.
EMPTY_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "asked",
        "because",
        "boss",
        "business",
        "case",
        "check",
        "checking",
        "child",
        "curious",
        "data",
        "duty",
        "enquiries",
        "enquiry",
        "for",
        "general",
        "info",
        "information",
        "interest",
        "interested",
        "it",
        "job",
        "just",
        "look",
        "looking",
        "manager",
        "me",
        "misc",
        "my",
        "n",
        "na",
        "need",
        "needed",
        "no",
        "none",
        "nothing",
        "of",
        "official",
        "on",
        "other",
        "personal",
        "police",
        "purpose",
        "purposes",
        "random",
        "reason",
        "record",
        "reference",
        "routine",
        "said",
        "see",
        "something",
        "stuff",
        "system",
        "task",
        "test",
        "testing",
        "the",
        "this",
        "to",
        "told",
        "update",
        "verification",
        "view",
        "was",
        "work",
        "x",
        "xx",
        "xxx",
    ]
)


def is_junk(reason: str) -> bool:
    """Whether a reason that was given says nothing: no word of its own, or too few letters."""
    words = re.findall(r"[^\W\d_]+", reason.lower())
    telling = [word for word in words if word not in EMPTY_WORDS and len(set(word)) > 1]
    return sum(map(len, telling)) < SHORTEST_REASON and not re.search(r"\d{3,}", reason)


def why_reviewed(look: Look, *, number: int) -> WhyReviewed | None:
    """Why this look is reviewed; None where it is not. `number` is the look's own."""
    if look.kind is Kind.BROKE_GLASS:
        return WhyReviewed.BREAK_GLASS
    if look.kind is Kind.OPENED and not look.has_relation:
        return WhyReviewed.NO_RELATION
    if look.reason and is_junk(look.reason):
        return WhyReviewed.JUNK_REASON
    if look.kind is Kind.OPENED and not look.has_reference:
        return WhyReviewed.NO_REFERENCE
    return WhyReviewed.AT_RANDOM if number % ONE_IN == 0 else None


def reviewer_of(
    looker: frozenset[UUID],
    looker_agency_id: UUID,
    *,
    among: Iterable[Reviewer],
    number: int,
    never: frozenset[UUID] = frozenset(),
) -> Reviewer | None:
    """Who reviews a look: somebody of another agency, those who govern information first.

    `looker` are all the accounts of the person who looked, so that nobody reviews a look of their
    own from another agency. `never` are the accounts and agencies that must not know of the child.
    None where there is nobody: then it waits, and is nobody's to close.
    """
    others = [
        each
        for each in among
        if each.practitioner_id not in looker | never
        and each.agency_id not in {looker_agency_id, *never}
        and each.posts & access.MAY[access.Deed.REVIEW_LOOKS]
    ]
    leads = [each for each in others if PostKind.AUDITOR in each.posts]
    chosen = sorted(leads or others, key=lambda each: each.practitioner_id)
    return chosen[(number // ONE_IN) % len(chosen)] if chosen else None


def due_at(assigned_at: datetime) -> datetime:
    """By when a look must be reviewed."""
    return assigned_at + REVIEWED_WITHIN


def answers_for(viewer: facts.Viewer, *, looker_agency_id: UUID) -> bool:
    """Whether the viewer is told of what was not explained: one who governs in that agency."""
    governs = bool(viewer.posts & access.MAY[access.Deed.REVIEW_LOOKS])
    return viewer.active and governs and viewer.agency_id == looker_agency_id
