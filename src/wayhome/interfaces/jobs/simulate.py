"""Invents a population that behaves as the published figures say, and writes its back record.

Without options: one council's year, in a second. `--national --years 10` is England and Wales.
`--live` tells a running service of it through its API, as the agencies of the demonstration would.
"""

import argparse
import json
import os
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from wayhome.interfaces.jobs.live import feeding, people
from wayhome.platform import clock
from wayhome.simulation import calibration, country, drawing, live
from wayhome.simulation.counting import Counted
from wayhome.simulation.told import writing_down

DEMONSTRATION = "Hartlepool"
LIVE = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland")
# What came of the last absences is written weeks after them: none of it may lie ahead of today.
BEFORE_TODAY = timedelta(days=150)
YEAR = 365.2425


def main(argv: Sequence[str]) -> int:
    """Write the record, or with `--report` hold the country against what is published.

    Answers 1 where a figure is not within its tolerance. Raises NoSuchArea; and where a running
    service is told, NoDemonstration or NotThere: the command prints what they say.
    """
    asked = _asked(argv)
    if asked.live:
        return _live(asked)
    started = time.monotonic()
    made = country.country(_scope(asked))
    if asked.report:
        return _report(made, into=asked.folder)
    rows = writing_down.write(made, asked.folder, watch=lambda part: print(f"Writing {part} …"))
    taken = time.monotonic() - started
    summary = {"folder": str(asked.folder), "seconds": round(taken, 1), "rows": sum(rows.values())}
    print(json.dumps(summary | {"of": rows}))
    return 0


def _live(asked: argparse.Namespace) -> int:
    """Tell the demonstration's service what happens in three councils of one force."""
    # From today on, so that each child is as old as is said.
    scope = country.Scope(clock.now().date(), 1, seed=asked.seed, within=LIVE)
    happenings = live.happenings(country.country(scope))
    minutes = timedelta(minutes=asked.minutes)
    telling = people.telling(now=clock.now(), lasts=minutes + timedelta(hours=1))
    feeder = feeding.Feeder(feeding.Service(asked.address), telling, asked.speed, show=print)
    fed = feeder.feed(happenings, seconds=minutes.total_seconds())
    print(json.dumps({"told": dict(fed.told), "refused": dict(fed.refused)}))
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
    parser.add_argument(
        "folder", type=Path, nargs="?", help="where the record, or the report, is written"
    )
    parser.add_argument("--area", action="append", help="a council or a force; may be said again")
    parser.add_argument("--national", action="store_true", help="all of England and Wales")
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--first-day", type=date.fromisoformat, help="as 2016-01-01")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same bytes")
    parser.add_argument("--report", action="store_true", help="hold it against what is published")
    parser.add_argument("--live", action="store_true", help="tell a running service of it")
    parser.add_argument("--speed", type=float, default=900, help="its seconds to one of ours")
    parser.add_argument("--minutes", type=float, default=30, help="how long, of ours")
    parser.add_argument("--address", default=_address(), help="where the service answers")
    asked = parser.parse_args(argv)
    if asked.folder is None and not asked.live:
        parser.error("say in which folder the record is to be written")
    return asked


def _address() -> str:
    return f"http://127.0.0.1:{os.environ.get('WAYHOME_PORT', '8000')}"
