"""`script/bench national`: pages with ten years of England and Wales, and with a hundredth of it.

Two servers of their own (var/bench-national), each filled once from a simulated record and kept.
The same force is measured in both, so that what differs is the other ninety-nine hundredths.
"""

import argparse
import json
import os
import subprocess
import sys

from bench.national import servers
from bench.national.servers import SIZES, STATE
from wayhome.config import database

FORCE, COUNCIL = "Warwickshire Police", "Warwickshire Council"
FLOOR = "the floor"
MOST_MILLISECONDS, MOST_GROWTH = 150.0, 1.3


def main() -> int:
    """Fill what is not filled, measure both, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(prog="script/bench national", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--times", type=int, default=40, help="of each page, for each person")
    parser.add_argument("--only", choices=SIZES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        return _measure(asked)
    found = {}
    for size in SIZES:
        servers.filled(size, years=asked.years)
        found[size] = _child(size, asked)
    return _tell(found["small"], found["large"])


def _child(size: str, asked: argparse.Namespace) -> dict[str, dict[str, float]]:
    """What one server gives, measured in a process that knows its address from the start."""
    address = database.ensure_running(STATE / size)
    print(f"{size}: measuring …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "bench.national", "--only", size]
    command += ["--users", str(asked.users), "--times", str(asked.times)]
    try:
        done = subprocess.run(
            command,
            env=os.environ
            | {
                "WAYHOME_DATABASE_URL": address,
                "WAYHOME_STATE_DIR": str(STATE / size),
                "DJANGO_SETTINGS_MODULE": "bench.settings",
            },
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        database.stop(STATE / size)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(asked: argparse.Namespace) -> int:
    import django  # its settings name the database, which is only known here

    django.setup()
    from bench.national import asking  # needs the settings

    found = asking.measure(FORCE, COUNCIL, floor=FLOOR, users=asked.users, times=asked.times)
    print(json.dumps(found))
    return 0


def _tell(small: dict[str, dict[str, float]], large: dict[str, dict[str, float]]) -> int:
    print(f"{'milliseconds, p50 and p95':44} {'1 %':>13} {'100 %':>13} {'growth':>7}")
    is_well = True
    for name, found in large.items():
        before = small[name]
        growth = found["p95"] / before["p95"]
        is_met = name == FLOOR or (found["p95"] <= MOST_MILLISECONDS and growth <= MOST_GROWTH)
        is_well &= is_met
        print(
            f"{name:44} {before['p50']:6.0f} {before['p95']:6.0f} {found['p50']:6.0f} "
            f"{found['p95']:6.0f} {growth:7.2f} {'' if is_met else 'NOT met'}"
        )
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
