"""What Wayhome did between two looks at an episode: required, told, escalated, changed.

Everything is said as a person would read it, with the post and the agency, and never an
identifier, so that the same case always reads the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.journey import account
from wayhome.records.agencies import queries as agencies
from wayhome.rules import london
from wayhome.rules.vocabulary import ChallengeReason, DutyKind, NoticeReason
from wayhome.stages.response import waiting


@dataclass(frozen=True, slots=True)
class Line:
    """One thing at one moment: what kind, and in what words."""

    at: datetime
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Naming:
    """The posts by name, without the mark of a replay."""

    posts: dict[UUID, str]

    def of(self, post_id: UUID) -> str:
        """A post with its agency."""
        return self.posts[post_id]


def naming(agency_ids: Iterable[UUID], *, mark: str) -> Naming:
    """How the posts of these agencies are called."""
    return Naming(
        {
            post.id: f"{post.title}, {post.agency.name.removesuffix(mark)}"
            for post in agencies.posts_of(agency_ids)
        }
    )


def between(
    before: account.Whole | None, after: account.Whole, *, at: datetime, names: Naming
) -> list[Line]:
    """Everything Wayhome did from one look to the next, gravest first."""
    return [
        *_level(before, after, at=at),
        *_challenges(before, after, at=at),
        *_escalated(before, after, at=at, names=names),
        *_required(before, after, at=at, names=names),
        *_told(before, after, at=at, names=names),
        *_state(before, after, at=at),
    ]


def _level(before: account.Whole | None, after: account.Whole, *, at: datetime) -> Iterator[Line]:
    if before is None:
        yield Line(at, "level", f"Level in force: {after.level.label}, until somebody assesses")
    elif before.level is not after.level:
        yield Line(at, "level", f"Level in force: {after.level.label}")


def _state(before: account.Whole | None, after: account.Whole, *, at: datetime) -> Iterator[Line]:
    if before is None or before.state is not after.state:
        yield Line(at, "state", f"Stands at: {after.state.label}")


def _challenges(
    before: account.Whole | None, after: account.Whole, *, at: datetime
) -> Iterator[Line]:
    known = {made.id for made in before.risk.challenges} if before else set()
    for made in after.risk.challenges:
        if made.id not in known:
            reason = ChallengeReason(made.reason).label
            yield Line(at, "escalated", f"Challenge opened: {reason}")


def _required(
    before: account.Whole | None, after: account.Whole, *, at: datetime, names: Naming
) -> Iterator[Line]:
    known = {duty.id for duty in before.response.duties} if before else set()
    new = [duty for duty in after.response.duties if duty.id not in known]
    for duty in sorted(new, key=lambda duty: (duty.due_at, duty.kind, duty.key)):
        label = DutyKind(duty.kind).label
        why = "" if duty.reason in (label, "") else f" ({duty.reason})"
        due = moment(duty.due_at)
        yield Line(at, "required", f"{label}{why} by {due}: {names.of(duty.owner_post_id)}")


def _told(
    before: account.Whole | None, after: account.Whole, *, at: datetime, names: Naming
) -> Iterator[Line]:
    grouped: dict[str, list[str]] = {}
    for notice in _new_notices(before, after):
        if notice.reason not in waiting.RUNGS_OF_A_LADDER:
            grouped.setdefault(notice.reason, []).append(names.of(notice.post_id))
    for reason, posts in sorted(grouped.items()):
        yield Line(at, "told", f"{NoticeReason(reason).label}: {'; '.join(sorted(posts))}")


def _escalated(
    before: account.Whole | None, after: account.Whole, *, at: datetime, names: Naming
) -> Iterator[Line]:
    for notice in _new_notices(before, after):
        if notice.reason in waiting.RUNGS_OF_A_LADDER:
            about = about_of(after, waiting.about_of_rung(notice.key), names=names)
            yield Line(at, "escalated", f"{about}: now to {names.of(notice.post_id)}")


def _new_notices(before: account.Whole | None, after: account.Whole) -> list:
    known = {notice.id for notice in before.response.notices} if before else set()
    new = [notice for notice in after.response.notices if notice.id not in known]
    return sorted(new, key=lambda notice: (notice.recorded_at, _rung_of(notice.key)))


def _rung_of(key: str) -> tuple[str, str]:
    """The number of a rung's notice first, then the thing it is about, whatever its identifier."""
    return (key.rsplit(":", 1)[-1], key.split(":", 1)[0])


def about_of(whole: account.Whole, about: UUID, *, names: Naming) -> str:
    """What a rung of a ladder is about: what is overdue, or the notice nobody acknowledged."""
    for duty in whole.response.duties:
        if duty.id == about:
            return f"Overdue, {DutyKind(duty.kind).label} ({names.of(duty.owner_post_id)})"
    for step in whole.response.steps:
        if step.id == about:
            return f"Overdue, {step.title} ({names.of(step.owner_post_id)})"
    notice = next(notice for notice in whole.response.notices if notice.id == about)
    told = names.of(notice.post_id)
    return f"Not acknowledged, {NoticeReason(notice.reason).label} ({told})"


def moment(at: datetime) -> str:
    """A moment as read in a replay, by the clock in London."""
    return f"{london.instant(at).astimezone(london.LONDON):%a %d %b %H:%M}"
