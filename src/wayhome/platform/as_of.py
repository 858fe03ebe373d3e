"""Telling a past moment again: rows as they stood then.

Facts are appended, so a moment is told again by leaving out what was recorded after it. A few
moments are written into a row later (met, acknowledged, answered…); those that had not come
are emptied, with what was written beside them, on the copies in memory.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

Row = TypeVar("Row")

WRITTEN_BESIDE: dict[str, dict[str, Any]] = {
    "taken_at": {"taken_by_id": None},
    "done_at": {"done_by_id": None, "outcome": "", "we_did": ""},
    "met_at": {"met_by_id": None},
    "declined_at": {"declined_by_id": None, "declined_reason": ""},
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
    "lifted_at": {"lifted_by_id": None},
}
WHEN_RECORDED = ("recorded_at", "at")


def as_it_stood(rows: Sequence[Row], *, as_of: datetime) -> list[Row]:
    """The rows recorded by a moment, each with nothing written into it since. Never save them."""
    stood = [row for row in rows if _recorded(row) <= as_of]
    for row in stood:
        _empty_later(row, as_of=as_of)
    return stood


def _recorded(row: object) -> datetime:
    recorded: datetime = (
        getattr(row, "recorded_at", None)
        or getattr(row, "learned_at", None)
        or getattr(row, "at", None)
    )  # type: ignore[assignment]  # every stored fact has one
    return recorded


def _empty_later(row: object, *, as_of: datetime) -> None:
    for moment, beside in WRITTEN_BESIDE.items():
        written: datetime | None = getattr(row, moment, None)
        if written is None or written <= as_of:
            continue
        setattr(row, moment, None)
        for name, empty in beside.items():
            if hasattr(row, name):
                setattr(row, name, empty)
