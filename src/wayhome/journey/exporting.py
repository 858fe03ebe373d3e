"""What an export would hold at this moment: gathered for whoever asks, filtered fact by fact.

Each fact is asked about, with its own class and section: whether it is shown to whoever asks and to
the agency it is for. What is not is left out. A child of whom nothing is left is not in it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from wayhome.journey import account as accounts
from wayhome.journey import export_tables as tables
from wayhome.journey.acting import NotNow
from wayhome.records.children import queries as children
from wayhome.records.children.models import Child
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Episode
from wayhome.records.safety import queries as safety
from wayhome.rules import access, exports, facts, london, redaction
from wayhome.rules import export_columns as columns
from wayhome.rules.access import Deed
from wayhome.rules.exports import Wanted
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import (
    DutyKind,
    EpisodeState,
    EpisodeType,
    FoundBy,
    Labelled,
    Level,
    Marker,
    ReturnedTo,
    Side,
)
from wayhome.stages.response import overdue

Cell: TypeAlias = str | int | float | date | datetime | None
Say: TypeAlias = Callable[[str], str]
Shown: TypeAlias = tuple[FieldClass, Section]

TOO_MANY = "This would hold more than 500 children. Ask for less."
NOTHING = (
    "Nothing of this may be sent to that agency for that purpose. Choose another agency or purpose."
)
MOST_ROWS = 2_000
CODES: dict[str, type[Labelled]] = {
    "type": EpisodeType,
    "level": Level,
    "state": EpisodeState,
    "kind": DutyKind,
    "side": Side,
    "to": ReturnedTo,
    "found_by": FoundBy,
    "marker": Marker,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose facts are asked about: the child, through which parts, by which deed."""

    child_id: UUID
    relations: tuple[facts.Relation, ...]
    deed: Deed = Deed.SEE_EPISODE


@dataclass(slots=True)
class Gathered:
    """The rows that may be written, and what they hold of each child."""

    headings: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    held: dict[UUID, set[Shown]] = field(default_factory=dict)

    @property
    def classes(self) -> frozenset[FieldClass]:
        """Every class that is in it."""
        return frozenset(kind for shown in self.held.values() for kind, _section in shown)


@dataclass(frozen=True, slots=True)
class Gathering:
    """One gathering: between whom, in whose language, and what was asked about already."""

    between: exports.Between
    say: Say
    found: Gathered
    asked: dict[tuple[object, ...], Section | None] = field(default_factory=dict)
    unsaid: dict[UUID, frozenset[str]] = field(default_factory=dict)

    def cells(
        self, row: tables.Kept, wanted: Sequence[columns.Column], *, of: Subject
    ) -> list[Cell]:
        """The facts of a row, each as it may be written: nothing in place of what may not."""
        return [self._cell(row, column.field, of=of) for column in wanted]

    def _cell(self, row: tables.Kept, name: str, *, of: Subject) -> Cell:
        value = getattr(row, name)
        if value in (None, "", []) or {name, f"{name}_id"} & self.held_back(of.child_id):
            return None
        kind = row.HANDLING.of_each()[name]
        section = self._section(row.HANDLING.sections_of(name, f"{name}_id"), kind, of=of)
        if section is None:
            return None
        self.found.held.setdefault(of.child_id, set()).add((kind, section))
        return self.written(name, value)

    def held_back(self, child_id: UUID) -> frozenset[str]:
        """The facts of a child that are not to be disclosed to one of the two."""
        if child_id not in self.unsaid:
            self.unsaid[child_id] = self.between.held_back(child_id)
        return self.unsaid[child_id]

    def _section(
        self, sections: tuple[Section, ...], kind: FieldClass, *, of: Subject
    ) -> Section | None:
        """The first of these sections in which both are shown this class, or None."""
        key = (of, kind, sections)
        if key not in self.asked:
            among = (each for each in sections if may(self.between, (kind, each), of=of))
            self.asked[key] = next(among, None)
        return self.asked[key]

    def written(self, name: str, value: object) -> Cell:
        """A fact as a file holds it: a code in words, a moment by the clock in London."""
        if name in CODES and isinstance(value, str):
            return self.say(CODES[name](value).label)
        if isinstance(value, datetime):
            return value.astimezone(london.LONDON).replace(tzinfo=None)
        if isinstance(value, date | int | float):
            return value
        return str(value)

    def facts_of(
        self, title: str, row: tables.Kept, wanted: Sequence[columns.Column], *, of: Subject
    ) -> None:
        """One line for each fact of a row that may be written."""
        for column in wanted:
            value = self._cell(row, column.field, of=of)
            if value is not None:
                self.found.rows.append([self.say(title), self.say(column.title), value])


def may(between: exports.Between, shown: Shown, *, of: Subject) -> bool:
    """Whether both are shown this class in this section, of this child, through these parts."""
    kind, section = shown
    return exports.may_be_written(
        between,
        deed=of.deed,
        relations=of.relations,
        child_id=of.child_id,
        field_class=kind,
        section=section,
    )


def _between(wanted: Wanted, *, by: facts.Viewer, now: datetime) -> exports.Between:
    to = wanted.recipient_agency_id
    return exports.Between(by, to, wanted.purpose, now, safety.withheld_from(to))


def still_shown(
    wanted: Wanted, child_id: UUID, held: Iterable[Shown], *, by: facts.Viewer, now: datetime
) -> bool:
    """Whether everything that is held of a child would be written now as well.

    A list is not made again: a child whose episode was closed since is not in it any more, and may
    still be seen. What is held of each child is asked about, through the parts of today.
    """
    between = _between(wanted, by=by, now=now)
    subjects = [*_of_episodes(by, child_id)]
    if visibility.children(by).filter(id=child_id).exists():
        subjects.append(_of_record(child_id))
    return all(any(may(between, shown, of=subject) for subject in subjects) for shown in held)


def _of_episodes(viewer: facts.Viewer, child_id: UUID) -> list[Subject]:
    among = visibility.episodes(viewer).filter(child_id=child_id)
    return [subject for _episode, subject in _with_subjects(among)]


def _of_record(child_id: UUID) -> Subject:
    parties = visibility.parties_to_child(child_id)
    relations = tuple(facts.Relation(party) for party in parties)
    return Subject(child_id, relations, Deed.SEE_CHILD)


def gathered(wanted: Wanted, *, by: facts.Viewer, now: datetime, say: Say) -> Gathered:
    """What the export would hold now. Raises Refused, NotNow, NoSuchChild or NoSuchEpisode."""
    between = _between(wanted, by=by, now=now)
    made = Gathering(between, say, Gathered([]))
    _BY_KIND[wanted.kind](made, wanted)
    if not made.found.held:
        raise NotNow(NOTHING)
    if len(made.found.held) > exports.MOST_CHILDREN:
        raise NotNow(TOO_MANY)
    return made.found


def _open_episodes(made: Gathering, _wanted: Wanted) -> None:
    _lines(made, visibility.episodes(made.between.asker).filter(closed_at__isnull=True))


def _area(made: Gathering, _wanted: Wanted) -> None:
    access.require(made.between.asker, exports.NEEDS_DEED[exports.ExportKind.AREA])
    since = made.between.now - exports.AREA_DAYS
    _lines(made, visibility.episodes(made.between.asker).filter(absent_from__gte=since))


def _lines(made: Gathering, among: QuerySet[Episode]) -> None:
    shown = [*columns.OF_EPISODE, *columns.OF_CHILD]
    made.found.headings += [made.say(column.title) for column in shown]
    for episode, subject in _with_subjects(among):
        cells = [
            *made.cells(episode, columns.OF_EPISODE, of=subject),
            *made.cells(_as_both_know(made, episode, subject), columns.OF_CHILD, of=subject),
        ]
        if any(cell is not None for cell in cells):
            made.found.rows.append(cells)


def _as_both_know(made: Gathering, episode: Episode, subject: Subject) -> Child:
    """The child of an episode, as known when it closed where it tells either of them no more."""
    if episode.closed_at is None:
        return episode.child
    parties = tuple(each.party for each in subject.relations if each.ended_at is None)
    known_until = (
        redaction.record_until(
            viewer, parties=parties, closed_at=episode.closed_at, child_id=episode.child_id
        )
        for viewer in made.between.viewers()
    )
    until = next((each for each in known_until if each is not None), None)
    if until is None:
        return episode.child
    return children.as_known(children.known(episode.child_id), as_of=until).child


def _with_subjects(among: QuerySet[Episode]) -> Iterator[tuple[Episode, Subject]]:
    """Each episode with who has a part in it, newest first. Raises NotNow for too many."""
    newest = among.select_related("child").order_by("-absent_from", "-id")
    chosen = list(newest[: MOST_ROWS + 1])
    if len(chosen) > MOST_ROWS:
        raise NotNow(TOO_MANY)
    relations = episodes.relations_of(episode.id for episode in chosen)
    for episode in chosen:
        yield episode, Subject(episode.child_id, relations[episode.id])


def _overdue(made: Gathering, _wanted: Wanted) -> None:
    headed = [*columns.OF_DUTY, *columns.OF_EPISODE[:1], *columns.OF_CHILD[:2]]
    made.found.headings += [made.say(column.title) for column in headed]
    shown = visibility.episodes(made.between.asker).filter(closed_at__isnull=True)
    subjects = {episode.id: (episode, subject) for episode, subject in _with_subjects(shown)}
    late = overdue.overdue_in(subjects, now=made.between.now, most=MOST_ROWS + 1)
    if len(late) > MOST_ROWS:
        raise NotNow(TOO_MANY)
    for duty in late:
        episode, subject = subjects[duty.episode_id]
        due = made.cells(duty, columns.OF_DUTY, of=subject)
        if due[0] is None:
            continue  # without what is due there is no line, and so nothing is held of the child
        made.found.rows.append(
            [
                *due,
                *made.cells(episode, columns.OF_EPISODE[:1], of=subject),
                *made.cells(episode.child, columns.OF_CHILD[:2], of=subject),
            ]
        )


def _episode(made: Gathering, wanted: Wanted) -> None:
    made.found.headings += [made.say(column.title) for column in columns.OF_FACTS]
    asker = made.between.asker
    episode = visibility.episodes(asker).filter(pk__in=[wanted.episode_id]).first()
    if episode is None:
        raise episodes.NoSuchEpisode(str(wanted.episode_id))
    whole = accounts.whole_of(episode, as_of=made.between.now)
    for viewer in made.between.viewers():
        whole = accounts.as_read_by(whole, viewer, parties=whole.account.parties)
    subject = Subject(episode.child_id, episodes.relations_of([episode.id])[episode.id])
    for part, rows_of in tables.EPISODE:
        for row in rows_of(whole):
            made.facts_of(part.title, row, part.columns, of=subject)


def _child(made: Gathering, wanted: Wanted) -> None:
    made.found.headings += [made.say(column.title) for column in columns.OF_FACTS]
    asker, child_id = made.between.asker, _named(wanted.child_id)
    if not visibility.children(asker).filter(id=child_id).exists():
        raise children.NoSuchChild(str(child_id))
    known = children.known(child_id)
    subject = _of_record(known.child.id)
    made.facts_of(columns.THE_CHILD.title, known.child, columns.RECORD, of=subject)
    if known.arrangement:
        made.facts_of(columns.THEIR_CARE.title, known.arrangement, columns.CARE, of=subject)
    for contact in known.standing_contacts:
        made.facts_of(columns.THEIR_CONTACT.title, contact, columns.CONTACT, of=subject)
    for marker in known.markers:
        if marker.lifted_at is None:
            made.facts_of(columns.THEIR_CONCERN.title, marker, columns.MARKER, of=subject)
    for episode, of_episode in _with_subjects(visibility.episodes(asker).filter(child_id=child_id)):
        made.facts_of(columns.THE_EPISODE.title, episode, columns.OF_EPISODE, of=of_episode)


def _named(child_id: UUID | None) -> UUID:
    if child_id is None:
        raise children.NoSuchChild("no child was named")
    return child_id


_BY_KIND: dict[exports.ExportKind, Callable[[Gathering, Wanted], None]] = {
    exports.ExportKind.OPEN_EPISODES: _open_episodes,
    exports.ExportKind.EPISODE: _episode,
    exports.ExportKind.CHILD: _child,
    exports.ExportKind.OVERDUE_DUTIES: _overdue,
    exports.ExportKind.AREA: _area,
}
