"""Playing a published case through the journey, with its own clock, and leaving nothing behind.

The case is played in one transaction that is rolled back: its partnership, its child and all
that follows are there only while it is played. Between what people do, the service looks at
every moment at which a clock asks for something, as its worker would.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from wayhome.interfaces.rehearsal import (
    case_files,
    case_verbs,
    children,
    expecting,
    noticing,
    scenes,
    waiting,
)
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import account, acting, time_passed
from wayhome.platform import clock
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access
from wayhome.rules.vocabulary import Marker

MARK = " (replay)"
REFUSALS = (access.Refused, acting.Contradiction, acting.NotNow, acting.EpisodeIsClosed)
CHILD_FIELDS = frozenset(
    {"given", "family", "age", "born", "sex", "council", "home", "parents", "markers", "unknown"}
)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a case: what Wayhome did, what people did, and what was expected."""

    case: case_files.Case
    wayhome: tuple[noticing.Line, ...]
    people: tuple[noticing.Line, ...]
    checked: tuple[expecting.Checked, ...]

    @property
    def is_as_expected(self) -> bool:
        """Whether everything the case expects came about in time."""
        return all(each.at is not None for each in self.checked)


@dataclass(slots=True)
class _Playing:
    """A case being played."""

    stage: case_verbs.Stage
    names: noticing.Naming
    wayhome: list[noticing.Line] = field(default_factory=list)
    people: list[noticing.Line] = field(default_factory=list)
    seen: dict[str, account.Whole] = field(default_factory=dict)
    coming: dict[str, list[datetime]] = field(default_factory=dict)

    def look(self, name: str) -> None:
        """Note what Wayhome did since the last look, for one absence."""
        now = self.stage.scene.now
        missing = self.stage.absences[name]
        whole = account.whole_of(episodes.locked(missing.episode_id), as_of=now)
        before = self.seen.get(name)
        self.wayhome += noticing.between(before, whole, at=now, names=self.names)
        self.seen[name] = whole
        self.coming[name] = waiting.moments_of(whole)

    def wait(self, until: datetime) -> None:
        """Let time pass to a moment; the service acts whenever a clock asks."""
        scene = self.stage.scene
        while (moment := min(self._after(scene.now), default=until)) < until:
            self._sweep(moment)
        self._sweep(until)

    def _after(self, now: datetime) -> list[datetime]:
        return [moment for coming in self.coming.values() for moment in coming if moment > now]

    def _sweep(self, moment: datetime) -> None:
        self.stage.scene.now = moment
        due = {
            name: self.stage.absences[name].episode_id
            for name, coming in self.coming.items()
            if moment in coming
        }
        if not due:
            return
        with clock.at(moment):
            changed = time_passed.record_for(set(due.values()), now=moment)
        for name, episode_id in due.items():
            if episode_id in changed:
                self.look(name)


def play(case: case_files.Case) -> Replayed:
    """Play a case and roll everything back. Raises CaseProblem."""
    with _left_as_it_was():
        playing = _begin(case)
        usernames = dict(case.roles)
        people = playing.stage.people
        said = [(event, case_verbs.check(event, people=people)) for event in case.events]
        for event, fields in sorted(said, key=lambda pair: pair[0].at):
            playing.wait(event.at)
            _play(playing, event, usernames=usernames, said=fields)
        playing.wait(case.until)
        return _judged(case, playing)


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """A transaction that is checked as if it were kept, and is not kept."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)


def _begin(case: case_files.Case) -> _Playing:
    starts = min([event.at for event in case.events], default=case.until)
    now = starts - timedelta(days=1)
    with clock.at(now):
        cast = casting.assemble(now=now, mark=MARK)
        _add_colleagues(cast, case, now=now)
        scene = scenes.begin(cast, at=now)
        portrait = _portrait(case.child)
        known = children.introduce(scene, portrait) if portrait else None
    names = noticing.naming(cast.agencies.values(), mark=MARK)
    scene.now = starts
    people = {**cast.people, **{role: cast.people[name] for role, name in case.roles.items()}}
    return _Playing(case_verbs.Stage(scene, known, people), names)


def _add_colleagues(cast: casting.Cast, case: case_files.Case, *, now: datetime) -> None:
    for called, like in case.colleagues.items():
        try:
            casting.beside(cast, like, called=called, now=now, mark=MARK)
        except KeyError as unknown:
            words = f"{called}: nobody in the cast is called {like!r}."
            raise case_files.CaseProblem(1, words) from unknown


def _portrait(said: Mapping[str, Any]) -> children.Portrait | None:
    unknown = set(said) - CHILD_FIELDS
    if unknown:
        raise case_files.CaseProblem(1, f"child has no field {sorted(unknown)[0]!r}.")
    if said.get("unknown"):
        return None
    return children.Portrait(
        given=said["given"],
        family=said["family"],
        age=said.get("age"),
        born=_day(said.get("born")),
        sex=said.get("sex", ""),
        council=said["council"],
        home=said.get("home", ""),
        contacts=tuple(children.Contact(*parent) for parent in said.get("parents", ())),
        markers=tuple(Marker(marker) for marker in said.get("markers", ())),
    )


def _day(said: Any) -> date | None:  # as YAML has it
    return said if isinstance(said, date) else None


def _play(
    playing: _Playing,
    event: case_files.Event,
    *,
    usernames: Mapping[str, str],
    said: Mapping[str, Any],
) -> None:
    scene = playing.stage.scene
    who = usernames.get(event.who, event.who)
    words = f"{event.who}: {event.verb.replace('_', ' ')}{_short(said)}"
    playing.people.append(noticing.Line(scene.now, "does", words))
    with clock.at(scene.now):
        try:
            shown = case_verbs.play(playing.stage, event, who=who, said=said)
        except REFUSALS as refused:
            playing.wayhome.append(noticing.Line(scene.now, "refused", str(refused)))
            return
    if isinstance(shown, str):
        shown = shown.replace(MARK, "")
        playing.wayhome.append(noticing.Line(scene.now, "shown", shown))
    is_of_all = event.verb in case_verbs.OF_ROTAS
    for name in list(playing.stage.absences) if is_of_all else [event.absence]:
        playing.look(name)


def _short(said: Mapping[str, Any]) -> str:
    told = [_words(value) for value in said.values()]
    return f" ({'; '.join(told)})" if told else ""


def _words(value: Any) -> str:  # whatever a field holds
    return (
        noticing.moment(value)
        if isinstance(value, datetime)
        else str(getattr(value, "label", value))
    )


def _judged(case: case_files.Case, playing: _Playing) -> Replayed:
    lines = tuple(playing.wayhome)
    return Replayed(
        case,
        lines,
        tuple(playing.people),
        tuple(_judge(each, playing, lines) for each in case.expectations),
    )


def _judge(
    expectation: case_files.Expectation, playing: _Playing, lines: Iterable[noticing.Line]
) -> expecting.Checked:
    missing = playing.stage.absences.get(expectation.absence)
    if missing is None:
        words = f"the absence {expectation.absence!r} is never reported."
        raise case_files.CaseProblem(expectation.line, words)
    whole = account.whole_of(episodes.locked(missing.episode_id), as_of=expectation.by)
    return expecting.check(expectation, expecting.Looked(whole, tuple(lines), playing.names))
