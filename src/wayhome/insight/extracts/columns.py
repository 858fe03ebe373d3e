"""The columns of the extract: what each may hold, and how a stored value becomes it.

Nothing else leaves the record. A moment is a whole number of microseconds since 1970. Codes are
those of a closed list: what is on none of them is `other`, so that no words pass for a code.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from wayhome.insight.extracts import pseudonyms
from wayhome.insight.extracts.pseudonyms import Pseudonyms
from wayhome.rules import breakdowns, facts, london, risk
from wayhome.rules.labelled import Labelled

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
NOT_ON_THE_LIST = "other"
STATED = "age_stated"

Value = Any  # whatever the database gives for one column
Read = Callable[[Value, Pseudonyms], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds, and how a stored value becomes it."""

    type: pa.DataType
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


def _pseudonym(kind: str) -> Kind:
    return Kind(pa.int64(), lambda value, names: None if value is None else names.of(kind, value))


def code(*lists: Iterable[Labelled]) -> Kind:
    """A code of one of these lists; empty where nothing was said."""
    known = {str(member) for members in lists for member in members}
    return Kind(pa.string(), lambda value, _: _on_the_list(value, known))


def _on_the_list(value: Value, known: set[str]) -> str | None:
    if not value:
        return None
    return str(value) if value in known else NOT_ON_THE_LIST


def _moment(value: Value, _: Pseudonyms) -> int | None:
    return None if value is None else microseconds(value)


def _as_is(value: Value, _: Pseudonyms) -> Any:
    return value


def _agency(value: Value, _: Pseudonyms) -> str | None:
    return None if value is None else str(value)


CHILD = _pseudonym(pseudonyms.CHILD)
EPISODE = _pseudonym(pseudonyms.EPISODE)
FACT = _pseudonym(pseudonyms.FACT)
MOMENT = Kind(pa.int64(), _moment)
FLAG = Kind(pa.bool_(), _as_is)
AGENCY = Kind(pa.string(), _agency)
YEAR = Kind(pa.int32(), lambda value, _: breakdowns.quarter_of(london.day_of(value)).year)
QUARTER = Kind(pa.int32(), lambda value, _: breakdowns.quarter_of(london.day_of(value)).quarter)
SEX = Kind(pa.string(), lambda value, _: str(breakdowns.sex_of(value)))
ETHNICITY = Kind(pa.string(), lambda value, _: str(breakdowns.ethnicity_of(value)))


def _age(value: Value, _: Pseudonyms) -> int | None:
    """Whole years on the day of the report; None where what was written down is no age."""
    field, said, said_at, reported_at = value
    day = london.day_of(reported_at)
    if field == STATED:
        if not said.isdigit():
            return None
        return risk.age_on(
            facts.Child(age_stated=int(said), age_stated_on=london.day_of(said_at)), day
        )
    try:
        return risk.age_on(facts.Child(date_of_birth=date.fromisoformat(said)), day)
    except ValueError:
        return None


# Of a date of birth nothing is kept but the years it makes on the day of a report.
AGE = Kind(pa.int32(), _age)
IS_STATED = Kind(pa.bool_(), lambda value, _: value == STATED)
