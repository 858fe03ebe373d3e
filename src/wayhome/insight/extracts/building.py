"""Makes the extract: only the months that may have changed, and the same bytes each time.

A month that was over when the last extract was made stays as it is, unless the records of it are
more or fewer now (a record of the past was taken in, or a child's was sealed). With another key,
another form, or other sealed records everything is made anew.
"""

import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
from django.db import connection

from wayhome.insight.extracts import pseudonyms, publishing, reading
from wayhome.insight.extracts.manifest import Manifest, Part
from wayhome.insight.extracts.pseudonyms import Pseudonyms
from wayhome.insight.extracts.streams import STREAMS, Stream
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions

DEED = "extract what measures are counted from"
TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('wayhome extract', 0))"
NEVER = "0000-00"  # the part of no month: it holds no row, and says which columns there are
BEGINNING = datetime.min.replace(year=1000, tzinfo=reading.UTC)

log = logging.getLogger("wayhome.extract")


class BeingMade(RuntimeError):
    """Another process is making an extract."""


class InTheFuture(ValueError):
    """Nothing can be said as of a moment that has not come."""


@dataclass(frozen=True, slots=True)
class Made:
    """An extract that was published: where, what it says, and how many of its parts are new."""

    folder: Path
    said: Manifest
    new_parts: int


@dataclass(frozen=True, slots=True)
class _Task:
    """What an extract is made of: as of when, for which names, without whom, from what before."""

    as_of: datetime
    names: Pseudonyms
    hidden: Sequence[UUID]
    before: tuple[Path, Manifest] | None
    into: Path


def make(*, as_of: datetime, now: datetime, whole: bool = False) -> Made:
    """Make the extract as of a moment, and publish it.

    It is entered in the ledger before it is there. Raises InTheFuture, BeingMade, and
    ImproperlyConfigured where there is no key.
    """
    if as_of > now:
        raise InTheFuture(f"{as_of.isoformat()} has not come")
    names = pseudonyms.kept()
    into: Path | None = None
    with transactions.step():
        _take_turn()
        hidden = reading.sealed()
        into = publishing.begin()
        said = Manifest(as_of, names.mark("key"), names.mark(f"{hidden}"))
        task = _Task(as_of, names, hidden, None if whole else _before(said), into)
        new = sum(_write_stream(stream, task, said) for stream in STREAMS)
        ledger.write(Verb.DISCLOSE, by=None, at=now, deed=DEED, count=said.rows)
    return Made(publishing.publish(into, said), said, new)


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TURN)
        if not cursor.fetchone()[0]:
            raise BeingMade("an extract is being made")


def _before(said: Manifest) -> tuple[Path, Manifest] | None:
    """The last extract, where its parts can stand in this one."""
    try:
        folder, last = publishing.current()
    except publishing.NoExtract:
        return None
    alike = (last.form, last.key, last.sealed) == (said.form, said.key, said.sealed)
    return (folder, last) if alike and set(last.parts) == {s.name for s in STREAMS} else None


def _write_stream(stream: Stream, task: _Task, said: Manifest) -> int:
    """Write a stream, taking over what stands; how many parts are new."""
    (task.into / stream.name).mkdir(mode=0o700)
    kept = _kept(stream, task)
    said.parts[stream.name] = dict(kept)
    for month in kept:
        _link(task, stream.name, month)
    since = reading.first_moment(_after(max(kept))) if kept else BEGINNING
    new = 0
    for part in reading.parts(
        stream, names=task.names, hidden=task.hidden, since=since, until=task.as_of
    ):
        said.parts[stream.name][part.name] = _write(stream, part, into=task.into)
        new += 1
    if NEVER not in kept:
        nothing = reading.schema_of(stream).empty_table()
        _write(stream, reading.Month(NEVER, 0, nothing), into=task.into)
    return new


def _kept(stream: Stream, task: _Task) -> dict[str, Part]:
    """The months that stand as they are: those that were over, up to the first that changed."""
    if task.before is None:
        return {}
    _, last = task.before
    over = reading.month_of(min(last.as_of, task.as_of))
    there = reading.months(stream, hidden=task.hidden, until=task.as_of)
    had = last.parts[stream.name]
    kept: dict[str, Part] = {}
    for month in sorted({*had, *there}):
        if month >= over or month not in had or had[month].stored != there.get(month, 0):
            break
        kept[month] = had[month]
    return kept


def _after(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _link(task: _Task, stream: str, month: str) -> None:
    if task.before is not None:
        name = Path(stream) / f"{month}.parquet"
        os.link(task.before[0] / name, task.into / name)


def _write(stream: Stream, month: reading.Month, *, into: Path) -> Part:
    """Write one part. The same rows make the same bytes."""
    file = into / stream.name / f"{month.name}.parquet"
    pq.write_table(month.rows, file, compression="zstd", store_schema=False)
    rows = month.rows.num_rows
    return Part(
        stored=month.stored,
        rows=rows,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        filled={name: rows - month.rows[name].null_count for name in month.rows.column_names},
    )
