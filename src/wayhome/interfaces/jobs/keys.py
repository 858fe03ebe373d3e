"""`wayhome keys`: which keys wrap what is enciphered, a new one, and rotating to the newest.

`new NAME` prints a line to add to the end of the file of keys; `rotate` then wraps every data key
with it, and may be stopped and begun again; once `show` counts none under the old name, its line is
taken away, and what an old copy of the database holds can be read no more.
"""

import argparse
from collections.abc import Sequence

from wayhome.platform.enciphering import keyring, rotating


def main(argv: Sequence[str]) -> int:
    """Do what was asked. Raises NoSuchKey where a key is missing that is still needed."""
    parser = argparse.ArgumentParser(prog="wayhome keys", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    what.add_parser("show", help="how many data keys each key wraps")
    what.add_parser("rotate", help="wrap every data key with the last key of the file")
    what.add_parser("new", help="a line for the file").add_argument("name")
    asked = parser.parse_args(argv)
    if asked.what == "new":
        print(keyring.fresh_line(asked.name), end="")
        return 0
    if asked.what == "rotate":
        print(f"{rotating.rotate()} data keys are wrapped by {keyring.ring().in_use.name} now.")
        return 0
    for name, count in rotating.standing().items():
        print(f"{name}: {count}")
    return 0
