"""What is done each night: the extract is made as of the last midnight in London, and counted.

As of midnight (`nights`), so that every area is counted at one moment, and so long before it is
made that nothing recorded by then is still on its way into the records.
"""

from dataclasses import dataclass
from datetime import datetime

from wayhome.insight import counting
from wayhome.insight.extracts import building, publishing
from wayhome.insight.results import actions
from wayhome.platform.row_security import transactions


class NotCovered(ValueError):
    """The extract was made as of an earlier moment than is asked for."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A counting that was kept: as of when, over which extract."""

    as_of: datetime
    extract: str


def extract(*, as_of: datetime, now: datetime, whole: bool = False) -> building.Made:
    """Make and publish the extract as of a moment. Raises what `building.make` raises."""
    return building.make(as_of=as_of, now=now, whole=whole)


def count(*, now: datetime, as_of: datetime | None = None) -> Counted:
    """Count every measure over the published extract, and keep what they came to.

    As of when the extract was made, or of an earlier moment. Raises NoExtract and NotCovered.
    """
    folder, said = publishing.current()
    moment = as_of or said.as_of
    if moment > said.as_of:
        raise NotCovered(f"the extract is as of {said.as_of.isoformat()}")
    with transactions.step():
        actions.keep(
            counting.count(folder, as_of=moment), as_of=moment, extract=said.digest, at=now
        )
    return Counted(moment, said.digest)
