"""`python -m bench.bulk`: bring a back record in, and copy the same rows with nothing checked.

The floor is COPY of the same rows, ready made, into tables of the same columns with no index, no
constraint and no trigger, in the same run on the same server: once before and once after.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.bulk.making import Record
from wayhome.config import database, places

TARGET = 0.25  # of the rows a second of the floor
NAME = "wayhome_bench_bulk"


def main() -> int:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(prog="script/bench bulk", description=__doc__)
    parser.add_argument("--episodes", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="a back record that is there already")
    parser.add_argument(
        "--in-use", action="store_true", help="into a database that holds something"
    )
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.folder
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            Record(folder, episodes=asked.episodes).write()
        _prepare()
        return _measured(folder, in_use=asked.in_use)


def _prepare() -> None:
    """An empty database of its own, and Django in it as its owner."""
    server = database.ensure_running(places.state_dir())
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            connection.execute(sql.SQL(statement).format(sql.Identifier(NAME)))
    os.environ["WAYHOME_DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
    os.environ["WAYHOME_DATABASE_ROLE"] = "owner"
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django  # its settings name the database, which is only known here

    django.setup()
    from wayhome.config import migrating  # needs the settings

    migrating.bring_up_to_date(verbosity=0)


def _measured(folder: Path, *, in_use: bool) -> int:
    from bench.bulk import measuring  # needs the settings

    if in_use:
        with tempfile.TemporaryDirectory() as before:
            Record(Path(before), episodes=3, name="before").write()
            measuring.bring_in(Path(before))
    before = measuring.copy_alone(folder)
    began = perf_counter()
    rows, parts = measuring.bring_in(folder)
    took = perf_counter() - began
    began = perf_counter()
    entries = measuring.seal()
    sealed = perf_counter() - began
    floor = (before + measuring.copy_alone(folder)) / 2
    found = {
        "rows": rows,
        "seconds": round(took, 1),
        "parts": {name: round(seconds, 1) for name, seconds in parts.items()},
        "floor_seconds": round(floor, 1),
        "entries_sealed": entries,
        "sealing_seconds": round(sealed, 1),
        "rows_a_second": round(rows / took),
        "floor_rows_a_second": round(rows / floor),
        "ratio": round(floor / took, 3),
        "target": TARGET,
        "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
