"""What was taken out, as whoever asked for it reads it back."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import Said, Shown
from wayhome.rules.exports import ExportFormat, ExportKind
from wayhome.rules.vocabulary import Purpose


class Ask(Said):
    """What is to be taken out, for whom, and why."""

    kind: ExportKind
    reference: fields.Line20 = Field(
        default="", description="Of the child or the episode, where the kind is one of either."
    )
    format: ExportFormat
    purpose: Purpose
    reason: fields.Needed300
    recipient_name: fields.Needed200 = Field(description="One person, also if it is the caller.")
    recipient_agency_id: UUID


class Decline(Said):
    """Why it is not taken out."""

    why: fields.Needed300


class ExportsAsked(Said):
    """Which page of exports."""

    cursor: str = Field(default="", max_length=100, description="As the page before gave it.")


class Export(Shown):
    """One export. It names no child."""

    reference: str = Field(examples=["7K3MD-9QXTR-C"])
    kind: str
    format: str
    state: str = Field(description="Where it stands, such as `ready`.")
    purpose: str
    reason: str
    recipient_name: str
    recipient_agency: str
    children: int
    classes: list[str]
    asked_at: datetime
    expires_at: datetime


class Exports(Shown):
    """A page of exports."""

    exports: list[Export]
    next_cursor: str = Field(description="For the next page; empty on the last.")
