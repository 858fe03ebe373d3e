"""`wayhome invite USERNAME`: an address at which that person sets their password, once.

For the first day, and for a password that was lost. With `--forget-factors` also for a lost
telephone or key. The address alone goes to standard output; it works for a quarter of an hour.
"""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from wayhome.journey import password_set
from wayhome.platform import clock
from wayhome.records.practitioners import queries as practitioners


class NotPossible(ValueError):
    """No address is made; the message says what to do."""


def main(argv: Sequence[str]) -> int:
    """Make one address and show it. Raises NotPossible, which the command prints."""
    asked = _options(argv)
    person = practitioners.by_username(asked.username)
    if person is None:
        raise NotPossible(f"Nobody signs in as {asked.username}.")
    secret = password_set.invited(person.pk, forgets_factors=asked.forget_factors, now=clock.now())
    print(f"{settings.WAYHOME_ADDRESS}{reverse('welcome', args=[secret])}")
    print(
        f"Give this to {person.name}, {person.agency.name}, and to nobody else: whoever opens it "
        "sets the password. It works once, for 15 minutes. They were signed out everywhere.",
        file=sys.stderr,
    )
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wayhome invite", description="Let somebody set their password, once."
    )
    parser.add_argument("username", help="who sets a password")
    parser.add_argument(
        "--forget-factors",
        action="store_true",
        help="also forget their passkeys, app and recovery codes, which they have lost",
    )
    return parser.parse_args(argv)
