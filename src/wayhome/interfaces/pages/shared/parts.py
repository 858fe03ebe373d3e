"""The plain values that components show. A presenter builds them; a template places them.

Every string here is already in the reader's language and says everything: a component adds no
words about the child.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wayhome.interfaces.pages.shared.presenters import Risk, Tag


@dataclass(frozen=True, slots=True)
class Link:
    """Where a press leads."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a facts table: what it is, what is known, who said so and when."""

    name: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact in the order it happened. `since` says who corrected it, `correct` where one can."""

    when: str
    exact: str
    iso: str
    title: str
    by: str = ""
    text: str = ""
    recorded: str = ""
    tag: Tag | None = None
    risk: Risk | None = None
    link: Link | None = None
    since: str = ""
    correct: Link | None = None
    withdraw: Link | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What is due, from whom, by when in words, and where its clock stands."""

    title: str
    owner: str
    when: str
    exact: str
    standing: Tag
    reason: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """One of the five ends of an episode, with its owner. `when` is empty until it has happened."""

    name: str
    owner: str
    when: str = ""
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must know, and whether a named person has said "I have this"."""

    title: str
    when: str
    text: str
    standing: Tag
    key: str
    who: str = ""
    episode: Link | None = None
    risk: Risk | None = None
    history: Sequence[str] = ()
    is_waiting: bool = True
    may_decline: bool = False

    @property
    def about(self) -> str:
        """What it is about, for whoever hears a button without seeing what stands above it."""
        return ", ".join(words for words in (self.who, self.title) if words)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    text: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One question of a filter bar."""

    name: str
    label: str
    choices: Sequence[Choice] = field(default_factory=tuple)
