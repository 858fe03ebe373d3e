"""The rows of a back record, made ready to be written, each child and absence with its entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from wayhome.journey import history_people
from wayhome.journey.history_tables import RESTS
from wayhome.platform.audit import loading as ledger
from wayhome.platform.copying import writing
from wayhome.platform.copying.reading import Folder
from wayhome.platform.copying.resting import Added, Some, Source
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import loading as episodes
from wayhome.rules import access
from wayhome.stages.intake import loading as intake
from wayhome.stages.response import loading as response

A_SECOND = 1_000_000  # in microseconds
DEED = access.Deed.IMPORT


@dataclass(frozen=True, slots=True)
class Made:
    """Some rows of a table, ready to be written, and how many of its rows are in after them."""

    table: str
    rows: int
    until: int
    ready: list[writing.Ready]


def source_of(folder: Folder, *, now: datetime) -> Source:
    """The back record with all that its rows need to know of each other. Raises DoesNotFit."""
    reported = folder.column("episodes", "reported_at").to_numpy()
    first = int(reported.min(initial=int(now.timestamp() * A_SECOND)))
    since = datetime.fromtimestamp(first / A_SECOND, tz=UTC)
    with transactions.step():
        source = history_people.known(folder, since=since, now=now)
    reviews, anything = response.due(folder)
    source.beside |= {
        episodes.REVIEW_DUE: reviews,
        episodes.NEXT_DUE: anything,
        episodes.RECORDERS: intake.first_recorders(folder),
    }
    return source


def made(source: Source, *, rows_in: Mapping[str, int], now: datetime) -> Iterator[Made]:
    """What is not in yet, some rows at a time, in the order in which they are written."""
    entry = ledger.Entry(at=now, deed=DEED, reason=source.folder.name)
    for table, rests in RESTS.items():
        for batch in source.folder.batches(table, start=rows_in.get(table, 0)):
            some = Some(batch, source)
            added = [each for rest in rests for each in rest(some)]
            ready = [writing.ready(each) for each in (*added, *_entries(entry, some))]
            yield Made(table, len(batch), int(batch.places[-1]) + 1, ready)


def _entries(entry: ledger.Entry, some: Some) -> Iterator[Added]:
    if some.batch.table == "children":
        yield ledger.collected(entry, children=some.ids())
    elif some.batch.table == "episodes":
        children = some.source.ids_of("children", some.batch.numbers("child")[0])
        yield ledger.collected(entry, children=children, episodes=some.ids())
