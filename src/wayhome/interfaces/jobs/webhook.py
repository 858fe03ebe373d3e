"""`wayhome webhook`: tell an agency's own system that notices wait, by signed webhooks.

`register AGENCY URL` begins, `rotate` makes a new secret, which signs beside the old one for a
while, `revoke` ends, `show` lists. A secret alone goes to standard output, once, so that it can be
put where it is needed without being read; what is said about it goes to standard error.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from wayhome.journey import webhook_registered
from wayhome.platform import clock
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies import webhooks
from wayhome.rules import london

LONGEST_OVERLAP = 30 * 24  # hours


class NotPossible(ValueError):
    """Nothing was done; the message says what to do."""


def main(argv: Sequence[str]) -> int:
    """Do what was asked. Raises NotPossible and NotAllowed, which the command prints."""
    asked = _options(argv)
    try:
        return int(asked.do(asked))
    except NoSuch as missing:
        raise NotPossible(f"There is no such agency, or no such webhook: {missing}") from missing


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wayhome webhook", description="Tell an agency's own system that notices wait."
    )
    what = parser.add_subparsers(required=True, metavar="WHAT")
    register = what.add_parser("register", help="begin, and show the secret once")
    register.add_argument("agency", help="the name of the agency")
    register.add_argument("url", help="where its system takes webhooks: https://…")
    register.add_argument(
        "--hosts",
        default="",
        help="the hosts it may ever go to, with commas; the host of the address if left out",
    )
    register.set_defaults(do=_register)
    rotate = what.add_parser("rotate", help="make a new secret, and show it once")
    rotate.add_argument("webhook", type=UUID)
    rotate.add_argument(
        "--hours", type=int, default=24, help="how long the old one signs too; 24 if left out"
    )
    rotate.set_defaults(do=_rotate)
    revoke = what.add_parser("revoke", help="send nothing there any more")
    revoke.add_argument("webhook", type=UUID)
    revoke.set_defaults(do=_revoke)
    what.add_parser("show", help="list them").set_defaults(do=_show)
    return parser.parse_args(argv)


def _register(asked: argparse.Namespace) -> int:
    hosts = [each.strip() for each in asked.hosts.split(",") if each.strip()]
    webhook_id, secret = webhook_registered.record(
        asked.agency,
        url=asked.url,
        allowed_hosts=hosts or [urlsplit(asked.url).netloc],
        now=clock.now(),
    )
    print(secret)
    print(
        f"Webhook {webhook_id} of {asked.agency}. The secret is not shown again.", file=sys.stderr
    )
    return 0


def _rotate(asked: argparse.Namespace) -> int:
    if not 0 <= asked.hours <= LONGEST_OVERLAP:
        raise NotPossible(f"The old secret goes on for 0 to {LONGEST_OVERLAP} hours.")
    print(
        webhook_registered.rotated(
            asked.webhook, overlap=timedelta(hours=asked.hours), now=clock.now()
        )
    )
    print(f"The old secret signs too for {asked.hours} hours more.", file=sys.stderr)
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    webhook_registered.revoked(asked.webhook, now=clock.now())
    print("Nothing is sent there any more.", file=sys.stderr)
    return 0


def _show(_asked: argparse.Namespace) -> int:
    for each in webhooks.every():
        since = f"since {london.day_of(each.registered_at):%-d %B %Y}"
        until = f", revoked {london.day_of(each.revoked_at):%-d %B %Y}" if each.revoked_at else ""
        print(f"{each.id}  {each.agency.name}  {each.url}  {since}{until}")
    return 0
