"""A whole table as it is shown outside: what `rules.outside.table` says, of all areas at once.

The rule is written there, for one cell and one sum at a time; here the same is done by columns,
since a country has millions of cells. A test holds the two equal.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from wayhome.insight.tables import Mask, Of, Shown, Table, Times, Whole
from wayhome.rules import breakdowns, outside
from wayhome.rules.breakdowns import SEVERAL
from wayhome.rules.disclosure import BASE, FEWEST_LEFT, LARGEST_HIDDEN, MINUTE
from wayhome.rules.intervals import ROUNDS

YEAR, QUARTERS = slice(0, 1), slice(1, None)  # on the axis of periods
BY_PERIOD, BY_VALUE = 2, 3  # the axes that sums are made along


def outside_of(table: Table) -> Shown:
    """The table as it is shown outside the agency whose children are counted."""
    shown = _each_by_itself(table)
    hidden = np.zeros(table.there.shape, dtype=bool)
    by_quarter = _unsafe_quarters(table)
    if table.by not in SEVERAL:
        by_value = _unsafe_values(table)
        hidden |= by_value[..., np.newaxis] & _known(table)
        together = _unsafe_years(table, ~by_value, ~by_quarter)
        hidden[:, :, QUARTERS] |= together[..., np.newaxis, np.newaxis] & _known(table)
    hidden[:, :, QUARTERS] |= by_quarter[:, :, np.newaxis]
    there = table.there | hidden
    return Shown(there, *(np.where(hidden, np.nan, each) for each in _numbers(shown)))


def _numbers(shown: Shown) -> tuple[Times, ...]:
    return shown.number, shown.whole, shown.children, shown.complete, shown.middle


def _each_by_itself(table: Table) -> Shown:
    exact, most = table.exact, table.most
    children, of_one = exact.number.children, most.number.children
    all_told = _is_told(exact.whole, most.whole)
    told = _is_told(exact.number, most.number)
    if table.has_whole:
        told &= all_told & _is_told(exact.rest, most.rest)
    told_in_full = _is_told(exact.complete, most.complete) & _is_told(exact.gap, most.gap)
    none = np.full(children.shape, np.nan)
    return Shown(
        table.there,
        number=_shown(exact.number.count, told),
        whole=_shown(exact.whole.count, all_told) if table.has_whole else none,
        children=_shown(children, _is_told(Of(children, children), Of(of_one, of_one))),
        complete=_shown(exact.complete.count, told_in_full),
        middle=np.where(told_in_full, _to_the_minute(table.middle), np.nan),
    )


def _to_the_minute(seconds: Times) -> Times:
    """Half a minute too soon is none too: 0.0, and not -0.0."""
    return np.rint(seconds / MINUTE) * MINUTE + 0.0


def _is_told(this: Of, of_one: Of) -> Mask:
    left = Of(this.count - of_one.count, this.children - of_one.children)
    return _is_none_or_many(this) & _is_none_or_many(left)


def _is_none_or_many(this: Of) -> Mask:
    return (this.count == 0) | (np.minimum(this.count, this.children) > LARGEST_HIDDEN)


def _shown(count: Whole, told: Mask) -> Times:
    return np.where(told & ~_is_few(count), _rounded(count), np.nan)


def _rounded(count: Whole) -> Whole:
    return (count + BASE // 2) // BASE * BASE


def _is_few(count: Whole) -> Mask:
    return (count > 0) & (count <= LARGEST_HIDDEN)


def _known(table: Table) -> Mask:
    """The values that there may be, whose counts make the whole."""
    known = {str(value) for value in breakdowns.VALUES[table.by]}
    return np.array([value in known for value in table.values])


def _unsafe_values(table: Table) -> Mask:
    """The periods whose values give one of them away."""
    among = _known(table)
    safe = np.ones(table.there.shape[:BY_VALUE], dtype=bool)
    for _, count in _added(table):
        parts = count[..., among]
        safe &= _is_safe(parts, parts.sum(BY_VALUE), axis=BY_VALUE, may_overlap=False)
    return ~safe & table.there.any(BY_VALUE)


def _overlap(table: Table) -> Sequence[str]:
    """The numbers of which those of the quarters come to more than the year's."""
    return outside.NUMBERS if table.of_people else outside.OF_CHILDREN


def _unsafe_quarters(table: Table) -> Mask:
    """The values of a year that give one of their quarters away."""
    overlap = _overlap(table)
    safe = np.ones(table.there[:, :, 0].shape, dtype=bool)
    for name, count in _added(table):
        year, quarters = count[:, :, 0], count[:, :, QUARTERS]
        safe &= _is_safe(quarters, year, axis=BY_PERIOD, may_overlap=name in overlap)
    return ~safe & table.there[:, :, 0]


def _unsafe_years(table: Table, values_told: Mask, quarters_told: Mask) -> Mask:
    """The years of which all sums together give a number away, though none does by itself.

    On the axis of values the last is all of them together, which is a table of its own.
    """
    there = table.there.any((BY_PERIOD, BY_VALUE))
    few = np.zeros(there.shape, dtype=bool)
    among, overlap = _known(table), _overlap(table)
    for name, count in _added(table):
        parts = count[there][..., among]
        with_whole = np.concatenate([parts, parts.sum(-1, keepdims=True)], axis=-1)
        told_of_values = values_told[there] & table.there[there].any(-1)
        of_quarters = quarters_told[there][:, among] & table.there[there][:, 0][:, among]
        told_of_quarters = np.concatenate([of_quarters, np.ones((len(parts), 1), bool)], axis=-1)
        lows, highs = _range(with_whole)
        _narrow(lows, highs, told_of_values, told_of_quarters, may_overlap=name in overlap)
        left = highs[..., :-1] - lows[..., :-1] + 1
        few[there] |= (_is_few(parts) & (left < FEWEST_LEFT)).any((1, 2))
    return few


Bounds = tuple[Whole, Whole]  # the least and the most


def _narrow(
    lows: Whole, highs: Whole, of_values: Mask, of_quarters: Mask, *, may_overlap: bool
) -> None:
    """Narrow the ranges by every sum that is told, as `rules.intervals` does."""
    still = np.arange(len(lows))
    for _ in range(ROUNDS):
        low, high = lows[still], highs[still]
        _narrow_by(
            (low[..., :-1], high[..., :-1]),
            (low[..., -1:], high[..., -1:]),
            told=of_values[still][..., np.newaxis],
            axis=-1,
        )
        _narrow_by(
            (low[:, 1:], high[:, 1:]),
            (low[:, :1], high[:, :1]),
            told=of_quarters[still][:, np.newaxis],
            axis=1,
            may_overlap=may_overlap,
        )
        changed = (low != lows[still]) | (high != highs[still])
        lows[still], highs[still] = low, high
        still = still[changed.any((1, 2))]


def _narrow_by(
    parts: Bounds, total: Bounds, *, told: Mask, axis: int, may_overlap: bool = False
) -> None:
    """The same by the sums along one axis, in place; each part by what the others were before."""
    (lows, highs), (low, high) = parts, total
    all_lows, all_highs = (each.sum(axis, keepdims=True) for each in parts)
    from_below = low - (all_highs - highs)
    from_above = high if may_overlap else high - (all_lows - lows)
    least = lows.max(axis, keepdims=True) if may_overlap else all_lows
    low_now, high_now = np.maximum(low, least), np.minimum(high, all_highs)
    np.copyto(lows, np.maximum(lows, from_below), where=told)
    np.copyto(highs, np.minimum(highs, from_above), where=told)
    np.copyto(low, low_now, where=told)
    np.copyto(high, high_now, where=told)


def _added(table: Table) -> Iterable[tuple[str, Whole]]:
    """The numbers of which sums are made."""
    exact = table.exact
    whole = {"whole": exact.whole.count} if table.has_whole else {}
    of_each = {
        "number": exact.number.count,
        "complete": exact.complete.count,
        "children": exact.number.children,
    }
    return (of_each | whole).items()


def _is_safe(parts: Whole, total: Whole, *, axis: int, may_overlap: bool) -> Mask:
    """Whether each hidden part of each sum may still be one of at least three counts."""
    few = _is_few(parts)
    lows, highs = _range(parts)
    least, most = (np.expand_dims(each, axis) for each in _range(total))
    from_below = np.maximum(lows, least - (highs.sum(axis, keepdims=True) - highs))
    from_above = highs
    if not may_overlap:
        from_above = np.minimum(highs, most - (lows.sum(axis, keepdims=True) - lows))
    return (~few | (from_above - from_below + 1 >= FEWEST_LEFT)).all(axis)


def _range(count: Whole) -> tuple[Whole, Whole]:
    few, none = _is_few(count), count == 0
    near = _rounded(count)
    lows = np.where(none, 0, np.where(few, 1, near - BASE // 2))
    highs = np.where(none, 0, np.where(few, LARGEST_HIDDEN, near + BASE // 2))
    return lows, highs
