"""When the record of a child may be opened in an emergency by somebody with no part in it.

Whoever asks gives a reason from a short list, the number of an incident of theirs and a statement
in their own words. One child is opened, for sixty minutes. A look that nobody has reviewed
72 hours after it began stops the next one of the same person, in whichever agency they ask.
Times are elapsed time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.rules import clocks, facts, sources
from wayhome.rules.vocabulary import AgencyKind, PostKind

SOURCE = sources.BREAK_GLASS
LASTS = timedelta(minutes=60)
REVIEW_WITHIN = timedelta(hours=72)
DAY = timedelta(hours=24)
MOST_ASKED_IN_A_DAY = 6
SHORTEST_STATEMENT = 30

NOT_REVIEWED = (
    "An emergency look of yours was not reviewed in 72 hours. You cannot open another until it is: "
    "ask your supervisor to have it reviewed."
)
TOO_MANY = (
    "You have asked for six emergency looks in 24 hours. Telephone the agency that answers for the "
    "child, or report the child missing."
)
ONE_AT_A_TIME = "You have a record open in an emergency. End that look before you open another."
NOBODY_ABOVE = (
    "Nobody else in your agency could be told at once that you looked. Ask somebody whose "
    "supervisor is on Wayhome."
)


@dataclass(frozen=True, slots=True)
class Look:
    """One time somebody asked: when, whether a record was opened, when it ended, its review."""

    asked_at: datetime
    opened: bool
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    reviewed_at: datetime | None = None


def is_open(look: Look, *, now: datetime) -> bool:
    """Whether a look shows anything at this moment: from its first to before its last second."""
    if not look.opened or look.ended_at is not None or look.ends_at is None:
        return False
    return look.asked_at <= now < look.ends_at


def review_due(look: Look) -> datetime:
    """The last moment at which a review is in time."""
    return clocks.after(look.asked_at, REVIEW_WITHIN)


def is_unreviewed(look: Look, *, now: datetime) -> bool:
    """Whether a look has gone without its review past the time for it."""
    return look.opened and look.reviewed_at is None and now > review_due(look)


def why_not(looks: Iterable[Look], *, now: datetime) -> str:
    """Why a person cannot ask now, from everything they asked before; empty where they can.

    `looks` are those of the person, in every agency they work for. Asking in vain counts.
    """
    before = list(looks)
    refusals = (
        (any(is_unreviewed(look, now=now) for look in before), NOT_REVIEWED),
        (any(is_open(look, now=now) for look in before), ONE_AT_A_TIME),
        (sum(now - look.asked_at < DAY for look in before) >= MOST_ASKED_IN_A_DAY, TOO_MANY),
    )
    return next((why for refused, why in refusals if refused), "")


# Who answers for a look, the nearest first. It is told to the first post that somebody else holds.
ABOVE: dict[AgencyKind, tuple[PostKind, ...]] = {
    AgencyKind.POLICE: (PostKind.DUTY_INSPECTOR, PostKind.SUPERINTENDENT),
    AgencyKind.LOCAL_AUTHORITY: (
        PostKind.TEAM_MANAGER,
        PostKind.SERVICE_MANAGER,
        PostKind.DIRECTOR,
    ),
}


def supervisors(viewer: facts.Viewer) -> tuple[PostKind, ...]:
    """The posts above somebody, nearest first, that they do not hold themselves."""
    return tuple(post for post in ABOVE.get(viewer.agency_kind, ()) if post not in viewer.posts)


def may_review(
    viewer: facts.Viewer, *, agency_id: UUID, looked: frozenset[UUID], now: datetime, look: Look
) -> bool:
    """Whether somebody may review a look by somebody of an agency.

    Not their own agency, and not the person who looked: `looked` are all the accounts of that
    person. A look is reviewed once, and not while it is open.
    """
    return (
        look.opened
        and look.reviewed_at is None
        and not is_open(look, now=now)
        and viewer.agency_id != agency_id
        and viewer.practitioner_id not in looked
    )
