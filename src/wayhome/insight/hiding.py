"""A whole table as it is shown outside: what `rules.outside.table` says, of all areas at once.

The rule is written there, for one cell and one sum at a time; here the same is done by columns,
since a country has millions of cells. A test holds the two equal.
"""

from collections.abc import Iterable

import numpy as np

from wayhome.insight.tables import Mask, Of, Shown, Table, Times, Whole
from wayhome.rules import breakdowns, outside
from wayhome.rules.breakdowns import SEVERAL
from wayhome.rules.disclosure import BASE, FEWEST_LEFT, LARGEST_HIDDEN, MINUTE

YEAR, QUARTERS = slice(0, 1), slice(1, None)  # on the axis of periods
BY_PERIOD, BY_VALUE = 2, 3  # the axes that sums are made along


def outside_of(table: Table) -> Shown:
    """The table as it is shown outside the agency whose children are counted."""
    shown = _each_by_itself(table)
    hidden = np.zeros(table.there.shape, dtype=bool)
    if table.by not in SEVERAL:
        hidden |= _of_values(table)
    hidden[:, :, QUARTERS] |= _of_quarters(table)
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
        middle=np.where(told_in_full, np.rint(table.middle / MINUTE) * MINUTE, np.nan),
    )


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


def _of_values(table: Table) -> Mask:
    """The cells of the periods whose values give one of them away."""
    known = {str(value) for value in breakdowns.VALUES[table.by]}
    among = np.array([value in known for value in table.values])
    safe = np.ones(table.there.shape[:BY_VALUE], dtype=bool)
    for _, count in _added(table):
        parts = count[..., among]
        safe &= _is_safe(parts, parts.sum(BY_VALUE), axis=BY_VALUE, may_overlap=False)
    unsafe = ~safe & table.there.any(BY_VALUE)
    return unsafe[..., np.newaxis] & among


def _of_quarters(table: Table) -> Mask:
    """The quarters that their year gives away."""
    overlap = outside.NUMBERS if table.of_people else outside.OF_CHILDREN
    safe = np.ones(table.there[:, :, 0].shape, dtype=bool)
    for name, count in _added(table):
        year, quarters = count[:, :, 0], count[:, :, QUARTERS]
        safe &= _is_safe(quarters, year, axis=BY_PERIOD, may_overlap=name in overlap)
    return (~safe & table.there[:, :, 0])[:, :, np.newaxis]


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
