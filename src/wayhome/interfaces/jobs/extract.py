"""`wayhome extract`: makes the extract that measures are counted from, and publishes it.

It names no child and holds no words. Only the months that may have changed are read, unless
`--whole` is said; what is made is the same to the byte each time.
"""

import argparse
from collections.abc import Sequence

from wayhome.insight import nightly, nights
from wayhome.insight.extracts import building
from wayhome.interfaces.jobs import moments
from wayhome.platform import clock


def main(argv: Sequence[str]) -> int:
    """Make it, and say what it holds. 1 where another process is making one."""
    parser = argparse.ArgumentParser(prog="wayhome extract", description=__doc__)
    parser.add_argument("--as-of", type=moments.read, help="a moment (else the last midnight)")
    parser.add_argument("--whole", action="store_true", help="read every month anew")
    options = parser.parse_args(argv)
    now = clock.now()
    as_of = options.as_of or nights.last_midnight(now)
    try:
        made = nightly.extract(as_of=as_of, now=now, whole=options.whole)
    except building.BeingMade as problem:
        print(f"Not made: {problem}.")
        return 1
    print(
        f"As of {made.said.as_of.isoformat()}: {made.said.rows} rows, {made.new_parts} parts anew. "
        f"{made.folder}"
    )
    return 0
