"""The steps in which lines are laid out, and the turns of SQL that more than one of them takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from wayhome.rules.breakdowns import Band
from wayhome.rules.vocabulary import Level

SECOND = 1_000_000  # microseconds
BEFORE_THE_ENDED = 10**17  # more microseconds than any moment: puts a part that lasts first


@dataclass(frozen=True, slots=True)
class Step:
    """One table: its name, what it is made of, and whether measures are counted over it."""

    name: str
    query: str
    is_counted: bool = False


def newest(table: str, by: str, order: str) -> str:
    """The first row of each, in an order that leaves nothing to chance."""
    return (
        f"SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY {by} ORDER BY {order}) AS nth "
        f"FROM {table}) AS ranked WHERE nth = 1"
    )


def standing(stream: str, *, may_be_withdrawn: bool = True) -> str:
    """The rows no other corrects, and that withdraw nothing."""
    query = (
        f"SELECT * FROM {stream} AS said WHERE NOT EXISTS "
        f"(SELECT 1 FROM {stream} AS later WHERE later.corrects = said.fact)"
    )
    return f"{query} AND NOT said.withdrawn" if may_be_withdrawn else query


def rank_of(column: str) -> str:
    """The rank of a level, the highest being the greatest number."""
    cases = " ".join(f"WHEN '{level}' THEN {level.rank}" for level in Level)
    return f"CASE {column} {cases} END"


def level_of(rank: str) -> str:
    """The level of a rank."""
    cases = " ".join(f"WHEN {level.rank} THEN '{level}'" for level in Level)
    return f"CASE {rank} {cases} END"


def banded(column: str, bands: Iterable[Band], *, unit: int, unknown: str) -> str:
    """The band a number lies in; the last of a band still does."""
    cases = " ".join(
        f"WHEN ({column}) <= {band.last * unit} THEN '{band.value}'"
        if band.last is not None
        else f"ELSE '{band.value}'"
        for band in bands
    )
    return f"CASE WHEN ({column}) IS NULL OR ({column}) < 0 THEN '{unknown}' {cases} END"
