"""`wayhome measures`: counts every measure over the published extract, and keeps the results.

With `--nightly` the extract is made first, as of the last midnight in London, as the worker does.
"""

import argparse
import os
from collections.abc import Sequence

from wayhome.insight import nightly, nights
from wayhome.insight.extracts import building, publishing
from wayhome.interfaces.jobs import moments
from wayhome.platform import clock

NICE = 10  # whoever looks for a child goes first


def main(argv: Sequence[str]) -> int:
    """Count, and say as of when. 1 where there is nothing to count from."""
    parser = argparse.ArgumentParser(prog="wayhome measures", description=__doc__)
    parser.add_argument("--as-of", type=moments.read, help="a moment the extract covers")
    parser.add_argument("--nightly", action="store_true", help="make the extract first")
    options = parser.parse_args(argv)
    now = clock.now()
    try:
        if options.nightly:
            os.nice(NICE)
            nightly.extract(as_of=nights.last_midnight(now), now=now)
        counted = nightly.count(now=now, as_of=options.as_of)
    except (building.BeingMade, publishing.NoExtract) as problem:
        print(f"Not counted: {problem}.")
        return 1
    print(f"Counted as of {counted.as_of.isoformat()}.")
    return 0
