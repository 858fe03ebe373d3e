"""What the log holds: one line an event, as JSON, and nothing of anybody.

Our own words are written for that. Of what libraries say only the words that they always say are
kept, without what they filled in: that may be an address with a reference in it, or what somebody
typed. Of what went wrong the kind and the places in the code are kept, never the message.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from wayhome.config import places

OURS = ("wayhome", "_granian")  # the web server's own log tells of its processes alone
DEEPEST = 8  # places of a fault that are kept, the innermost last
REQUEST: ContextVar[str] = ContextVar("request", default="")


class Lines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, and the facts of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one event."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": event_of(record),
            **facts_of(record),
        }
        if request := REQUEST.get():
            said["request"] = request
        if record.exc_info and record.exc_info[1] is not None:
            said |= fault_of(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """For a terminal, with invented children alone: a line to read, and the whole of a fault."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        """The line, with its facts behind it."""
        facts = " ".join(f"{name}={value}" for name, value in facts_of(record).items())
        return f"{super().formatMessage(record)} {facts}".rstrip()


def event_of(record: logging.LogRecord) -> str:
    """What happened, in words that hold nothing of anybody."""
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    always = str(record.msg) if record.args else ""
    return f"{always} ({record.module} {record.lineno})".strip()


def facts_of(record: logging.LogRecord) -> Mapping[str, object]:
    """What our own code gave beside the words: `extra={"facts": {…}}`."""
    found: Mapping[str, object] = getattr(record, "facts", {})
    return found


def fault_of(problem: BaseException) -> dict[str, object]:
    """The kind of a fault and where it arose."""
    frames = traceback.extract_tb(problem.__traceback__)[-DEEPEST:]
    return {
        "fault": type(problem).__name__,
        "places": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(filename: str) -> str:
    file = Path(filename)
    if file.is_relative_to(places.PACKAGE):
        return str(file.relative_to(places.PACKAGE))
    return "/".join(file.parts[-3:])
