"""What is left of numbers that lie within bounds, once sums of them are known to do so too."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Range = tuple[int, int]
ROUNDS = 8  # more than it takes until nothing is narrowed any more


@dataclass(frozen=True, slots=True)
class Sum:
    """A number that is the sum of others; where they overlap, at most that and at least each."""

    total: Hashable
    parts: Sequence[Hashable]
    may_overlap: bool = False


def narrowed(ranges: Mapping[Name, Range], sums: Sequence[Sum]) -> dict[Name, Range]:
    """The ranges, each no wider than every sum by itself lets it be, taken `ROUNDS` times."""
    left: dict[Hashable, Range] = {}
    left.update(ranges.items())
    for _ in range(ROUNDS):
        for each in sums:
            _narrow(left, each)
    return {name: left[name] for name in ranges}


def _narrow(left: dict[Hashable, Range], each: Sum) -> None:
    low, high = left[each.total]
    lows, highs = zip(*(left[part] for part in each.parts), strict=True)
    for part in each.parts:
        least, most = left[part]
        from_above = high if each.may_overlap else high - (sum(lows) - least)
        left[part] = max(least, low - (sum(highs) - most)), min(most, from_above)
    from_below = max(lows) if each.may_overlap else sum(lows)
    left[each.total] = max(low, from_below), min(high, sum(highs))
