"""`script/bench measures`: from the records of a country to every measure of them, and how long.

Over the database of WAYHOME_STATE_DIR or WAYHOME_DATABASE_URL; without them, over the large server
of `script/bench national`. Each part has a process of its own, whose memory is measured. Nothing
is changed but that the ledger says an extract was made; the extract is removed at the end.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench.national import servers
from wayhome.config import database, places

MOST_SECONDS = {"extract": 600.0, "question": 1.0}
MOST_MEMORY_MB = 4096
PARTS = ("extract", "again", "lay_out", "ask", "postgres")
FOUND = "WAYHOME_BENCH_FOUND"
Found = dict[str, Any]


def main() -> int:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(prog="script/bench measures", description=__doc__)
    parser.add_argument("--years", type=int, default=10, help="of the country, if it is to be made")
    parser.add_argument("--times", type=int, default=2, help="each question; the soonest counts")
    parser.add_argument("--extract", type=Path, help="where an extract of these records is already")
    parser.add_argument("--without-postgres", action="store_true", help="leave out the comparison")
    parser.add_argument("--only", choices=PARTS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        return _measure(asked.only, times=asked.times)
    home, address = _server(years=asked.years)
    beside = Path("var/bench-measures").resolve()
    beside.mkdir(parents=True, exist_ok=True)
    left_out = {"postgres"} if asked.without_postgres else set()
    left_out |= {"extract", "again"} if asked.extract else set()
    found: dict[str, Found] = {}
    try:
        with tempfile.TemporaryDirectory(dir=beside) as made:
            own = {
                "WAYHOME_DATABASE_URL": address,
                "WAYHOME_STATE_DIR": str(home),
                "WAYHOME_EXTRACT_DIR": str(asked.extract.resolve() if asked.extract else made),
                "WAYHOME_PSEUDONYM_KEY": secrets.token_urlsafe(32),
                "DJANGO_SETTINGS_MODULE": "bench.settings",
            }
            for part in PARTS:
                if part not in left_out:
                    found[part] = _child(part, own, times=asked.times)
                    own[FOUND] = json.dumps(found)  # which question of each measure is the slowest
    finally:
        if "WAYHOME_DATABASE_URL" not in os.environ:
            database.stop(home)
    return _tell(found)


def _server(*, years: int) -> tuple[Path, str]:
    is_named = {"WAYHOME_STATE_DIR", "WAYHOME_DATABASE_URL"} & set(os.environ)
    home = places.state_dir() if is_named else servers.filled("large", years=years)
    return home, database.ensure_running(home)


def _child(part: str, own: dict[str, str], *, times: int) -> Found:
    """What one part took, in a process of its own."""
    print(f"{part} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench.measures", "--only", part, "--times", str(times)],
        env=os.environ | own,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(part: str, *, times: int) -> int:
    import django  # its settings name the database, which is only known here

    django.setup()
    from bench.measures import parts  # needs the settings

    print(json.dumps(parts.MEASURED[part](times)))
    return 0


def _tell(found: dict[str, Found]) -> int:
    laid, asked = found["lay_out"], found["ask"]
    for part in ("extract", "again"):
        if took := found.get(part):
            print(f"{part:8} {took['rows']} rows in {took['seconds']:.0f} s, {_memory(took)}")
    print(
        f"lay out  {laid['lines']} episodes in {laid['seconds']:.1f} s, {_memory(laid)}, "
        f"{laid['megabytes']:.0f} MB on the disk"
    )
    questions: dict[str, dict[str, float]] = asked["questions"]
    print(
        f"\n{'seconds a question':24} {'worst by':>14} {'worst':>7} {'middle':>7} {'all':>7}",
        end="",
    )
    print(f" {'PostgreSQL':>11} {'ratio':>6}" if "postgres" in found else "")
    for measure, took in questions.items():
        worst = max(took, key=lambda by: took[by])
        line = f"{measure:24} {worst:>14} {took[worst]:7.2f} {median(took.values()):7.2f} "
        print(f"{line}{sum(took.values()):7.1f}", end="")
        there = found.get("postgres", {}).get("questions", {}).get(measure)
        print(f" {there:11.1f} {there / took[worst]:6.0f}" if there else "")
    every = [seconds for took in questions.values() for seconds in took.values()]
    print(
        f"\n{len(every)} questions in {sum(every):.0f} s: worst {max(every):.2f} s, "
        f"middle {median(every):.2f} s, {_memory(asked)}"
    )
    worked: list[float] = asked["worked"]
    print(
        f"time of the processors: worst {max(worked):.2f} s, middle {median(worked):.2f} s, "
        f"all {sum(worked):.0f} s"
    )
    is_met = {"each question in a second": max(every) <= MOST_SECONDS["question"]}
    if extract := found.get("extract"):
        is_met["the extract in ten minutes"] = extract["seconds"] <= MOST_SECONDS["extract"]
        is_met["the extract in 4 GB"] = extract["memory_mb"] <= MOST_MEMORY_MB
    for target, met in is_met.items():
        print(f"{target}: {'met' if met else 'NOT met'}")
    return 0 if all(is_met.values()) else 1


def _memory(of: Found) -> str:
    return f"{of['memory_mb']} MB at the most"


if __name__ == "__main__":
    raise SystemExit(main())
