"""`script/chaos`: the whole service, killed at random under load, and what is left counted.

`storm` kills it while people report and acknowledge; `serve` does the same to `wayhome serve`, with
what it runs and by itself; `race` sends one report fifty times at once
while it is killed; `couriers` has recipients refuse at random; `rush` kills nothing and reports at
a steady rate with many screens open. `storm --control` does not wait for the disk, and must lose
something.
"""

import argparse
import json
import math
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from wayhome.config import places

if TYPE_CHECKING:
    from chaos.house import House
    from chaos.setting_up import People

MAIL_PORT = "WAYHOME_CHAOS_MAIL_PORT"
COURIERS_MINUTES = 20.0
OURS_ALONE = ("WAYHOME_DATABASE_URL", "WAYHOME_DATABASE_ROLE", "WAYHOME_JOURNAL_DIR")


def main() -> int:
    """Do what was asked for, print what was found, and say whether it was as it must be."""
    asked = _asked()
    os.environ["WAYHOME_STATE_DIR"] = str(asked.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "chaos.settings"
    if "rush" not in asked.what:
        os.environ["WAYHOME_CHAOS_AT_ONCE"] = "4"
    for each in OURS_ALONE:
        os.environ.pop(each, None)
    os.environ.setdefault(MAIL_PORT, str(_free_port() if "couriers" in asked.what else ""))
    from chaos import house, setting_up  # the folder had to be chosen first

    folder, is_served = house.emptied(asked.folder), "serve" in asked.what
    workers = 2 if "rush" in asked.what else 1
    opened = house.Served(folder) if is_served else house.House(folder, workers=workers)
    try:
        setting_up.shape(opened.database, like=asked.like)
        people = setting_up.people()
        opened.open()
        return max(WHAT[each](opened, people, asked) for each in asked.what)
    finally:
        opened.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/chaos", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"{', '.join(WHAT)}; storm, if nothing is said")
    parser.add_argument("--kills", type=int, default=1000, help="of the storm")
    parser.add_argument("--minutes", type=float, default=math.inf, help="at the longest")
    parser.add_argument("--races", type=int, default=200)
    parser.add_argument("--rate", type=int, default=50, help="reports a second, of the rush")
    parser.add_argument("--seconds", type=int, default=60, help="of the rush")
    parser.add_argument("--screens", type=int, default=500, help="open in the rush")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true", help="do not wait for the disk")
    parser.add_argument("--folder", type=Path, default=places.state_dir() / "chaos")
    parser.add_argument("--like", help="the address of a database whose tables are copied")
    asked = parser.parse_args()
    asked.what = asked.what or ["storm"]
    if "serve" in asked.what and len(asked.what) > 1:
        parser.error("serve runs the service another way: alone")
    if unknown := set(asked.what) - set(WHAT):
        parser.error(f"there is no {min(unknown)}: {', '.join(WHAT)}")
    return asked


def _storm(opened: "House", people: "People", asked: argparse.Namespace) -> int:
    from chaos import storm  # the folder had to be chosen first

    found = storm.run(
        opened,
        people,
        kills=asked.kills,
        seed=asked.seed,
        is_control=asked.control,
        minutes=asked.minutes,
    )
    if not asked.control:
        name = "serve" if "serve" in asked.what else "storm"
        return _tell(name, found.as_dict(), is_well=found.is_well())
    lost = found.reckoned.lost
    return _tell("control", found.as_dict(), is_well=lost > 0)


def _race(opened: "House", people: "People", asked: argparse.Namespace) -> int:
    from chaos import race  # the folder had to be chosen first

    found = race.run(opened, people, times=asked.races, seed=asked.seed)
    return _tell("race", found.as_dict(), is_well=found.is_well())


def _couriers(opened: "House", people: "People", asked: argparse.Namespace) -> int:
    from chaos import couriers  # the folder had to be chosen first

    found = couriers.run(
        opened,
        people,
        mail_port=int(os.environ[MAIL_PORT]),
        minutes=min(asked.minutes, COURIERS_MINUTES),
        seed=asked.seed,
    )
    return _tell("couriers", found.as_dict(), is_well=found.is_well())


def _rush(opened: "House", people: "People", asked: argparse.Namespace) -> int:
    from chaos import rush  # the folder had to be chosen first

    found = rush.run(opened, people, rate=asked.rate, seconds=asked.seconds, screens=asked.screens)
    return _tell("rush", found.as_dict(), is_well=found.is_well())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tell(what: str, found: Mapping[str, object], *, is_well: bool) -> int:
    """One line for programs; then whether it was as it must be: a control must lose something."""
    print(json.dumps({"what": what, "as_it_must_be": is_well, **found}), flush=True)
    return 0 if is_well else 1


WHAT: Mapping[str, Callable[..., int]] = {
    "storm": _storm,
    "serve": _storm,
    "race": _race,
    "couriers": _couriers,
    "rush": _rush,
}

if __name__ == "__main__":
    raise SystemExit(main())
