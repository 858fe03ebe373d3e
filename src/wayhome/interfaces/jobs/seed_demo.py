"""Fills an empty database with the demonstration, and says who is in it and how to sign in."""

import argparse
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.interfaces.rehearsal import demo, demo_people
from wayhome.platform import clock


def main(argv: Sequence[str]) -> int:
    """Seed once; a database that has a partnership is left as it is. The people are always listed.

    Raises ValueError outside development when no password is given.
    """
    options = _options(argv)
    if casting.is_set_up():
        print("The records are kept: nothing was added.")
    else:
        seed(password=options.password)
    print(demo_people.listed(sign_in_by_choice=settings.WAYHOME_SIGN_IN_BY_CHOICE))
    return 0


def seed(*, password: str | None) -> None:
    """Set up the partnership, its people and its children, all or nothing."""
    if password is None and not settings.WAYHOME_SIGN_IN_BY_CHOICE:
        raise ValueError("outside development, give everybody's password: --password ...")
    now = clock.now()
    with transaction.atomic():
        cast = casting.assemble(now=now, password=password)
        count = demo.play(cast, now=now)
    print(f"{count} episodes of invented children were added.")


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome seed-demo", description=__doc__)
    parser.add_argument("--password", help="everybody's password; needed outside development")
    return parser.parse_args(argv)
