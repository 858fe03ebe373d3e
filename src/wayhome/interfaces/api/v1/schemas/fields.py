"""The kinds of value a caller may send, each as narrow as the record it is kept in.

Text comes out composed (NFC), without control characters and without outer space. A moment
says its zone. A number is a number and a truth is true or false: nothing is guessed.
"""

import dataclasses
import re
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
    WithJsonSchema,
)
from pydantic.config import JsonDict

from wayhome.interfaces.pages.shared import cleaning
from wayhome.platform.audit.models import Verb

Told = TypeVar("Told")
LONGEST_TEXT = 10_000
MOST_LISTED = 50
LONGEST_LIST = 100
EARLIEST, LATEST = 1900, 2199
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_VISIBLE = (
    r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


class Said(BaseModel):
    """What a caller sends. A name that is not known is refused, never passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def as_told(kind: type[Told], said: Said) -> Told:
    """What was said, as the journey reads it: the fields of that name, and no others."""
    return kind(**{each.name: getattr(said, each.name) for each in dataclasses.fields(kind)})  # type: ignore[arg-type]  # told.py holds dataclasses


class Shown(BaseModel):
    """What is answered, read from a record's own attributes."""

    model_config = ConfigDict(from_attributes=True)


def _moment(value: object) -> datetime:
    """The moment in UTC. Raises ValueError, with what to write, for anything else."""
    wanted = _("Give a moment with its zone, such as 2026-03-10T18:00:00Z.")
    matched = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        raise ValueError(wanted)
    try:
        moment = datetime.fromisoformat(matched.group(0).upper())
    except ValueError as impossible:
        raise ValueError(wanted) from impossible
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(_("Check the year."))
    return moment.astimezone(UTC)


def _day(value: object) -> date:
    """The day. Raises ValueError, with what to write, for anything else."""
    wanted = _("Give a day, such as 2011-05-04.")
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError(wanted)
    try:
        return date.fromisoformat(value)
    except ValueError as impossible:
        raise ValueError(wanted) from impossible


def _email(value: str) -> str:
    try:
        if value:
            validate_email(value)
    except ValidationError as wrong:
        raise ValueError(_("Give an e-mail address, such as name@example.org.")) from wrong
    return value


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# Lengths hold for what is sent and again for what it becomes: composing can make text longer.
_LINE = AfterValidator(cleaning.line)
_LINES = AfterValidator(cleaning.lines)
_SEEN: JsonDict = {"pattern": _VISIBLE}
_UP_TO_4 = Field(max_length=4)
_UP_TO_20 = Field(max_length=20)
_UP_TO_40 = Field(max_length=40)
_UP_TO_60 = Field(max_length=60)
_UP_TO_100 = Field(max_length=100)
_UP_TO_200 = Field(max_length=200)
_UP_TO_300 = Field(max_length=300)
_UP_TO_500 = Field(max_length=500)
_TEXT = Field(max_length=LONGEST_TEXT)
_NEEDED_60 = Field(min_length=1, max_length=60, json_schema_extra=_SEEN)
_NEEDED_100 = Field(min_length=1, max_length=100, json_schema_extra=_SEEN)
_NEEDED_200 = Field(min_length=1, max_length=200, json_schema_extra=_SEEN)
_NEEDED_300 = Field(min_length=1, max_length=300, json_schema_extra=_SEEN)
_NEEDED_500 = Field(min_length=1, max_length=500, json_schema_extra=_SEEN)
_NEEDED_TEXT = Field(min_length=1, max_length=LONGEST_TEXT, json_schema_extra=_SEEN)
Line4 = Annotated[str, _UP_TO_4, _LINE, _UP_TO_4]
Line20 = Annotated[str, _UP_TO_20, _LINE, _UP_TO_20]
Line40 = Annotated[str, _UP_TO_40, _LINE, _UP_TO_40]
Line60 = Annotated[str, _UP_TO_60, _LINE, _UP_TO_60]
Line100 = Annotated[str, _UP_TO_100, _LINE, _UP_TO_100]
Line200 = Annotated[str, _UP_TO_200, _LINE, _UP_TO_200]
Line300 = Annotated[str, _UP_TO_300, _LINE, _UP_TO_300]
Line500 = Annotated[str, _UP_TO_500, _LINE, _UP_TO_500]
Needed60 = Annotated[str, _NEEDED_60, _LINE, _NEEDED_60]
Needed100 = Annotated[str, _NEEDED_100, _LINE, _NEEDED_100]
Needed200 = Annotated[str, _NEEDED_200, _LINE, _NEEDED_200]
Needed300 = Annotated[str, _NEEDED_300, _LINE, _NEEDED_300]
Needed500 = Annotated[str, _NEEDED_500, _LINE, _NEEDED_500]
Text = Annotated[str, _TEXT, _LINES, _TEXT]
NeededText = Annotated[str, _NEEDED_TEXT, _LINES, _NEEDED_TEXT]
Email = Annotated[str, Field(max_length=254), _LINE, AfterValidator(_email)]
Age = Annotated[StrictInt, Field(ge=0, le=17)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date,
    BeforeValidator(_day, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
At = Annotated[
    datetime,
    PlainSerializer(_iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


def repeated(values: list[str]) -> list[str]:
    """The values given more than once."""
    return sorted({value for value in values if values.count(value) > 1})


class Asked(Said):
    """Which page of a list."""

    cursor: str = Field("", max_length=200, description="From the page before; none for the first.")
    limit: int = Field(50, ge=1, le=LONGEST_LIST)


class Opened(Said):
    """Whether what is read is to be printed."""

    for_print: bool = Field(
        default=False, description="The answer is to be printed: the ledger says that it was."
    )

    @property
    def verb(self) -> Verb:
        """What the ledger says was done."""
        return Verb.PRINT if self.for_print else Verb.CONSULT
