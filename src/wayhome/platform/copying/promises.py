"""What a table of ours promises, asked of whole columns before any row of them is written.

The database asks the same of each row as it comes, or of all once they are there. Asked here, what
is wrong is named by its file and column, and nothing has been changed yet.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
from django.db import models
from django.db.models import F, Q

YES = pa.scalar(True)  # noqa: FBT003  # the value itself
Columns = Mapping[str, pa.Array]

# A comparison by its name, of a column and what it is held against. What is not known is null.
_COMPARED: Mapping[str, Callable[[pa.Array, Any], pa.Array]] = {
    "exact": pc.equal,
    "gte": pc.greater_equal,
    "lte": pc.less_equal,
    "gt": pc.greater,
    "lt": pc.less,
    "startswith": lambda values, start: pc.starts_with(values, start),
    "in": lambda values, among: pc.is_in(values, pa.array([str(each) for each in among])),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that holds of each row: by its name, of which columns, and whether it does."""

    name: str
    columns: tuple[str, ...]
    holds: Callable[[Columns], pa.Array]


def of_each_row(model: type[models.Model], columns: set[str]) -> Iterator[Promise]:
    """What a model promises of each row, as far as it is about these columns."""
    for ours in model._meta.concrete_fields:
        longest = ours.max_length
        if ours.name in columns and longest and isinstance(ours, models.CharField):
            yield Promise(
                f"no more than {longest} characters", (ours.name,), _no_longer(ours.name, longest)
            )
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, Q):
            about = tuple(sorted(named(constraint.condition) & columns))
            if about:
                yield Promise(constraint.name, about, _holding(constraint.condition))


def of_all_rows(
    model: type[models.Model], columns: set[str]
) -> Iterator[tuple[tuple[str, ...], Q | None]]:
    """The columns that are not the same in two rows of a model, and of which rows that is so."""
    for ours in model._meta.concrete_fields:
        if ours.unique and ours.name in columns:
            yield (ours.name,), None
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and columns.issuperset(
            constraint.fields
        ):
            yield tuple(constraint.fields), constraint.condition


def is_so(condition: Q, columns: Columns) -> pa.Array:
    """Whether a condition holds of each row; null where these columns cannot say."""
    parts = [
        is_so(each, columns)
        if isinstance(each, Q)
        else _compared(cast("tuple[str, Any]", each), columns)
        for each in condition.children
    ]
    together = pc.or_kleene if condition.connector == Q.OR else pc.and_kleene
    whole = parts[0]
    for part in parts[1:]:
        whole = together(whole, part)
    return pc.invert(whole) if condition.negated else whole


def or_yes(answers: pa.Array) -> pa.Array:
    """Yes where it is not known, as a database has it of what it checks."""
    return pc.fill_null(answers, YES)


def _compared(said: tuple[str, Any], columns: Columns) -> pa.Array:
    words, against = said
    name, _, how = words.partition("__")
    rows = len(next(iter(columns.values())))
    unknown = pa.nulls(rows, pa.bool_())
    if name not in columns:
        return unknown
    if how == "isnull":
        said = columns[name].is_null()
        return said if against else pc.invert(said)
    if isinstance(against, F):
        if _of(against) not in columns:
            return unknown
        against = columns[_of(against)]
    elif isinstance(against, str):
        against = str(against)
    return _COMPARED[how or "exact"](columns[name], against)


def named(condition: Q) -> set[str]:
    """The columns that a condition is about."""
    found = set()
    for each in condition.children:
        if isinstance(each, Q):
            found |= named(each)
            continue
        words, against = cast("tuple[str, object]", each)
        found.add(words.partition("__")[0])
        if isinstance(against, F):
            found.add(_of(against))
    return found


def _of(other: F) -> str:
    """The column that another is held against."""
    return str(other.deconstruct()[1][0])


def _holding(condition: Q) -> Callable[[Columns], pa.Array]:
    return lambda columns: or_yes(is_so(condition, columns))


def _no_longer(name: str, longest: int) -> Callable[[Columns], pa.Array]:
    return lambda columns: pc.less_equal(pc.utf8_length(columns[name]), longest)
