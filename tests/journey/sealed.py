"""A child whose record is sealed, and those on the list."""

from tests.journey import world

from wayhome.journey import child_introduced, child_sealed
from wayhome.rules import told
from wayhome.rules.vocabulary import SealKind

LIST = ("dina", "tomas", "leon", "nadia")


def seal(cast, child_id, *, by="leon", named=LIST, kind=SealKind.WITNESS, now=world.START):
    """The child's record is sealed to a list; the seal's mark."""
    return child_sealed.record(
        child_id,
        kind,
        why="A witness in a trial",
        named=[cast.people[each] for each in named],
        by=cast.viewer(by, now=now),
        now=now,
    )


def rename(cast, child_id, *, given, family):
    """The child has a new name: the one before it stays among the details."""
    child_introduced.learned(
        child_id,
        told.Child(given, family),
        supplied_by="the court",
        by=cast.viewer("nadia", now=world.START),
        now=world.START,
    )
