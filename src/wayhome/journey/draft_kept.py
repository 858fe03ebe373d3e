"""A half-filled form is kept for the person who is filling it in, or thrown away.

A draft is nobody's record of a child yet: it is shown to no one else and tells no one.
"""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, facts
from wayhome.stages.intake import actions as intake

Typed: TypeAlias = dict[str, list[str]]


def keep(form: str, typed: Typed, *, by: facts.Viewer, now: datetime) -> None:
    """Keep what has been typed so far, in place of what was kept before. Raises Refused."""
    access.require(by, access.Deed.REPORT)
    intake.keep_draft(by.practitioner_id, form, content=dict(typed), at=now)


def keep_of_interview(episode_id: UUID, typed: Typed, *, by: facts.Viewer, now: datetime) -> None:
    """Keep what has been typed so far of what a child said. Raises Refused."""
    parties, child_id = episodes.parties_of(episode_id), episodes.child_of(episode_id)
    access.require(by, access.Deed.HOLD_INTERVIEW, parties=parties, child_id=child_id)
    form = interview(episode_id)
    intake.keep_draft(by.practitioner_id, form, content=dict(typed), at=now)


def interview(episode_id: UUID) -> str:
    """The name of the form in which the interview of this episode is written down."""
    return f"interview:{episode_id}"


def drop(form: str, *, by: facts.Viewer) -> None:
    """Forget a draft that was sent or given up; none kept is none lost."""
    intake.drop_draft(by.practitioner_id, form)
