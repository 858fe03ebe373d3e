"""`script/bench national`: pages with ten years of England and Wales, and with a hundredth of it.

Two servers of their own (var/bench-national), each filled once from a simulated record and kept.
The same force is measured in both, one right after the other, so that what differs is the other
ninety-nine hundredths; the largest force and council in the country besides, and reports at fifty
a second.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bench.national import crowd, servers
from bench.national.page import FLOOR, Page
from bench.national.servers import SIZES, STATE
from wayhome.config import database

MOST_MILLISECONDS, MOST_GROWTH, MOST_OF_A_REPORT = 150.0, 1.3, 250.0
Found = dict[str, dict[str, float]]


def main() -> int:
    """Fill what is not filled, measure both, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(prog="script/bench national", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--times", type=int, default=10, help="of each page, for each person")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds before the next page")
    parser.add_argument("--reporting", type=int, default=300, help="seconds of reports")
    parser.add_argument("--only", choices=SIZES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        return _serve(asked)
    for size in SIZES:
        servers.filled(size, years=asked.years)
    with _service("small") as small, _service("large") as large:
        print("measuring …", file=sys.stderr, flush=True)
        found = crowd.asked(
            [small.served, large.served], users=asked.users, times=asked.times, pause=asked.pause
        )
        reports = large.reports(asked.reporting) if asked.reporting else {}
    return _tell(found["small"], found["large"], reports)


@dataclass(frozen=True, slots=True)
class Service:
    """One of the two while it runs: what is asked of it, and the process that knows its records."""

    served: crowd.Served
    process: "subprocess.Popen[str]"

    def reports(self, seconds: int) -> dict[str, dict[str, float]]:
        """Have it reported to for so long; what came of that."""
        return _ask(self.process, str(seconds))


@contextmanager
def _service(size: str) -> Iterator[Service]:
    """It, in a process that knows its address from the start."""
    address = database.ensure_running(STATE / size)
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.national", "--only", size],
        env=os.environ
        | {
            "WAYHOME_DATABASE_URL": address,
            "WAYHOME_STATE_DIR": str(STATE / size),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = _ask(process, "pages")
        pages = [Page(**each) for each in said["pages"]]
        yield Service(crowd.Served(size, said["port"], pages), process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(60)
        database.stop(STATE / size)


def _ask(process: "subprocess.Popen[str]", what: str) -> Any:  # noqa: ANN401  # as JSON is
    """What that process says to one line. Raises RuntimeError where it says nothing."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("it was started without a line to it")
    print(what, file=process.stdin, flush=True)
    said = process.stdout.readline()
    if not said:
        raise RuntimeError("the service ended")
    return json.loads(said)


def _serve(asked: argparse.Namespace) -> int:
    """Serve one of them until there is nothing more to read; a line is asked for, or reports."""
    import django  # its settings name the database, which is only known here

    django.setup()
    from bench.national import pages, reporting  # need the settings
    from wayhome.platform.row_security import transactions

    transactions.act_for_the_service()
    each = [*pages.pages(), *(pages.largest() if asked.only == "large" else [])]
    with crowd.served() as port:
        for line in sys.stdin:
            if line.strip() == "pages":
                said: Any = {"port": port, "pages": [asdict(page) for page in each]}
            else:
                came = reporting.reported(port, seconds=int(line))
                said = {f"{reporting.RATE} reports a second": came.said()}
                print(*sorted(set(came.refused))[:5], sep="\n", file=sys.stderr)
            print(json.dumps(said), flush=True)
    return 0


def _tell(small: Found, large: Found, reports: Found) -> int:
    floor = large[FLOOR]["p95"]
    print(
        f"{'milliseconds, p50 and p95':52} {'1 %':>11} {'100 %':>11} {'growth':>7} {'x floor':>8}"
    )
    wells = [_page(name, small.get(name), now, floor=floor) for name, now in large.items()]
    wells += [_reports(name, said) for name, said in reports.items()]
    return 0 if all(wells) else 1


def _page(
    name: str, before: dict[str, float] | None, now: dict[str, float], *, floor: float
) -> bool:
    """Print one line; whether it is as soon as it must be, and has not grown."""
    growth = now["p95"] / before["p95"] if before else None
    is_met = name == FLOOR or (now["p95"] <= MOST_MILLISECONDS and (growth or 0) <= MOST_GROWTH)
    was = f"{before['p50']:5.0f} {before['p95']:5.0f}" if before else ""
    grown = f"{growth:7.2f}" if growth else ""
    print(
        f"{name[:52]:52} {was:>11} {now['p50']:5.0f} {now['p95']:5.0f} {grown:>7} "
        f"{now['p95'] / floor:8.1f} {'' if is_met else 'NOT met'}"
    )
    return is_met


def _reports(name: str, said: dict[str, float]) -> bool:
    """Print how reports were taken; whether soon enough, and none refused."""
    is_met = said["p95"] <= MOST_OF_A_REPORT and not said["refused"]
    floor = said["floor_p95"]
    print(
        f"{name}: p50 {said['p50']:.0f}, p95 {said['p95']:.0f}, p99 {said['p99']:.0f}; "
        f"a floor beside them p95 {floor:.0f} ({said['p95'] / floor:.1f} x); "
        f"{said['recorded']:.0f} recorded at once, {said['to_follow']:.0f} received, to follow, "
        f"{said['refused']:.0f} refused {'' if is_met else 'NOT met'}"
    )
    return is_met


if __name__ == "__main__":
    raise SystemExit(main())
