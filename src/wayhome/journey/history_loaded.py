"""A back record is brought in: absences that are over, by the hundred thousand, as they were told.

The operator does this, at a console. Each child and each absence is entered in the ledger, with
nobody's name, in the transaction that brings it in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wayhome.journey import history_people
from wayhome.journey.history_tables import MODELS, REFUSALS, RESTS, TABLES
from wayhome.platform.audit import loading as ledger
from wayhome.platform.copying import aside, checking, progress, writing
from wayhome.platform.copying.models import Load
from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Resting, Some, Source
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import loading as episodes
from wayhome.rules import access
from wayhome.stages.intake import loading as intake
from wayhome.stages.response import loading as response

A_SECOND = 1_000_000  # in microseconds
DEED = access.Deed.IMPORT


@dataclass(frozen=True, slots=True)
class Portion:
    """What was done last: some rows of a table are in now, or what they must hold to is checked."""

    what: str
    rows: int = 0
    checked: int = 0


@dataclass(slots=True)
class Loading:
    """A back record on its way in: what of it is in already, and what is still to come."""

    folder: Folder
    load: Load
    now: datetime
    rows_in: dict[str, int]

    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.folder.count(table) for table in RESTS)


def begin(folder: Folder, *, now: datetime) -> Loading:
    """A back record to be brought in, or the rest of one. Raises NotThisOne."""
    progress.take_turn()
    with transactions.step():
        load = progress.begin(folder, now=now)
        return Loading(folder, load, now, progress.rows_in(load))


def go_on(loading: Loading) -> Iterator[Portion]:
    """Bring in what is not in yet, some rows at a time. Raises DoesNotFit, or what a row is."""
    if loading.load.ended_at is None:
        for table, rows in checking.check(
            loading.folder, MODELS, refusals=REFUSALS, now=loading.now
        ):
            yield Portion(f"{table} checked", checked=rows)
        source = _source(loading)
        is_aside = aside.is_any() or aside.set_aside(TABLES, defaults=episodes.MEANWHILE)
        for table, rests in RESTS.items():
            for batch in loading.folder.batches(table, start=loading.rows_in.get(table, 0)):
                _add(loading, Some(batch, source), rests, directly=is_aside)
                yield Portion(table, len(batch))
    for checked in aside.put_back():
        yield Portion(checked)
    if loading.load.ended_at is None:
        with transactions.step():
            progress.end(loading.load, now=loading.now)
        writing.analyse(TABLES)


def _source(loading: Loading) -> Source:
    folder = loading.folder
    reported = folder.column("episodes", "reported_at").to_numpy()
    first = int(reported.min(initial=int(loading.now.timestamp() * A_SECOND)))
    since = datetime.fromtimestamp(first / A_SECOND, tz=UTC)
    with transactions.step():
        source = history_people.known(folder, since=since, now=loading.now)
    reviews, anything = response.due(folder)
    source.beside |= {
        episodes.REVIEW_DUE: reviews,
        episodes.NEXT_DUE: anything,
        episodes.RECORDERS: intake.first_recorders(folder),
    }
    return source


def _add(loading: Loading, some: Some, rests: tuple[Resting, ...], *, directly: bool) -> None:
    with transactions.step():
        for rest in rests:
            for added in rest(some):
                writing.add(added, directly=directly)
        _enter(loading, some)
        table = some.batch.table
        progress.advance(loading.load, table, rows=int(some.batch.places[-1]) + 1)


def _enter(loading: Loading, some: Some) -> None:
    entry = ledger.Entry(at=loading.now, deed=DEED, reason=loading.folder.name)
    if some.batch.table == "children":
        writing.add(ledger.collected(entry, children=some.ids()))
    elif some.batch.table == "episodes":
        children = some.source.ids_of("children", some.batch.numbers("child")[0])
        writing.add(ledger.collected(entry, children=children, episodes=some.ids()))
