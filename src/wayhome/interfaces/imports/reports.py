"""What is said about an import: the file of rejected rows, and the summary."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wayhome.interfaces.imports import reading, taking
from wayhome.journey.past_episode_imported import Came

SHOWN = 20


class Rejects:
    """Rows that were not taken in, with line and reason, written as they come.

    The rows are as they were in the file, so that they can be corrected and read again. The
    file is made only when there is something in it, and only its owner may read it.
    """

    def __init__(self, file: reading.File, *, keep: bool) -> None:
        """`keep` is false in a dry run: then nothing is written."""
        self.path = file.path.with_name(f"{file.path.name}.rejected.csv")
        self.shown: list[str] = []
        self._file, self._keep = file, keep
        self._open: TextIO | None = None

    def add(self, rejected: taking.Rejected) -> None:
        """One rejected row."""
        if len(self.shown) < SHOWN:
            self.shown.append(f"line {rejected.line}: {rejected.reason}")
        if self._keep:
            row = [str(rejected.line), rejected.reason, *rejected.as_written]
            csv.writer(self._text(), delimiter=self._file.delimiter).writerow(row)

    def _text(self) -> TextIO:
        if self._open is None:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._open = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
            heading = ["line", "reason", *self._file.columns]
            csv.writer(self._open, delimiter=self._file.delimiter).writerow(heading)
        return self._open

    def close(self) -> None:
        """Finish the file; one left by an earlier run is removed when nothing is rejected now."""
        if self._open is not None:
            self._open.close()
        elif self._keep:
            self.path.unlink(missing_ok=True)


@contextmanager
def rejects(file: reading.File, *, keep: bool) -> Iterator[Rejects]:
    """The rejected rows of one run."""
    kept = Rejects(file, keep=keep)
    try:
        yield kept
    finally:
        kept.close()


def show(
    console: Console, *, tally: taking.Tally, rejected: Rejects, dry_run: bool, path: Path
) -> None:
    """Print what came of the file."""
    title = f"{path.name}: what would happen" if dry_run else f"{path.name}: what happened"
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("rows read", f"{tally.rows:,}")
    for came in Came:
        table.add_row(came.value, f"{tally.came[came]:,}")
    table.add_row("new children", f"{tally.new_children:,}")
    if tally.reviews:
        table.add_row("reviews of what was labelled absent", f"{tally.reviews:,}")
    console.print(table)
    _listed(console, "To be looked at", tally.notes)
    _listed(console, "Rejected", rejected.shown, of=tally.came[Came.REJECTED])
    if dry_run:
        console.print("This was a dry run: nothing was written.")
    elif tally.came[Came.REJECTED]:
        console.print(f"Every rejected row is in {escape(str(rejected.path))}", soft_wrap=True)


def _listed(console: Console, heading: str, found: list[str], *, of: int | None = None) -> None:
    if not found:
        return
    console.print(f"\n{heading}:")
    for line in found[:SHOWN]:
        console.print(f"  {escape(line)}", soft_wrap=True)
    more = (len(found) if of is None else of) - min(len(found), SHOWN)
    if more:
        console.print(f"  and {more:,} more")
