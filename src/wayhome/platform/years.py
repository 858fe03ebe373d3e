"""The years of UTC in which identifiers (UUID version 7) were made: see `by_year`."""

from bisect import bisect_right
from datetime import UTC, datetime
from uuid import UUID

# Years of which a part is made: an identifier of any other tells no moment.
BETWEEN = (2000, 2199)
# The millisecond in which each of them begins, and the year after the last.
FIRSTS = tuple(
    int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000)
    for year in range(BETWEEN[0], BETWEEN[1] + 2)
)
_ENDS = (0, *FIRSTS, 1 << 48)


def bounds(identifier: UUID) -> tuple[UUID, UUID]:
    """The first identifier of the year of this one, and the first of the year after.

    Of one that tells no moment, of all those before or after the years that have parts.
    """
    number = bisect_right(FIRSTS, identifier.int >> 80)
    since, until = _ENDS[number], _ENDS[number + 1]
    return UUID(int=since << 80), UUID(int=min(until << 80, (1 << 128) - 1))
