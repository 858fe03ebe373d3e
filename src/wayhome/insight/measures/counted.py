"""How a measure is counted: over which table, among which rows, and which of them count."""

from dataclasses import dataclass

from wayhome.rules.measures import Measure

EPISODES = "episodes_known"


@dataclass(frozen=True, slots=True)
class Counted:
    """One measure in SQL.

    `among` says which rows there are to count, `hit` which of them do, and `complete` which have
    what had to be recorded. `took` is a time in microseconds. `of_people` counts each person once.
    """

    measure: Measure
    among: str = "TRUE"
    hit: str = "TRUE"
    complete: str = "TRUE"
    took: str = "CAST(NULL AS BIGINT)"
    over: str = EPISODES
    of_people: bool = False
