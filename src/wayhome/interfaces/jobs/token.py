"""`wayhome token USERNAME --label WORDS --days NUMBER`: a new token for the API, shown once.

With `--posts` it acts in some of the posts its bearer holds, and otherwise in all held now.

The token alone goes to standard output, so that it can be put where it is needed without being
read; what is said about it goes to standard error.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta

from wayhome.journey import partnership_formed
from wayhome.platform import clock
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import viewers
from wayhome.rules import facts, london
from wayhome.rules.vocabulary import PostKind

MOST_DAYS = 366
LONGEST_LABEL = 100


class NotPossible(ValueError):
    """No token is made; the message says what to do."""


def main(argv: Sequence[str]) -> int:
    """Make one token and show it. Raises NotPossible, which the command prints."""
    asked = _options(argv)
    now = clock.now()
    lasts = timedelta(days=_days(asked.days))
    viewer = _practitioner(asked.username)
    posts = _posts(asked.posts, viewer)
    token = partnership_formed.token(
        viewer.practitioner_id, label=_label(asked.label), now=now, lasts=lasts, posts=posts
    )
    print(token)
    last = london.day_of(now + lasts)
    who, acts_as = f"{viewer.name}, {viewer.agency_name}", ", ".join(each.label for each in posts)
    print(f"A token of {who}, until {last:%-d %B %Y}. It is not shown again.", file=sys.stderr)
    print(f"It acts as {acts_as}, while they hold that.", file=sys.stderr)
    return 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wayhome token", description="Make a token for the API, and show it once."
    )
    parser.add_argument("username", help="whose token it is: it does what that person may do")
    parser.add_argument("--label", required=True, help="what it is for, to know it by later")
    parser.add_argument("--days", required=True, type=int, help=f"1 to {MOST_DAYS}")
    parser.add_argument(
        "--posts",
        default="",
        help="the posts it acts in, with commas, of those held now; all of them if left out",
    )
    return parser.parse_args(argv)


def _posts(said: str, viewer: facts.Viewer) -> list[PostKind]:
    """The posts the token is for: never one that its bearer does not hold."""
    asked = {each.strip() for each in said.split(",") if each.strip()} or set(viewer.posts)
    if missing := sorted(asked - set(viewer.posts)):
        held = ", ".join(sorted(viewer.posts))
        raise NotPossible(f"{viewer.name} does not hold {', '.join(missing)}, but {held}.")
    return sorted(PostKind(each) for each in asked)


def _days(said: int) -> int:
    if not 1 <= said <= MOST_DAYS:
        raise NotPossible(f"A token lasts from 1 to {MOST_DAYS} days, not {said}.")
    return said


def _label(said: str) -> str:
    label = said.strip()
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        raise NotPossible(f"Say what the token is for, in 1 to {LONGEST_LABEL} characters.")
    return label


def _practitioner(username: str) -> facts.Viewer:
    """Whose token it is to be."""
    person = practitioners.by_username(username)
    viewer = viewers.viewer_of(person.id, now=clock.now()) if person else None
    if viewer is None:
        raise NotPossible(f"Nobody signs in as {username}.")
    if not viewer.posts:
        raise NotPossible(f"{viewer.name} holds no post now, so a token could do nothing.")
    return viewer
