"""`wayhome messages`: what waits to be carried, and what was set aside because it was refused.

`show` counts what each courier has, and lists what was set aside, by identifiers alone; `again`
tries what was set aside once more, all of it or what is named.
"""

import argparse
from collections.abc import Sequence
from uuid import UUID

from wayhome.journey import sending
from wayhome.platform import clock
from wayhome.platform.messaging import outbox
from wayhome.rules import london


def main(argv: Sequence[str]) -> int:
    """Do what was asked."""
    parser = argparse.ArgumentParser(
        prog="wayhome messages", description="What waits to be carried, and what was set aside."
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    what.add_parser("show", help="count and list")
    again = what.add_parser("again", help="try what was set aside once more")
    again.add_argument("message", type=UUID, nargs="*", help="which; all of it if left out")
    asked = parser.parse_args(argv)
    if asked.what == "again":
        named = asked.message or [each.id for each in outbox.in_quarantine()]
        print(f"{len(sending.put_back(named, now=clock.now()))} will be tried again.")
        return 0
    for each in outbox.standing():
        since = each.waiting_since
        waits = f", since {london.instant(since):%Y-%m-%d %H:%M:%S %Z}" if since else ""
        print(f"{each.courier}: {each.waiting} wait{waits}; {each.in_quarantine} set aside")
    for message in outbox.in_quarantine():
        print(f"{message.id}  {message.courier}  {message.problem}  about {message.about}")
    return 0
