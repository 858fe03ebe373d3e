"""A past absence as an older record tells it: where it belongs, and what its labels mean.

Two records of one agency may not overlap (the national validator's rule 574). Records of two
agencies that overlap tell of one absence. An absence known only by its days may share its last
day with the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from wayhome.records.episodes import past as episodes
from wayhome.rules import facts, imports, london, protocol, risk, told
from wayhome.rules.vocabulary import Level

OVERLAPS = "574: another record of yours covers some of the same time. Correct the start or the end"
NO_END = "574: a later absence of this child is known, so this one has ended. Give its end"
STILL_OPEN = "574: an earlier record of yours is still open. Give its end first"
NO_REASON = "The record gives no reason."
A_DAY = timedelta(days=1)


class NotPossible(ValueError):
    """The record cannot be taken in; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of risk as recorded, and the reason recorded with it."""

    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PastEpisode:
    """One absence as another agency's record tells it. `words` is all of it, as a person reads it.

    `key` is the same whenever this record is read again. Known by its days only, it began
    at the start of its first and ended by the end of its last. No end: the child is still away.
    """

    line: int
    key: str
    scheme: str
    number: str
    child: told.Child
    began_at: datetime
    words: str
    ended_at: datetime | None = None
    began_by_day: bool = False
    ended_by_day: bool = False
    reference: str = ""
    type_code: str = ""
    labels: tuple[Label, ...] = ()
    last_seen_at: datetime | None = None
    last_seen_place: str = ""
    missing_from: str = ""
    located: told.Located | None = None
    returned: told.Returned | None = None
    seen: told.PreventionInterview | None = None
    police_closed_at: datetime | None = None
    offer: told.Offer | None = None
    council_id: UUID | None = None

    @property
    def absent_until(self) -> datetime | None:
        """The end as absences are kept apart by: of one known by its days, its last midnight."""
        if self.ended_at is None or not self.ended_by_day:
            return self.ended_at
        return max(self.began_at, _midnight_of(self.ended_at))


@dataclass(frozen=True, slots=True)
class Known:
    """An absence already known, and whether a record of the same agency first told of it."""

    absence: episodes.Absence
    is_ours: bool

    @property
    def may_last_until(self) -> datetime | None:
        """The last moment it may have lasted until: the end of the day, when told by days."""
        began, until = self.absence.absent_from, self.absence.absent_until
        if until is None:
            return None
        by_day = _is_midnight(until) or until == began
        return max(until, _midnight_of(until) + A_DAY) if by_day else until


def told_already(past: PastEpisode, *, known: Sequence[Known]) -> Known | None:
    """The absence another agency has told of that is this one; None when it is a new one.

    Raises NotPossible when it contradicts another record of the same agency.
    """
    if past.ended_at is None:
        return _open_already(past, known=known)
    if any(one.is_ours and _overlap(past, one) for one in known):
        raise NotPossible(OVERLAPS)
    shared = [(_shared(past, one), one) for one in known if not one.is_ours]
    longest = max(shared, key=lambda pair: pair[0], default=(timedelta(0), None))
    return longest[1] if longest[0] > timedelta(0) else None


def began_afresh_at(past: PastEpisode, *, known: Sequence[Known]) -> datetime:
    """When an absence with no end is counted from: never before the last one ended."""
    ends = [one.absence.absent_until for one in known]
    return max([past.began_at, *(end for end in ends if end is not None)])


def _open_already(past: PastEpisode, *, known: Sequence[Known]) -> Known | None:
    still_away = next((one for one in known if one.absence.absent_until is None), None)
    if still_away is not None:
        if still_away.is_ours:
            raise NotPossible(STILL_OPEN)
        return still_away
    if any(_is_later(one.absence.reported_at, past) for one in known):
        raise NotPossible(NO_END)
    if any(one.is_ours and _overlap(past, one) for one in known):
        raise NotPossible(OVERLAPS)
    return None


def _is_later(moment: datetime, past: PastEpisode) -> bool:
    if past.began_by_day:
        return london.day_of(moment) > london.day_of(past.began_at)
    return moment > past.began_at


def _overlap(past: PastEpisode, one: Known) -> bool:
    """Whether two records of one agency claim the same time."""
    until, theirs = past.absent_until, one.absence.absent_until
    return (theirs is None or past.began_at < theirs) and (
        until is None or one.absence.absent_from < until
    )


def _shared(past: PastEpisode, one: Known) -> timedelta:
    """How much time two agencies' records share, at the most; negative when they are apart."""
    ends = [end for end in (past.ended_at, one.may_last_until) if end is not None]
    return min(ends) - max(past.began_at, one.absence.absent_from)


def _midnight_of(moment: datetime) -> datetime:
    return london.moment_of(datetime.combine(london.day_of(moment), time.min))


def _is_midnight(moment: datetime) -> bool:
    return moment == _midnight_of(moment)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a record's labels say: the level it started at, each assessment, the label to keep.

    `withdrawn` is the word that asks for a review, "absent" or the like; empty for none.
    """

    starting_level: Level
    assessments: tuple[told.Assessment, ...]
    label: str
    withdrawn: str = ""

    @property
    def level(self) -> Level:
        """The level in force: one side alone can raise it, never lower it."""
        return risk.highest([self.starting_level, *(made.level for made in self.assessments)])


def judged(past: PastEpisode, *, agreed: protocol.Protocol) -> Judged:
    """What the labels of a record mean here. Raises UnknownLabel.

    A label that is withdrawn, or was never given, is nobody's assessment: it is kept as
    recorded and the protocol's starting level stands.
    """
    reads = [(label, imports.level_of(label.words, agreed=agreed)) for label in past.labels]
    withdrawn = [label.words for label, read in reads if read.review_at_once and label.words]
    made = tuple(
        told.Assessment(read.level, label.reason or NO_REASON, label_as_recorded=label.words)
        for label, read in reads
        if not read.review_at_once
    )
    return Judged(
        starting_level=reads[0][1].level if reads else agreed.starting_level,
        assessments=tuple(dict.fromkeys(made)),
        label=next(iter(withdrawn), past.labels[-1].words if past.labels else ""),
        withdrawn=imports.withdrawn(
            (label.words for label in past.labels), type_code=past.type_code
        ),
    )


def said_in(
    past: PastEpisode, *, by: facts.Viewer, label: str, began_at: datetime
) -> told.MissingReport:
    """The record as a missing report."""
    return told.MissingReport(
        reporter=told.Reporter(by.agency_name),
        why_worried=past.words,
        child=past.child,
        type=imports.type_of(past.type_code).type,
        last_seen_at=past.last_seen_at,
        last_seen_place=past.last_seen_place,
        missing_from=past.missing_from,
        police_reference=past.reference,
        council_id=past.council_id,
        received_at=began_at,
        label_as_recorded=label,
    )
