"""Which looks are reviewed, by whom, and within how long.

A look that nothing explains is always reviewed: asking in vain in an emergency, without a relation
to the child, without a reference, or for a reason that says nothing. Of the rest one in five is, by
a number that nobody can foresee. The reviewer is of another agency than the looker, never the
looker, and is chosen by the same number, so that nobody picks who looks at them. A look that opened
a record in an emergency is reviewed by the rule of emergencies instead, with what was read then.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wayhome.rules import access, clocks, facts, ladders, protocol, sources
from wayhome.rules.vocabulary import AgencyKind, Capacity, PassedOn, PostKind, WhyReviewed

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


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looked, and who must not or may best read of it.

    `accounts` are all the accounts of the person who looked, so that nobody reviews a look of their
    own from another agency. `never` are the accounts and agencies that must not know of the child;
    `named` those on the lists of a sealed record, None where it is not sealed.
    """

    accounts: frozenset[UUID]
    agency_id: UUID
    never: frozenset[UUID] = frozenset()
    named: frozenset[UUID] | None = None


def reviewer_of(looked: Looked, *, among: Iterable[Reviewer], number: int) -> Reviewer | None:
    """Who reviews a look: somebody of another agency, those who govern information first.

    Of a sealed record somebody on its list, before anybody else: only they may read why it was
    opened. None where there is nobody: then it waits, and is nobody's to close.
    """
    others = [each for each in among if _why_not(each, looked) is None]
    on_the_list = [each for each in others if is_told_why(looked, each.practitioner_id)]
    may = on_the_list or others
    leads = [each for each in may if PostKind.AUDITOR in each.posts]
    chosen = sorted(leads or may, key=lambda each: each.practitioner_id)
    return chosen[(number // ONE_IN) % len(chosen)] if chosen else None


def why_passed_on(
    looked: Looked, *, held_by: UUID, chosen: Reviewer | None, among: Iterable[Reviewer]
) -> PassedOn | None:
    """Why a look passes from whoever has it; None where it stays. `chosen` would have it now.

    From somebody who may not review it any more it passes even where nobody else may: then it
    waits. From somebody who is not on the list it passes only to somebody who is.
    """
    holder = next((each for each in among if each.practitioner_id == held_by), None)
    why = _why_not(holder, looked)
    if why is None and not is_told_why(looked, held_by) and chosen is not None:
        is_better = is_told_why(looked, chosen.practitioner_id)
        return PassedOn.NOT_ON_THE_LIST if is_better else None
    return why


def is_told_why(looked: Looked, practitioner_id: UUID) -> bool:
    """Whether a reviewer may read the reason that was given, and what it refers to."""
    return looked.named is None or practitioner_id in looked.named


def _why_not(reviewer: Reviewer | None, looked: Looked) -> PassedOn | None:
    if reviewer is None or not reviewer.posts & access.MAY[access.Deed.REVIEW_LOOKS]:
        return PassedOn.NO_LONGER_REVIEWS
    if looked.never & {reviewer.practitioner_id, reviewer.agency_id}:
        return PassedOn.MUST_NOT_KNOW
    is_theirs = reviewer.practitioner_id in looked.accounts
    if is_theirs or reviewer.agency_id == looked.agency_id:
        return PassedOn.NO_LONGER_REVIEWS
    return None


def due_at(assigned_at: datetime) -> datetime:
    """By when a look must be reviewed: 72 elapsed hours, in UTC.

    Raises ValueError for a moment without a zone.
    """
    return clocks.after(assigned_at, REVIEWED_WITHIN)


# Who is told that a review is late, in the reviewer's own agency: at once, then a day later each.
# The part is of no moment: nobody is asked what part the agency has in any child.
LATE_LADDERS: dict[AgencyKind, tuple[protocol.Rung, ...]] = {
    AgencyKind.POLICE: (
        protocol.Rung(Capacity.HOST_FORCE, PostKind.DUTY_INSPECTOR, 0),
        protocol.Rung(Capacity.HOST_FORCE, PostKind.SUPERINTENDENT, 24 * 60),
    ),
    AgencyKind.LOCAL_AUTHORITY: (
        protocol.Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.TEAM_MANAGER, 0),
        protocol.Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.SERVICE_MANAGER, 24 * 60),
        protocol.Rung(Capacity.RESPONSIBLE_AUTHORITY, PostKind.DIRECTOR, 24 * 60),
    ),
}
TOLD_OF_LATE_ONES = frozenset(rung.post for ladder in LATE_LADDERS.values() for rung in ladder)


def told_late(
    kind: AgencyKind, due_at: datetime, *, now: datetime, passed_over: Collection[int] = ()
) -> tuple[ladders.Reached, ...]:
    """Who above a reviewer in an agency of this kind is to have been told that a review is late.

    A rung is passed over where nobody but the reviewer holds its post. Due at the very moment is
    not late.
    """
    if now <= due_at:
        return ()
    return ladders.rungs_reached(
        LATE_LADDERS.get(kind, ()), waiting_since=due_at, now=now, passed_over=passed_over
    )


def answers_for(viewer: facts.Viewer, *, looker_agency_id: UUID) -> bool:
    """Whether the viewer is told of what was not explained: one who governs in that agency."""
    governs = bool(viewer.posts & access.MAY[access.Deed.REVIEW_LOOKS])
    return viewer.active and governs and viewer.agency_id == looker_agency_id
