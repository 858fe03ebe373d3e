"""`wayhome import-history FOLDER`: a back record, a folder of columns, is brought in.

One that was cut off goes on where it stopped. The last line it prints is JSON.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import DataError, IntegrityError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from wayhome.journey import history_loaded
from wayhome.platform import clock
from wayhome.platform.audit import sealing
from wayhome.platform.copying.reading import Folder

REFUSED = "the database refused some rows, and none of those with them was written: {}"


class NotPossible(ValueError):
    """The back record cannot be brought in; the message says why."""


def main(argv: Sequence[str]) -> int:
    """Bring a back record in. Raises ValueError, which the command prints, where it cannot."""
    asked = _options(argv)
    began = time.perf_counter()
    loading = history_loaded.begin(Folder(asked.folder), now=clock.now())
    try:
        added = _watched(loading)
    except (DataError, IntegrityError) as refused:
        raise NotPossible(REFUSED.format(refused)) from refused
    sealed = sealing.seal_all(now=clock.now())
    took = time.perf_counter() - began
    print(json.dumps(_summary(loading, added=added, took=took) | {"sealed": sealed}))
    return 0


def _watched(loading: history_loaded.Loading) -> int:
    """Bring it in behind a bar; how many rows were added."""
    before = sum(loading.rows_in.values())
    with _bar() as bar:
        task = bar.add_task("", total=loading.rows(), completed=before, rate="", what="")
        for portion in history_loaded.go_on(loading):
            bar.advance(task, portion.rows)
            speed = bar.tasks[task].finished_speed or bar.tasks[task].speed
            rate = f"{speed:,.0f} rows a second" if speed else ""
            bar.update(task, rate=rate, what=portion.what)
        return int(bar.tasks[task].completed) - before


def _summary(
    loading: history_loaded.Loading, *, added: int, took: float
) -> dict[str, str | int | float]:
    return {
        "name": loading.folder.name,
        "children": loading.folder.count("children"),
        "episodes": loading.folder.count("episodes"),
        "rows": loading.rows(),
        "added": added,
        "seconds": round(took, 1),
        "rows_a_second": round(added / took),
    }


def _bar() -> Progress:
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wayhome import-history", description="Bring in a back record of closed absences."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    return parser.parse_args(argv)
