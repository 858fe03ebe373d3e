"""Taking a file in: read it, check it, carry it to the journey in batches, say what came of it.

A dry run does all of it in one transaction and takes everything back.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from wayhome.interfaces.imports import care, cells, checks, mapping, police, reading
from wayhome.journey import past, past_episode_imported
from wayhome.journey.past_episode_imported import Came
from wayhome.rules import facts, imports

AT_ONCE = 500  # rows a transaction
KEPT_TO_SHOW = 1_000
OPENED = "{reference} is open and needs a review"
WOULD_OPEN = "would open an episode, with a review at once"
NEW = "(new with this file)"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what its columns mean, and whose it is. `councils` are known by folded name."""

    kind: str
    file: reading.File
    mapped: mapping.Mapping
    councils: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken in, as it was written, and why."""

    line: int
    reason: str
    as_written: list[str]


@dataclass(slots=True)
class Tally:
    """What has come of a file so far."""

    rows: int = 0
    came: Counter[Came] = field(default_factory=Counter)
    new_children: int = 0
    reviews: int = 0
    notes: list[str] = field(default_factory=list)
    _made: set[str] = field(default_factory=set)

    def add(self, results: list[past_episode_imported.Result], *, dry_run: bool) -> None:
        """Count what came of a batch."""
        for one in results:
            self.came[one.came] += 1
            self.new_children += one.new_child
            self.reviews += one.asks_review
            room = KEPT_TO_SHOW - len(self.notes)
            self.notes += [f"line {one.line}: {note}" for note in one.notes[:room]]
            if one.came is Came.OPENED and room > 0:
                what = WOULD_OPEN if dry_run else OPENED.format(reference=one.reference)
                self.notes.append(f"line {one.line}: {what}")

    def as_before(
        self, results: list[past_episode_imported.Result]
    ) -> list[past_episode_imported.Result]:
        """What came of a batch in a dry run, without references that do not exist after it."""
        self._made.update(*(one.made for one in results))
        return [
            replace(one, reason=self._as_new(one.reason), notes=tuple(map(self._as_new, one.notes)))
            for one in results
        ]

    def _as_new(self, words: str) -> str:
        return re.sub(r"[\w-]+", lambda word: NEW if word[0] in self._made else word[0], words)


@dataclass(frozen=True, slots=True)
class Taking:
    """How a file is taken in: by whom, when, and who is told of progress and of rejects."""

    by: facts.Viewer
    now: datetime
    dry_run: bool
    progress: Callable[[int], None]
    rejected: Callable[[Rejected], None]


def survey(source: Source, *, now: datetime) -> tuple[int, dict[int, str]]:
    """How many rows the file has, and which of them contradict another of the same child."""
    spans, count = [], 0
    for row in source.file.rows():
        count += 1
        read = _read(source, row, now=now)
        if isinstance(read, past.PastEpisode):
            spans.append(checks.span(read))
    return count, checks.overlaps(spans)


def take(source: Source, taking: Taking, *, contradictions: dict[int, str]) -> Tally:
    """Take the file in. Run again after a stop, it goes on where it stopped and doubles nothing."""
    tally = Tally()
    if not taking.dry_run:
        _take(source, taking, tally=tally, contradictions=contradictions)
        return tally
    with transaction.atomic():
        _take(source, taking, tally=tally, contradictions=contradictions)
        transaction.set_rollback(True)  # Django's own signature
    return tally


def _take(source: Source, taking: Taking, *, tally: Tally, contradictions: dict[int, str]) -> None:
    rows = source.file.rows()
    while batch := list(islice(rows, AT_ONCE)):
        good, why_not = _parted(source, batch, now=taking.now, contradictions=contradictions)
        results = past_episode_imported.record(good, by=taking.by, now=taking.now)
        if taking.dry_run:
            results = tally.as_before(results)
        why_not |= {one.line: one.reason for one in results if one.came is Came.REJECTED}
        done = [one for one in results if one.line not in why_not]
        tally.add(done, dry_run=taking.dry_run)
        tally.came[Came.REJECTED] += len(why_not)
        for row in batch:
            if row.line in why_not:
                taking.rejected(Rejected(row.line, why_not[row.line], row.as_written))
        tally.rows += len(batch)
        taking.progress(len(batch))


def _parted(
    source: Source,
    batch: list[reading.Row],
    *,
    now: datetime,
    contradictions: dict[int, str],
) -> tuple[list[past.PastEpisode], dict[int, str]]:
    """The rows that can be carried on, and why the others cannot, by line."""
    good: list[past.PastEpisode] = []
    why_not: dict[int, str] = {}
    for row in batch:
        read = contradictions.get(row.line) or _read(source, row, now=now)
        if isinstance(read, str):
            why_not[row.line] = read
        else:
            good.append(read)
    return good, why_not


def _read(source: Source, row: reading.Row, *, now: datetime) -> past.PastEpisode | str:
    """The row as a past episode, or why it cannot be one."""
    if row.problem:
        return row.problem
    try:
        one = _as_episode(source, row)
        checks.row(one, now=now)
    except (cells.NotPossible, imports.UnknownLabel) as why:
        return str(why)
    return one


def _as_episode(source: Source, row: reading.Row) -> past.PastEpisode:
    if source.kind == "care":
        return care.read(row.cells, line=row.line, mapped=source.mapped)
    return police.read(
        row.cells, line=row.line, mapped=source.mapped, council_id=_council(source, row)
    )


def _council(source: Source, row: reading.Row) -> UUID | None:
    named = source.mapped.cell("council", of=row.cells) or source.mapped.council
    if not named:
        return None
    council = source.councils.get(named.casefold())
    if council is None:
        given = source.mapped.cell("council", of=row.cells)
        where = source.mapped.heading("council") if given else "`council` in the mapping"
        raise cells.NotPossible(
            f"{where} is “{named[:60]}”, which is not a council here: "
            f"use one of {', '.join(sorted(source.councils))}"
        )
    return council
