"""Telling a past moment again: rows as they stood then.

Facts are appended, so a moment is told again by leaving out what was recorded after it. A few
moments are written into a row later (met, acknowledged, answered…); those that had not come
are emptied, with what was written beside them, on the copies in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, TypeVar

Row = TypeVar("Row")
Stage = TypeVar("Stage")

WRITTEN_BESIDE: dict[str, dict[str, Any]] = {
    "taken_at": {"taken_by_id": None},
    "done_at": {"done_by_id": None, "outcome": "", "we_did": ""},
    "stood_down_at": {"stood_down_by_id": None, "stood_down_reason": ""},
    "met_recorded_at": {"met_at": None, "met_by_id": None},
    "met_at": {"met_by_id": None, "met_recorded_at": None},
    "declined_at": {"declined_by_id": None, "declined_kind": "", "declined_reason": ""},
    "delivered_at": {},
    "opened_at": {"opened_by_id": None},
    "acknowledged_at": {"acknowledged_by_id": None},
    "accepted_at": {"accepted_by_id": None},
    "agreed_at": {},
    "police_signed_at": {"police_signed_by_id": None, "police_explanation": ""},
    "childrens_services_signed_at": {
        "childrens_services_signed_by_id": None,
        "childrens_services_explanation": "",
    },
    "settled_at": {"outcome": ""},
    "answered_at": {
        "answered_by_id": None,
        "answer": "no_answer",
        "decline_reason": "",
        "decline_words": "",
    },
    "ended_at": {"ended_by_id": None},
    "finished_at": {},
    "taken_back_at": {"taken_back_by_id": None, "taken_back_reason": ""},
    "lifted_at": {"lifted_by_id": None},
}
TICK = timedelta(microseconds=1)


def as_it_stood(rows: Sequence[Row], *, as_of: datetime) -> list[Row]:
    """The rows recorded by a moment, each with nothing written into it since. Never save them.

    A row that says no moment of its own, such as a factor of an assessment, stands with its whole.
    """
    stood = [row for row in rows if (at := _recorded(row)) is None or at <= as_of]
    for row in stood:
        _empty_later(row, as_of=as_of)
    return stood


def stage_as_it_stood(stage: Stage, *, as_of: datetime) -> Stage:
    """A stage's memory, a dataclass of lists of rows, as it stood at a moment."""
    values = _values(stage)
    return type(stage)(
        **{
            name: as_it_stood(value, as_of=as_of) if isinstance(value, list) else value
            for name, value in values.items()
        }
    )


def not_before(now: datetime, stages: Iterable[object]) -> datetime:
    """`now`, or just after the last thing written in these memories when that is later."""
    written = [
        moment
        for stage in stages
        for rows in _values(stage).values()
        if isinstance(rows, list)
        for row in rows
        for moment in _written(row)
    ]
    last = max(written, default=now)
    return last + TICK if last > now else now


def just_after(now: datetime, written: datetime) -> datetime:
    """`now`, or a moment after something that was written in the same one."""
    return max(now, written + TICK)


def _values(stage: object) -> dict[str, Any]:
    return {field.name: getattr(stage, field.name) for field in fields(stage)}  # type: ignore[arg-type]  # every stage's memory is a dataclass


def _written(row: object) -> list[datetime]:
    later = (getattr(row, name, None) for name in WRITTEN_BESIDE)
    return [moment for moment in (_recorded(row), *later) if moment is not None]


def _recorded(row: object) -> datetime | None:
    moment: datetime | None = getattr(row, "recorded_at", None) or getattr(row, "at", None)
    return moment


def _empty_later(row: object, *, as_of: datetime) -> None:
    for moment, beside in WRITTEN_BESIDE.items():
        written: datetime | None = getattr(row, moment, None)
        if written is None or written <= as_of:
            continue
        setattr(row, moment, None)
        for name, empty in beside.items():
            if hasattr(row, name):
                setattr(row, name, empty)
