"""`wayhome measures`: counts every measure over the published extract, and keeps the results.

With `--nightly` the extract is made first, as of the last midnight in London, as the worker does.
Told to stop, it leaves nothing of its counting on the disk.
With `--check-on spark://…` nothing is kept: it is counted here and there, and what differs is said.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from wayhome.insight import nightly, nights
from wayhome.insight.extracts import building, publishing
from wayhome.interfaces.jobs import moments
from wayhome.platform import clock, ending

NICE = 10  # whoever looks for a child goes first


def main(argv: Sequence[str]) -> int:
    """Count, and say as of when. 1 where there is nothing to count from."""
    parser = argparse.ArgumentParser(prog="wayhome measures", description=__doc__)
    parser.add_argument("--as-of", type=moments.read, help="a moment the extract covers")
    parser.add_argument("--nightly", action="store_true", help="make the extract first")
    parser.add_argument("--with-parent", action="store_true", help="end with whoever began it")
    parser.add_argument("--check-on", metavar="ADDRESS", help="a cluster of Spark")
    options = parser.parse_args(argv)
    with ending.tidily():
        if options.with_parent:
            ending.with_parent()
        return _check(options.check_on) if options.check_on else _count(options)


def _count(options: argparse.Namespace) -> int:
    now = clock.now()
    try:
        if options.nightly:
            os.nice(NICE)
            nightly.extract(as_of=nights.last_midnight(now), now=now)
        counted = nightly.count(now=now, as_of=options.as_of)
    except (building.BeingMade, publishing.NoExtract) as problem:
        print(f"Not counted: {problem}.", file=sys.stderr)
        return 1
    print(f"Counted as of {counted.as_of.isoformat()}.")
    return 0


def _check(address: str) -> int:
    """Count here and on Spark. 1 where the two differ."""
    from wayhome.insight import agreeing  # an extra, which the service does without

    folder, said = publishing.current()
    found, *differ = agreeing.differences(folder, as_of=said.as_of, address=address)
    print(f"{found}: {len(differ)} differ", *differ, sep="\n")
    return 1 if differ else 0
