"""`script/bench screens`: reports, and notifications beside them, to so many readers in turn.

A server of its own is started, because the floor needs as many connections as there are readers.
Printed: seconds from the commit to the reader, over all readers of all rounds.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

STATE = Path("var/bench-screens").resolve()
SPARE = 60  # connections beside those of the readers
MOST_SECONDS, MOST_RATIO = 1.0, 4.0
CHANNEL = "bench_floor"


def main() -> int:
    """Measure, print, and say whether both numbers are met."""
    parser = argparse.ArgumentParser(prog="script/bench screens", description=__doc__)
    parser.add_argument("--screens", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    os.environ["WAYHOME_STATE_DIR"] = str(STATE)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    with _server(asked.screens + SPARE) as address, _named(address):
        found = _measured(asked, address=address)
    return _tell(*found, screens=asked.screens)


@contextmanager
def _server(connections: int) -> Iterator[str]:
    """The address of a migrated, empty database of a server with so many connections."""
    import psycopg

    from wayhome.config import database
    from wayhome.platform import embedded_postgres

    # Said where the server is started: what stands in its file is overruled there.
    said = embedded_postgres.SETTINGS
    embedded_postgres.SETTINGS = said.replace(
        "max_connections=100", f"max_connections={connections}"
    )
    database.stop(STATE)  # what a killed run left may have too few connections
    server = database.ensure_running(STATE)
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("DROP DATABASE IF EXISTS wayhome_screens WITH (FORCE)")
        owner.execute("CREATE DATABASE wayhome_screens")
    address = urlunsplit(urlsplit(server)._replace(path="/wayhome_screens"))
    try:
        subprocess.run(
            [sys.executable, "-m", "wayhome.config.command", "migrate", "--quiet"],
            env=os.environ | {"WAYHOME_DATABASE_URL": address},
            check=True,
        )
        yield address
    finally:
        database.stop(STATE)


@contextmanager
def _named(address: str) -> Iterator[None]:
    """Meanwhile that is the database; named after that, none would be ours to stop."""
    before = os.environ.get("WAYHOME_DATABASE_URL")
    os.environ["WAYHOME_DATABASE_URL"] = address
    try:
        yield
    finally:
        del os.environ["WAYHOME_DATABASE_URL"]
        if before is not None:
            os.environ["WAYHOME_DATABASE_URL"] = before


def _measured(asked: argparse.Namespace, *, address: str) -> tuple[list[float], list[float]]:
    import django

    django.setup()
    from bench.screens import people
    from wayhome.interfaces.rehearsal import cast as casting
    from wayhome.platform import clock
    from wayhome.platform.row_security import transactions

    transactions.act_for_the_service()
    now = clock.now()
    cast = casting.assemble(now=now)
    cookies = people.at_screens(cast, asked.screens, now=now)
    reports = people.reports(cast, now=now)
    print(f"{len(cookies)} people are signed in", file=sys.stderr, flush=True)
    with _stream() as port:
        return asyncio.run(
            _rounds(cookies, reports, port=port, address=address, rounds=asked.rounds)
        )


@contextmanager
def _stream() -> Iterator[int]:
    """The port at which the open screens are served, in a process of its own as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    running = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "1", "--workers-kill-timeout", "3",
            "--backlog", "1024", "--log-level", "warning", "wayhome.config.stream:application",
        ],
    )  # fmt: skip
    try:
        until = monotonic() + 60
        while monotonic() < until:
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        running.terminate()
        running.wait(20)


async def _rounds(
    cookies: Sequence[str],
    reports: Iterator[tuple[bytes, float]],
    *,
    port: int,
    address: str,
    rounds: int,
) -> tuple[list[float], list[float]]:
    """Seconds of every screen, and of every reader of the floor, over all rounds."""
    import psycopg

    from bench.screens import reading

    screens, raw = reading.Readers(len(cookies)), reading.Readers(len(cookies))
    tasks = [
        asyncio.ensure_future(reading.screen(screens, number, port=port, cookie=cookie))
        for number, cookie in enumerate(cookies)
    ]
    await screens.all_ready()
    print("all screens are open", file=sys.stderr, flush=True)
    listening = reading.listen(raw, address=address, channel=CHANNEL)
    notifier = psycopg.connect(address, autocommit=True)

    async def reported() -> tuple[bytes, float]:
        return await asyncio.to_thread(next, reports)

    async def notified() -> tuple[bytes, float]:
        said, at = f"report {len(floor)};", monotonic()
        await asyncio.to_thread(notifier.execute, "SELECT pg_notify(%s, %s)", [CHANNEL, said])
        return said.encode(), at

    ours: list[float] = []
    floor: list[float] = []
    for _ in range(rounds):
        ours += await screens.heard(reported)
        floor += await raw.heard(notified)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    reading.let_go(listening)
    notifier.close()
    return ours, floor


def _tell(ours: list[float], floor: list[float], *, screens: int) -> int:
    found, least = _percentile(ours, 99), _percentile(floor, 99)
    print(f"{screens} screens, {len(ours) // screens} reports; seconds after the commit")
    for name, values in (("the line on a screen", ours), ("floor: raw NOTIFY", floor)):
        shown = "  ".join(f"p{each} {_percentile(values, each):.3f}" for each in (50, 95, 99, 100))
        print(f"  {name:22} {shown}")
    ratio = found / least
    met = found <= MOST_SECONDS and ratio <= MOST_RATIO
    print(
        f"  p99 {found:.3f} s (at most {MOST_SECONDS}), {ratio:.1f} x floor (at most {MOST_RATIO})"
    )
    print("met" if met else "NOT met")
    return 0 if met else 1


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    raise SystemExit(main())
