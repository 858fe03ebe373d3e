"""Invents a population that behaves as the published figures say, and writes its back record.

Without options: one council's year, in a second. `--national --years 10` is England and Wales.
"""

import argparse
import json
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from wayhome.platform import clock
from wayhome.simulation import areas, calibration, country, drawing
from wayhome.simulation.counting import Counted
from wayhome.simulation.told import writing_down

DEMONSTRATION = "Hartlepool"
# What came of the last absences is written weeks after them: none of it may lie ahead of today.
BEFORE_TODAY = timedelta(days=150)
YEAR = 365.2425


def main(argv: Sequence[str]) -> int:
    """Write the record, or with `--report` hold the country against what is published.

    Answers 1 where a figure is not within its tolerance, or an area has no such name.
    """
    asked = _asked(argv)
    started = time.monotonic()
    try:
        made = country.country(_scope(asked))
    except areas.NoSuchArea as unknown:
        print(f"wayhome simulate: no area or force is called {unknown}")
        return 1
    if asked.report:
        return _report(made, into=asked.folder)
    rows = writing_down.write(made, asked.folder, watch=lambda part: print(f"Writing {part} …"))
    taken = time.monotonic() - started
    summary = {"folder": str(asked.folder), "seconds": round(taken, 1), "rows": sum(rows.values())}
    print(json.dumps(summary | {"of": rows}))
    return 0


def _scope(asked: argparse.Namespace) -> country.Scope:
    within = [] if asked.national else asked.area or [DEMONSTRATION]
    first = asked.first_day or _first_day(clock.now().date(), years=asked.years)
    return country.Scope(first, asked.years, seed=asked.seed, within=tuple(within))


def _first_day(today: date, *, years: int) -> date:
    """The first of a month, so that all is over and written down before today."""
    first = today - BEFORE_TODAY - timedelta(days=round(years * YEAR))
    return first.replace(day=1)


def _report(made: country.Country, *, into: Path) -> int:
    counted = Counted(made)
    held = calibration.held(counted)
    table = Table("figure", "published", "simulated", "within", "sources")
    for each in held:
        row = each.row
        table.add_row(
            row.name,
            f"{row.published:g}",
            f"{each.simulated:.2f}",
            f"{row.least:g} to {row.most:g}" if each.is_within else "NOT WITHIN",
            row.sources,
        )
    Console(width=140).print(table)
    into.mkdir(parents=True, exist_ok=True)
    page = into / "calibration.html"
    page.write_text(drawing.page(counted, held))
    outside = [each.row.name for each in held if not each.is_within]
    summary = {"page": str(page), "figures": len(held), "not_within": outside}
    print(json.dumps(summary))
    return 1 if outside else 0


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome simulate", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the record, or the report, is written")
    parser.add_argument("--area", action="append", help="a council or a force; may be said again")
    parser.add_argument("--national", action="store_true", help="all of England and Wales")
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--first-day", type=date.fromisoformat, help="as 2016-01-01")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same bytes")
    parser.add_argument("--report", action="store_true", help="hold it against what is published")
    return parser.parse_args(argv)
