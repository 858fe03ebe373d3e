"""The columns of the extract: what each may hold, and how stored values become it.

Nothing else leaves the record. A moment is a whole number of microseconds since 1970. Codes are
those of a closed list: what is on none of them is `other`, so that no words pass for a code. What
is worked out is worked out once for each value there is, and not for each row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from wayhome.insight.extracts import pseudonyms
from wayhome.insight.extracts.pseudonyms import Pseudonyms
from wayhome.platform.copying import taking
from wayhome.rules import breakdowns, facts, london, risk
from wayhome.rules.labelled import Labelled

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
NOT_ON_THE_LIST = "other"
STATED = "age_stated"
AN_HOUR = 3_600_000_000  # in microseconds; a day in London begins with an hour of UTC

Read = Callable[[Sequence[pa.Array], Pseudonyms], pa.Array]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds, of which fields it is made, and how."""

    type: pa.DataType
    fields: tuple[taking.Kind, ...]
    read: Read


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its kind, and the field it is read from, or several with spaces."""

    name: str
    source: str
    kind: Kind


def microseconds(moment: datetime) -> int:
    """A moment as the extract writes it."""
    return (moment - EPOCH) // TICK


def _as_is(fields: Sequence[pa.Array], _: Pseudonyms) -> pa.Array:
    return fields[0]


def _of_each_value(kind: pa.DataType, field: taking.Kind, worked_out: Callable[[Any], Any]) -> Kind:
    """A column worked out of one field, once for each value it has; none where there is none."""

    def read(fields: Sequence[pa.Array], _: Pseudonyms) -> pa.Array:
        found = fields[0].dictionary_encode()
        each = [worked_out(value) for value in found.dictionary.to_pylist()]
        return pa.array(each, kind).take(found.indices)

    return Kind(kind, (field,), read)


def _pseudonym(kind: str) -> Kind:
    def read(fields: Sequence[pa.Array], names: Pseudonyms) -> pa.Array:
        found = fields[0].dictionary_encode()
        return names.of_each(kind, found.dictionary).take(found.indices)

    return Kind(pa.int64(), (taking.IDS,), read)


def code(*lists: Iterable[Labelled]) -> Kind:
    """A code of one of these lists; empty where nothing was said."""
    known = {str(member) for members in lists for member in members}

    def on_the_list(value: str) -> str | None:
        if not value:
            return None
        return value if value in known else NOT_ON_THE_LIST

    return _of_each_value(pa.string(), taking.TEXTS, on_the_list)


def _by_hour(moments: pa.Array, worked_out: Callable[[date], int]) -> np.ndarray:
    """A number worked out of the day it is in London at each moment, once for each hour."""
    hours, which = np.unique(
        moments.fill_null(0).to_numpy(zero_copy_only=False) // AN_HOUR, return_inverse=True
    )
    days = (london.day_of(EPOCH + timedelta(hours=int(hour))) for hour in hours)
    return np.array([worked_out(day) for day in days], np.int64)[which]


def _of_the_day(worked_out: Callable[[date], int]) -> Kind:
    def read(fields: Sequence[pa.Array], _: Pseudonyms) -> pa.Array:
        return pa.array(_by_hour(fields[0], worked_out)).cast(pa.int32())

    return Kind(pa.int32(), (taking.MOMENTS,), read)


CHILD = _pseudonym(pseudonyms.CHILD)
EPISODE = _pseudonym(pseudonyms.EPISODE)
FACT = _pseudonym(pseudonyms.FACT)
MOMENT = Kind(pa.int64(), (taking.MOMENTS,), _as_is)
FLAG = Kind(pa.bool_(), (taking.TRUTHS,), _as_is)
AGENCY = _of_each_value(pa.string(), taking.IDS, lambda value: str(UUID(bytes=value)))
YEAR = _of_the_day(lambda day: breakdowns.quarter_of(day).year)
QUARTER = _of_the_day(lambda day: breakdowns.quarter_of(day).quarter)
SEX = _of_each_value(pa.string(), taking.TEXTS, lambda said: str(breakdowns.sex_of(said)))
ETHNICITY = _of_each_value(
    pa.string(), taking.TEXTS, lambda said: str(breakdowns.ethnicity_of(said))
)


def _ages(fields: Sequence[pa.Array], _: Pseudonyms) -> pa.Array:
    """Whole years on the day of a report, of which detail, what it says, and the two moments."""
    field, said = (each.dictionary_encode() for each in fields[:2])
    stated = pa.array([value == STATED for value in field.dictionary.to_pylist()]).take(
        field.indices
    )
    is_stated = stated.to_numpy(zero_copy_only=False)
    rows = np.stack(
        [
            is_stated,
            said.indices.to_numpy(),
            np.where(is_stated, _by_hour(fields[2], date.toordinal), 1),
            _by_hour(fields[3], date.toordinal),
        ],
        axis=1,
    )
    each, which = _distinct(rows)
    words = said.dictionary.to_pylist()
    ages = [
        _age(
            words[word],
            day=date.fromordinal(day),
            stated_on=date.fromordinal(on) if is_so else None,
        )
        for is_so, word, on, day in each.tolist()
    ]
    return pa.array(ages, pa.int32()).take(pa.array(which))


def _distinct(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different rows there are, and which of them each is."""
    sizes = rows.max(axis=0, initial=0) + 1
    one = np.zeros(len(rows), np.int64)
    for column, size in zip(rows.T, sizes, strict=True):
        one = one * size + column
    _, first, which = np.unique(one, return_index=True, return_inverse=True)
    return rows[first], which


def _age(said: str, *, day: date, stated_on: date | None) -> int | None:
    """Whole years on a day; None where what was written down is no age, and no date of birth."""
    if stated_on is not None:
        if not said.isdigit():
            return None
        return risk.age_on(facts.Child(age_stated=int(said), age_stated_on=stated_on), day)
    try:
        return risk.age_on(facts.Child(date_of_birth=date.fromisoformat(said)), day)
    except ValueError:
        return None


# Of a date of birth nothing is kept but the years it makes on the day of a report.
AGE = Kind(pa.int32(), (taking.TEXTS, taking.TEXTS, taking.MOMENTS, taking.MOMENTS), _ages)
IS_STATED = _of_each_value(pa.bool_(), taking.TEXTS, lambda field: field == STATED)
