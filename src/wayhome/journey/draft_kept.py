"""A half-filled form is kept for the person who is filling it in, or thrown away.

A draft is nobody's record of a child yet: it is shown to no one else and tells no one.
"""

from datetime import datetime
from typing import TypeAlias

from wayhome.rules import access, facts
from wayhome.stages.intake import actions as intake

Typed: TypeAlias = dict[str, list[str]]


def keep(form: str, typed: Typed, *, by: facts.Viewer, now: datetime) -> None:
    """Keep what has been typed so far, in place of what was kept before. Raises Refused."""
    access.require(by, access.Deed.REPORT)
    intake.keep_draft(by.practitioner_id, form, content=dict(typed), at=now)


def drop(form: str, *, by: facts.Viewer) -> None:
    """Forget a draft that was sent or given up; none kept is none lost."""
    intake.drop_draft(by.practitioner_id, form)
