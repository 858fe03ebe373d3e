"""`script/load`: a simulated country told to the whole service while people look at its pages.

Printed: what was told, how long each kind of page took, and what each program held. It must answer
everything, and neither memory nor connections may grow.
"""

import argparse
import json
import os
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaos.house import House

    from bench.load.users import Answered
    from bench.load.watching import Watched
    from wayhome.interfaces.jobs.live.feeding import Fed

STATE = Path("var/load").resolve()
NAMES = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland")


def main() -> int:
    """Run, print, and say whether all was answered and nothing grew."""
    asked = _asked()
    os.environ["WAYHOME_STATE_DIR"] = str(STATE)
    os.environ["DJANGO_SETTINGS_MODULE"] = "chaos.settings"
    for each in ("WAYHOME_DATABASE_URL", "WAYHOME_DATABASE_ROLE", "WAYHOME_JOURNAL_DIR"):
        os.environ.pop(each, None)
    os.environ["WAYHOME_CHAOS_MAIL_PORT"] = ""
    from chaos import house, setting_up  # the folder had to be chosen first

    opened = house.House(house.emptied(STATE), workers=2)
    try:
        setting_up.shape(opened.database, like=None)
        setting_up.people()
        opened.open()
        return _tell(*_run(opened, asked))
    finally:
        opened.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--users", type=int, default=20, help="who look at pages")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two pages")
    parser.add_argument("--speed", type=float, default=1800, help="the country's seconds to ours")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _run(opened: "House", asked: argparse.Namespace) -> "tuple[Fed, Answered, Watched]":
    from bench.load import users, watching
    from chaos import setting_up
    from wayhome.interfaces.jobs.live import feeding, people
    from wayhome.interfaces.rehearsal import cast as casting
    from wayhome.platform import clock
    from wayhome.simulation import country, live

    now, cast = clock.now(), casting.find()
    telling = people.telling(now=now, lasts=timedelta(minutes=asked.minutes + 60))
    scope = country.Scope(now.date(), 1, seed=asked.seed, within=NAMES)
    happenings = live.happenings(country.country(scope))
    answered = users.Answered()
    walking = users.users(
        lambda name: setting_up.cookie(cast.people[name]),
        number=asked.users,
        port=opened.port,
        pause=asked.pause,
        answered=answered,
    )
    watcher = watching.Watcher(opened)
    for each in (*walking, watcher):
        each.start()
    service = feeding.Service(f"http://127.0.0.1:{opened.port}")
    feeder = feeding.Feeder(service, telling, asked.speed, show=lambda _words: None)
    fed = feeder.feed(happenings, seconds=asked.minutes * 60)
    for each in (*walking, watcher):
        each.is_over.set()
    for each in (*walking, watcher):
        each.join()
    return fed, answered, watcher.watched


def _tell(fed: "Fed", answered: "Answered", watched: "Watched") -> int:
    from bench.load import watching  # the folder had to be chosen first

    print(f"{'page':24} {'times':>7} {'p50':>8} {'p95':>8} {'p99':>8}  seconds")
    for kind, took in sorted(answered.took.items()):
        cut = quantiles(took, n=100) if len(took) > 1 else took * 99
        print(f"{kind:24} {len(took):7} {cut[49]:8.3f} {cut[94]:8.3f} {cut[98]:8.3f}")
    for name in watched.seen:
        before, after = watched.quarters(name)
        print(f"{name:24} {before:8.1f} in the second quarter, {after:8.1f} in the last")
    growing = watched.growing()
    is_seen = min((len(each) for each in watched.seen.values()), default=0) >= watching.FEWEST
    is_well = is_seen and bool(fed.told and answered.took)
    is_well = is_well and not (answered.wrong or fed.refused or growing)
    print(
        json.dumps(
            {
                "as_it_must_be": is_well,
                "told": dict(fed.told),
                "refused": dict(fed.refused),
                "wrong": dict(answered.wrong),
                "growing": growing,
                "was_watched": is_seen,
            }
        )
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
