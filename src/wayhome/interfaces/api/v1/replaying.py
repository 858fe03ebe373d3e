"""A report of a program comes out of the journal: whose token it was is looked up, and it is read.

Where the child it names is not one the bearer may know of, a person looks at it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wayhome.interfaces.api.v1 import away
from wayhome.interfaces.pages.intake import refusing
from wayhome.platform import references
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import tokens, viewers
from wayhome.rules import facts

WAY = away.WAY


def record(entry: Mapping[str, Any], *, now: datetime) -> None:
    """Record it as of when it was received. Raises CannotBeRecorded."""
    found = away.read(entry)
    viewer = _giver(found)
    written = found.said.child_reference
    with transactions.step():
        child = (
            visibility.children(viewer).filter(reference=references.read(written) or "").first()
            if written
            else None
        )
    if written and child is None:
        raise refusing.CannotBeRecorded(refusing.NOT_THERE, claimed_by=viewer.practitioner_id)
    said = found.said.told(child_id=child.id if child else None)
    refusing.record(said, key=found.key, by=viewer, arrived_at=found.received_at, now=now)


def _giver(found: away.Kept) -> facts.Viewer:
    """Whose token it was, in the posts it gave them then. Raises CannotBeRecorded."""
    bearer = tokens.bearer_then(found.digest, at=found.received_at)
    viewer = viewers.viewer_of_bearer(bearer, now=found.received_at) if bearer else None
    if viewer is not None:
        return viewer
    claimed = bearer.practitioner_id if bearer else None
    raise refusing.CannotBeRecorded(refusing.NOT_KNOWN, claimed_by=claimed)
