"""Reading a case: a published account, told as YAML, with the line of everything that is wrong.

A case says what was published, with its sources; what people did in it, in the words of the
rehearsal's verbs; and what Wayhome must have done by when. Nothing unknown is passed over.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from wayhome.rules import london, moments, sources

WHEN = re.compile(r"day (\d{1,3}) (\d\d):(\d\d)")


class CaseProblem(ValueError):
    """A case cannot be played as it is written: which line, and what to do."""

    def __init__(self, line: int, words: str) -> None:
        """Keep the line; the message names it."""
        super().__init__(f"line {line}: {words}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Published:
    """One thing the published account says, at its time in the retelling."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody does something: who, which verb, and what they say."""

    at: datetime
    who: str
    verb: str
    said: Mapping[str, Any]
    absence: str
    line: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must be so by a moment, the rule that asks it, and whether it is the catch."""

    by: datetime
    what: str
    want: Mapping[str, Any]
    because: str
    source: sources.Source
    is_catch: bool
    absence: str
    line: int


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """Where the account was published."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Case:
    """One published account, ready to be played."""

    title: str
    summary: str
    not_yet: str
    sources: tuple[PublishedSource, ...]
    roles: Mapping[str, str]
    colleagues: Mapping[str, str]
    child: Mapping[str, Any]
    published: tuple[Published, ...]
    events: tuple[Event, ...]
    until: datetime
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the file: its values, and the line each stands on."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    line: int

    def only(self, *known: str) -> None:
        """Raise CaseProblem for the first field that is not known."""
        for name in self.values:
            if name not in known:
                words = f"unknown field {name!r}. Known here: {', '.join(sorted(known))}."
                raise CaseProblem(self.lines[name], words)

    def get(self, name: str, default: Any = "") -> Any:  # as YAML has it
        """A value, or the default when it is not there."""
        return self.values.get(name, default)

    def need(self, name: str) -> Any:  # as YAML has it
        """A value that must be there. Raises CaseProblem."""
        if name not in self.values:
            raise CaseProblem(self.line, f"the field {name!r} is missing here.")
        return self.values[name]

    def line_of(self, name: str) -> int:
        """The line a field stands on."""
        return self.lines.get(name, self.line)


class _Loader(yaml.SafeLoader):
    """YAML whose tables remember their lines."""


def _construct(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Part:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        line = key_node.start_mark.line + 1
        if key in values:
            raise CaseProblem(line, f"{key!r} is said twice.")
        values[key] = loader.construct_object(value_node, deep=True)
        lines[key] = line
    return Part(values, lines, node.start_mark.line + 1)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct)


def read(path: Path) -> Case:
    """A case from its file. Raises CaseProblem, or OSError when it cannot be opened."""
    try:
        whole = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  # a SafeLoader
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise CaseProblem(line, f"this is not YAML: {wrong.problem}.") from wrong
    if not isinstance(whole, Part):
        raise CaseProblem(1, "a case is a table: title, sources, child, happened, expect.")
    return _case(whole)


def _case(whole: Part) -> Case:
    whole.only(
        "title", "summary", "not_yet", "sources", "starts", "roles", "colleagues", "child",
        "published", "happened", "nobody_acts_until", "expect",
    )  # fmt: skip
    starts = whole.need("starts")
    if not isinstance(starts, date):
        raise CaseProblem(whole.line_of("starts"), "starts is a day, such as 2026-03-02.")
    expectations = tuple(_expectation(each, starts) for each in _parts(whole, "expect"))
    if not any(each.is_catch for each in expectations):
        words = "one expectation says `catch: true`: the moment the failure would have been caught."
        raise CaseProblem(whole.line_of("expect"), words)
    roles, colleagues = whole.get("roles", None), whole.get("colleagues", None)
    return Case(
        title=whole.need("title"),
        summary=whole.need("summary").strip(),
        not_yet=whole.get("not_yet").strip(),
        sources=tuple(_published_source(each) for each in _parts(whole, "sources")),
        roles=roles.values if roles else {},
        colleagues=colleagues.values if colleagues else {},
        child=whole.need("child").values,
        published=tuple(_published(each, starts) for each in _parts(whole, "published")),
        events=tuple(_event(each, starts) for each in _parts(whole, "happened")),
        until=_when(whole, "nobody_acts_until", starts),
        expectations=expectations,
    )


def _parts(whole: Part, name: str) -> Iterable[Part]:
    listed = whole.need(name)
    if not isinstance(listed, list) or not all(isinstance(each, Part) for each in listed):
        raise CaseProblem(whole.line_of(name), f"{name} is a list of tables.")
    return listed


def _published_source(part: Part) -> PublishedSource:
    part.only("what", "address")
    return PublishedSource(part.need("what"), part.need("address"))


def _published(part: Part, starts: date) -> Published:
    part.only("when", "what")
    return Published(_when(part, "when", starts), part.need("what"))


def _event(part: Part, starts: date) -> Event:
    part.only("when", "who", "does", "with", "absence")
    said = part.get("with", None)
    return Event(
        at=_when(part, "when", starts),
        who=part.need("who"),
        verb=part.need("does"),
        said=_moments_in(said, starts) if said else {},
        absence=part.get("absence", "first"),
        line=part.line,
    )


def _moments_in(said: Part, starts: date) -> Mapping[str, Any]:
    return {
        name: _when(said, name, starts)
        if isinstance(value, str) and WHEN.fullmatch(value)
        else value
        for name, value in said.values.items()
    }


def _expectation(part: Part, starts: date) -> Expectation:
    part.only("by", "what", "want", "because", "rule", "catch", "absence")
    rule = part.need("rule")
    source = vars(sources).get(rule)
    if not isinstance(source, sources.Source):
        raise CaseProblem(part.line_of("rule"), f"no source of the rules is named {rule!r}.")
    want = part.get("want", None)
    return Expectation(
        by=_when(part, "by", starts),
        what=part.need("what"),
        want=want.values if isinstance(want, Part) else {"is": want},
        because=part.need("because"),
        source=source,
        is_catch=bool(part.get("catch", default=False)),
        absence=part.get("absence", "first"),
        line=part.line,
    )


def _when(part: Part, name: str, starts: date) -> datetime:
    """A moment written `day 2 21:40`, by the clock in London."""
    written = str(part.need(name))
    found = WHEN.fullmatch(written)
    if found is None:
        raise CaseProblem(part.line_of(name), f"{written!r} is no moment. Write: day 2 21:40.")
    day, hour, minute = (int(number) for number in found.groups())
    wall = datetime.combine(starts + timedelta(days=day - 1), time(hour, minute))
    if moments.check_wall_clock(wall):
        raise CaseProblem(part.line_of(name), moments.SKIPPED)
    return london.moment_of(wall)
