"""`python -m bench`: fill two databases, measure in one run, print the table, keep it as JSON.

`python -m bench measure EPISODES` is the part that runs once for each database.
"""

import argparse
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from wayhome.config import database, places

RESULTS = places.state_dir() / "bench.json"
GROWTH = 1.3


def main() -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--small", type=int, default=1_000, help="episodes to begin with")
    parser.add_argument("--large", type=int, default=100_000, help="episodes to grow to")
    parser.add_argument("--keep", action="store_true", help="measure what an earlier run loaded")
    parser.add_argument("--only", choices=("load", "measure"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        return _part(asked)
    return _whole(asked)


def _whole(asked: argparse.Namespace) -> int:
    server = database.ensure_running(places.state_dir())
    small, large = f"wayhome_bench_{asked.small}", f"wayhome_bench_{asked.large}"
    if not (asked.keep and _exist(server, small, large)):
        _load(server, small, large, asked)
    measured = []
    for name in (small, large):
        printed = _child(server, name, "measure", asked)
        measured.append(json.loads(printed.splitlines()[-1]))
    return _tell(measured)


def _load(server: str, small: str, large: str, asked: argparse.Namespace) -> None:
    for name in (small, large):
        _as_server(server, "DROP DATABASE IF EXISTS {}", name)
    _as_server(server, "CREATE DATABASE {}", small)
    _wayhome(server, small, "migrate", "--quiet")
    _child(server, small, "load", asked)
    _as_server(server, "CREATE DATABASE {} TEMPLATE {}", large, small)
    _child(server, large, "load", asked)


def _part(asked: argparse.Namespace) -> int:
    import django  # its settings name the database, which is only known here

    django.setup()
    from bench import running  # needs the settings

    if asked.only == "load":
        running.load(small=asked.small, large=asked.large)
    else:
        print(json.dumps(running.measure()))
    return 0


def _tell(found: list[dict[str, list[dict[str, object]]]]) -> int:
    from bench import telling  # rich is slow to load and the parts do not need it

    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    telling.show(*(each["things"] for each in found))
    telling.show_walls([row for each in found for row in each["walls"]])
    print(f"Kept in {RESULTS}")
    return 0


def _child(server: str, name: str, part: str, asked: argparse.Namespace) -> str:
    print(f"{part} {name} …", file=sys.stderr, flush=True)
    command = ["-m", "bench", "--only", part]
    command += ["--small", str(asked.small), "--large", str(asked.large)]
    return _run(server, name, *command)


def _wayhome(server: str, name: str, *arguments: str) -> None:
    _run(server, name, "-m", "wayhome.config.command", *arguments)


def _run(server: str, name: str, *arguments: str) -> str:
    """Run Python against one database; what it printed. Raises CalledProcessError."""
    address = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    environment = os.environ | {
        "WAYHOME_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _exist(server: str, *names: str) -> bool:
    with psycopg.connect(server) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM pg_database WHERE datname = ANY(%s)", [list(names)]
        )
        return rows.fetchone() == (len(names),)


def _as_server(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


if __name__ == "__main__":
    raise SystemExit(main())
