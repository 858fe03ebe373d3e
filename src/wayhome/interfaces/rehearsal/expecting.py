"""Whether what a case expects of Wayhome came about, and when."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from wayhome.interfaces.rehearsal import case_files, noticing
from wayhome.journey import account
from wayhome.rules import clocks
from wayhome.rules.vocabulary import DutyKind, NoticeReason
from wayhome.stages.response import queries as response

CLIMBS = frozenset({"duty", "notice"})  # a challenge has a ladder of its own


@dataclass(frozen=True, slots=True)
class Checked:
    """One expectation, and the moment it came about; None when it did not in time."""

    expectation: case_files.Expectation
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """The episode as it stood by the moment, what Wayhome had said by then, and who is who."""

    whole: account.Whole
    lines: tuple[noticing.Line, ...]
    names: noticing.Naming


def check(expectation: case_files.Expectation, looked: Looked) -> Checked:
    """Whether it came about by its moment. Raises CaseProblem for what cannot be asked."""
    asked = ASKED.get(expectation.what)
    if asked is None:
        words = f"{expectation.what!r} cannot be expected. Known: {', '.join(sorted(ASKED))}."
        raise case_files.CaseProblem(expectation.line, words)
    known = FIELDS.get(expectation.what, frozenset({"is"}))
    for name in expectation.want:
        if name not in known:
            words = f"{expectation.what!r} has no field {name!r}. Its fields: {sorted(known)}."
            raise case_files.CaseProblem(expectation.line, words)
    moments = [at for at in asked(looked, expectation.want) if at <= expectation.by]
    return Checked(expectation, min(moments, default=None))


Want = Mapping[str, str]
Asked = Callable[[Looked, Want], Iterable[datetime]]


def _said(kind: str, words: str, looked: Looked) -> Iterator[datetime]:
    for line in looked.lines:
        if line.kind == kind and words.lower() in line.words.lower():
            yield line.at


def _level(looked: Looked, want: Want) -> Iterator[datetime]:
    if looked.whole.level == want["is"]:
        yield from _said("level", f"Level in force: {looked.whole.level.label}", looked)


def _state(looked: Looked, want: Want) -> Iterator[datetime]:
    if looked.whole.state == want["is"]:
        yield from _said("state", looked.whole.state.label, looked)


def _open(looked: Looked, want: Want) -> Iterator[datetime]:
    """The episode is still open at the moment itself."""
    del want
    if looked.whole.account.closed is None:
        yield looked.whole.as_of


def _duties(looked: Looked, want: Want) -> Iterator:
    kind = DutyKind(want["kind"])
    for duty in looked.whole.response.duties:
        if duty.kind == kind and _is_named(looked, duty.owner_post_id, want):
            yield duty


def _required(looked: Looked, want: Want) -> Iterator[datetime]:
    for duty in _duties(looked, want):
        if want.get("because", "") in duty.reason:
            yield duty.recorded_at


def _overdue(looked: Looked, want: Want) -> Iterator[datetime]:
    for duty in _duties(looked, want):
        if clocks.is_open(response.as_duty(duty)) and duty.due_at < looked.whole.as_of:
            yield duty.due_at


def _told(looked: Looked, want: Want) -> Iterator[datetime]:
    reason = NoticeReason(want["reason"])
    for notice in looked.whole.response.notices:
        if notice.reason == reason and _is_named(looked, notice.post_id, want):
            yield notice.recorded_at


def _climbed(looked: Looked, want: Want) -> Iterator[datetime]:
    for reached in looked.whole.response.escalations:
        if (
            reached.kind in CLIMBS
            and reached.post_id is not None
            and _is_named(looked, reached.post_id, want)
            and want.get("about", "")
            in noticing.about_of(looked.whole, reached.about, names=looked.names)
        ):
            yield reached.at


def _is_named(looked: Looked, post_id: UUID, want: Want) -> bool:
    name = looked.names.of(post_id).lower()
    return all(want.get(part, "").lower() in name for part in ("post", "agency"))


ASKED: Mapping[str, Asked] = MappingProxyType(
    {
        "level": _level,
        "state": _state,
        "open": _open,
        "required": _required,
        "overdue": _overdue,
        "told": _told,
        "climbed": _climbed,
        "challenge": lambda looked, want: _said("escalated", want["is"], looked),
        "refused": lambda looked, want: _said("refused", want["is"], looked),
        "shown": lambda looked, want: _said("shown", want["is"], looked),
    }
)
FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "required": frozenset({"kind", "post", "agency", "because"}),
        "overdue": frozenset({"kind", "post", "agency"}),
        "told": frozenset({"reason", "post", "agency"}),
        "climbed": frozenset({"post", "agency", "about"}),
    }
)
