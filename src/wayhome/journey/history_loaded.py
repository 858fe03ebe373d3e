"""A back record is brought in: absences that are over, by the hundred thousand, as they were told.

The operator does this, at a console. Each child and each absence is entered in the ledger, with
nobody's name, in the transaction that brings it in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wayhome.journey import history_rows, history_sealed
from wayhome.journey.history_tables import (
    BY_YEAR_OF_EPISODES,
    MODELS,
    REFUSALS,
    RESTS,
    TABLES,
)
from wayhome.platform import by_year
from wayhome.platform.audit import loading as ledger
from wayhome.platform.copying import ahead, aside, checking, progress, writing
from wayhome.platform.copying.models import Load
from wayhome.platform.copying.reading import Folder
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import loading as episodes


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
    is_to_come = loading.load.ended_at is None
    if is_to_come:
        yield from _checked(loading)
        yield from _written(loading)
    yield from (Portion(f"{table} put right") for table in aside.put_back())
    if is_to_come:
        with transactions.step():
            progress.end(loading.load, now=loading.now)
        writing.analyse(TABLES)


def _checked(loading: Loading) -> Iterator[Portion]:
    """Whether a child may be a sealed one is asked before the first is in, and not of them again.

    A child who was sealed since would keep the rest of the back record out for ever.
    """
    asked = (*REFUSALS, *(() if loading.rows_in.get("children") else (history_sealed.REFUSAL,)))
    fits = checking.check(loading.folder, MODELS, refusals=asked, now=loading.now)
    for table, rows in fits:
        yield Portion(f"{table} checked", checked=rows)


def _written(loading: Loading) -> Iterator[Portion]:
    source = history_rows.source_of(loading.folder, now=loading.now)
    for table in BY_YEAR_OF_EPISODES:
        by_year.make(table, episodes.years(loading.folder))
    is_aside = aside.is_any() or aside.set_aside(
        TABLES, defaults=episodes.MEANWHILE, quiet=[ledger.TABLE]
    )
    made = history_rows.made(source, rows_in=loading.rows_in, now=loading.now)
    for some in ahead.ahead(made):
        with transactions.step():
            writing.wait_for_no_disk()
            for rows in some.ready:
                writing.add(rows, directly=is_aside)
            progress.advance(loading.load, some.table, rows=some.until)
        yield Portion(some.table, some.rows)
