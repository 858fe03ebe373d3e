"""How times, durations, people, levels and references are said on a page.

Times come in aware and are shown in London. Every duration says its unit; durations are
elapsed time, not working time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils import dates
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wayhome.interfaces.pages.shared.saying import once_in_each_language
from wayhome.rules import reasons, sentences, sources, vocabulary
from wayhome.rules.london import LONDON

NEAR = timedelta(days=6)
BESIDE_TODAY = {
    0: gettext_noop("today %(clock)s"),
    -1: gettext_noop("yesterday %(clock)s"),
    1: gettext_noop("tomorrow %(clock)s"),
}


_DATED: ContextVar[bool] = ContextVar("dated", default=False)


@contextmanager
def dated() -> Iterator[None]:
    """Say every moment inside with its date: "today" would mislead whoever looks back or prints."""
    before = _DATED.set(True)
    try:
        yield
    finally:
        _DATED.reset(before)


def clock(at: datetime) -> str:
    """The time on a London clock: "14:20"."""
    return f"{at.astimezone(LONDON):%H:%M}"


def moment(at: datetime, *, now: datetime) -> str:
    """A moment in few words: "today 09:05", "Tuesday 14:20", "4 March 14:20".

    The year is said only when it is not this year.
    """
    return _moment(at, now.astimezone(LONDON).date(), dated=_DATED.get())


@once_in_each_language
def _moment(at: datetime, here: date, *, dated: bool) -> str:
    there = at.astimezone(LONDON)
    if dated:
        return f"{day(at)} {clock(at)}"
    near = BESIDE_TODAY.get((there.date() - here).days)
    if near:
        return _(near) % {"clock": clock(at)}
    if abs(there.date() - here) <= NEAR:
        return f"{dates.WEEKDAYS[there.weekday()]} {clock(at)}"
    year = "" if there.year == here.year else f" {there.year}"
    return f"{there.day} {dates.MONTHS[there.month]}{year} {clock(at)}"


@once_in_each_language
def exact(at: datetime) -> str:
    """A moment in full, with its zone: "Tuesday 4 March 2025 14:20 GMT"."""
    there = at.astimezone(LONDON)
    return f"{dates.WEEKDAYS[there.weekday()]} {day(at)} {there:%H:%M %Z}"


def day(at: datetime) -> str:
    """The London day of a moment: "4 March 2025"."""
    there = at.astimezone(LONDON)
    return f"{there.day} {dates.MONTHS[there.month]} {there.year}"


def duration(length: timedelta) -> str:
    """How long, in its two largest units: "2 hours 10 minutes", "3 days 4 hours".

    Under a minute is "less than a minute". A negative length is read as its size.
    """
    return _duration(_minutes(length))


def _minutes(length: timedelta) -> int:
    return int(abs(length).total_seconds() // 60)


@once_in_each_language
def _duration(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    said = [
        ngettext("%(count)s day", "%(count)s days", days) % {"count": days} if days else "",
        ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        if minutes and not days
        else "",
    ]
    return " ".join(part for part in said if part) or _("less than a minute")


def from_now(at: datetime, *, now: datetime) -> str:
    """How far off: "in 9 hours", "2 hours ago"."""
    return _from_now(_minutes(at - now), ahead=at > now)


@once_in_each_language
def _from_now(minutes: int, *, ahead: bool) -> str:
    return (_("in %(length)s") if ahead else _("%(length)s ago")) % {"length": _duration(minutes)}


def left(due_at: datetime, *, now: datetime) -> str:
    """What is left: "9 hours left", or "2 hours late". The due moment itself is in time."""
    return _left(_minutes(due_at - now), in_time=now <= due_at)


@once_in_each_language
def _left(minutes: int, *, in_time: bool) -> str:
    words = _("%(length)s left") if in_time else _("%(length)s late")
    return words % {"length": _duration(minutes)}


def due(due_at: datetime, *, now: datetime) -> str:
    """When something is due, in words: "by Tuesday 14:20, 9 hours left"."""
    said = moment(due_at, now=now)
    return _due(said, _minutes(due_at - now), in_time=now <= due_at)


@once_in_each_language
def _due(said: str, minutes: int, *, in_time: bool) -> str:
    return _("by %(moment)s, %(left)s") % {
        "moment": said,
        "left": _left(minutes, in_time=in_time),
    }


def done(stopped_at: datetime, *, due_at: datetime, now: datetime) -> str:
    """When something was done: "today 09:05, in time" or "today 09:05, 2 hours late"."""
    return _("%(moment)s, %(left)s") % {
        "moment": moment(stopped_at, now=now),
        "left": _("in time") if stopped_at <= due_at else left(due_at, now=stopped_at),
    }


@dataclass(frozen=True, slots=True)
class Person:
    """A practitioner as a page names them. An empty post or agency is left out."""

    name: str
    post: str = ""
    agency: str = ""

    @property
    def words(self) -> str:
        """For example: A. Name, duty inspector, Northmoor Police."""
        return ", ".join(part for part in (self.name, self.post, self.agency) if part)


class Tone(StrEnum):
    """How much a tag asks for the eye. The words carry the meaning; the tone only helps."""

    CALM = "calm"
    NOTE = "note"
    WARN = "warn"
    ALARM = "alarm"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Tag:
    """Words in a coloured box."""

    text: str
    tone: Tone = Tone.CALM

    @property
    def css(self) -> str:
        """The class that gives the tag its tone."""
        return f"wh-tag wh-tag--{self.tone}"


LEVELS = {
    vocabulary.Level.VERY_LOW: (gettext_noop("Very low risk"), "very-low"),
    vocabulary.Level.LOW: (gettext_noop("Low risk"), "low"),
    vocabulary.Level.MEDIUM: (gettext_noop("Medium risk"), "medium"),
    vocabulary.Level.HIGH: (gettext_noop("High risk"), "high"),
}
STANDINGS = {
    vocabulary.Standing.NOT_STARTED: Tone.CALM,
    vocabulary.Standing.RUNNING: Tone.NOTE,
    vocabulary.Standing.MET: Tone.DONE,
    vocabulary.Standing.MISSED: Tone.ALARM,
    vocabulary.Standing.MET_LATE: Tone.WARN,
    vocabulary.Standing.DECLINED: Tone.CALM,
}


@dataclass(frozen=True, slots=True)
class Risk:
    """A level of risk in words, with the class of its colour and its mark."""

    text: str
    css: str


@once_in_each_language
def risk(level: str) -> Risk:
    """A recorded level as its tag says it. Raises ValueError for a level that does not exist."""
    words, name = LEVELS[vocabulary.Level(level)]
    return Risk(text=_(words), css=f"wh-risk wh-risk--{name}")


@once_in_each_language
def standing(code: str) -> Tag:
    """Where a clock stands as its tag says it. Raises ValueError for an unknown standing."""
    known = vocabulary.Standing(code)
    return Tag(text=sentence(known.label), tone=STANDINGS[known])


@once_in_each_language
def label(member: vocabulary.Labelled) -> str:
    """The words of a member of a closed list, beginning with a capital."""
    return capfirst(_(member.label))


def said(words: str) -> str:
    """Words of the rules or the journey, also as kept in a record, in the reader's language.

    A sentence with values in it is taken apart first. Words that a person wrote come back as
    they are.
    """
    known = _(words)
    apart = sentences.taken_apart(words) if known == words else None
    if apart is None:
        return known
    return _(apart.sentence) % {name: _(value) for name, value in apart.values.items()}


def sentence(words: str) -> str:
    """What `said` says, beginning with a capital."""
    return capfirst(said(words))


def document(source: sources.Source) -> str:
    """Where a rule comes from, as a page names it: a local one is this partnership's own."""
    if source.binding is sources.Binding.LOCAL:
        return _("This partnership’s protocol")
    return _(source.document)


def grouped(reference: str, *, size: int = 4) -> str:
    """A reference in groups that can be read aloud: "7K2Q 9C4M"."""
    bare = reference.replace(" ", "").replace("-", "")
    return " ".join(bare[start : start + size] for start in range(0, len(bare), size))


def listed(words: list[str]) -> str:
    """Several words as one phrase: "police, health and school"."""
    *first, last = words or [""]
    return (
        _("%(several)s and %(last)s") % {"several": ", ".join(first), "last": last}
        if first
        else last
    )


def why_declined(notice: Any) -> str:
    """Why somebody could not take a notice, in the words of the list and in their own."""
    if notice.declined_at is None:
        return ""
    kind = label(reasons.CannotTake(notice.declined_kind))
    return f"{kind} – {notice.declined_reason}" if notice.declined_reason else kind


def why_asked(rung: Any) -> str:
    """Why a rung was turned to before its time, in words; empty where its time had come."""
    early = rung.why not in ("", reasons.WhyAsked.TIME)
    return _(reasons.WhyAsked(rung.why).label) if early else ""
