"""`script/bench national`: pages with ten years of England and Wales, and with a hundredth of it.

Two servers of their own (var/bench-national), each filled once from a simulated record and kept.
The same force is measured in both, so that what differs is the other ninety-nine hundredths; the
largest force and council in the country besides, and reports at fifty a second.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from wayhome.config import database

STATE = Path("var/bench-national").resolve()
SIZES = {"small": ["--area", "Warwickshire"], "large": ["--national"]}
FLOOR = "the floor"
MOST_MILLISECONDS, MOST_GROWTH, MOST_OF_A_REPORT = 150.0, 1.3, 250.0
Found = dict[str, dict[str, dict[str, float]]]


def main() -> int:
    """Fill what is not filled, measure both, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(prog="script/bench national", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--times", type=int, default=12, help="of each page, for each person")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds before the next page")
    parser.add_argument("--reporting", type=int, default=300, help="seconds of reports")
    parser.add_argument("--only", choices=SIZES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        return _measure(asked)
    found: dict[str, Found] = {}
    for size in SIZES:
        _filled(size, years=asked.years)
        found[size] = _child(size, asked)
    return _tell(found["small"], found["large"])


def _filled(size: str, *, years: int) -> None:
    """A server that holds the country, or its hundredth; filled where that was not finished."""
    home, record = STATE / size, STATE / f"{size}-record"
    if (home / "filled").exists():
        return
    environment = os.environ | {"WAYHOME_STATE_DIR": str(home)}
    home.mkdir(parents=True, exist_ok=True)
    simulate = ["simulate", str(record), "--years", str(years), *SIZES[size]]
    for command in (simulate, ["migrate", "--quiet"], ["import-history", str(record)]):
        print(f"{size}: wayhome {command[0]} …", file=sys.stderr, flush=True)
        subprocess.run(
            [sys.executable, "-m", "wayhome.config.command", *command],
            env=environment,
            check=True,
            stdout=sys.stderr,
        )
    (home / "filled").touch()


def _child(size: str, asked: argparse.Namespace) -> Found:
    """What one server gives, measured in a process that knows its address from the start."""
    address = database.ensure_running(STATE / size)
    print(f"{size}: measuring …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "bench.national", "--only", size]
    for word in ("users", "times", "pause", "reporting"):
        command += [f"--{word}", str(getattr(asked, word))]
    environment = os.environ | {
        "WAYHOME_DATABASE_URL": address,
        "WAYHOME_STATE_DIR": str(STATE / size),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    try:
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    finally:
        database.stop(STATE / size)
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(asked: argparse.Namespace) -> int:
    import django  # its settings name the database, which is only known here

    django.setup()
    from bench.national import crowd, pages, reporting  # need the settings
    from wayhome.platform.row_security import transactions

    transactions.act_for_the_service()
    is_large = asked.only == "large"
    alike, largest = pages.pages(), pages.largest() if is_large else []
    found: dict[str, object] = {}
    with crowd.served() as port:
        each = [*alike, *largest]
        found["pages"] = crowd.asked(
            port, each, users=asked.users, times=asked.times, pause=asked.pause
        )
        if is_large and asked.reporting:
            came = reporting.reported(port, seconds=asked.reporting)
            found["reports"] = {f"{reporting.RATE} reports a second": came.said()}
            print(*sorted(set(came.refused))[:5], sep="\n", file=sys.stderr)
    print(json.dumps(found))
    return 0


def _tell(small: Found, large: Found) -> int:
    floor = large["pages"][FLOOR]["p95"]
    print(
        f"{'milliseconds, p50 and p95':52} {'1 %':>11} {'100 %':>11} {'growth':>7} {'x floor':>8}"
    )
    wells = [
        _page(name, small["pages"].get(name), now, floor=floor)
        for name, now in large["pages"].items()
    ]
    wells += [_reports(name, said) for name, said in large.get("reports", {}).items()]
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
